#pragma once

#include "engine/base/json.hpp"
#include "engine/schema/schema.hpp"
#include "tests/support/http_client.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::test {

/// A request as it was sent.
struct sent_request {
    std::string method;
    std::string target; ///< with the query
    std::string content_type;
    std::string_view body;
};

/// `schemas/openapi.json` as a judge: whether requests and answers are what the document promises to clients. Schemas
/// are compiled when they are first needed and kept. Any thread may use it.
class contract {
public:
    /// Throws `std::runtime_error` if the document cannot be read.
    explicit contract(std::string_view bytes);

    /// The published document, read once from the source root.
    static const contract& published();

    /// Everything in which the exchange differs from the document; empty when it keeps to it. A request that was
    /// refused may be anything; its answer may not. A path or method that is not described may only be answered by a
    /// 404 or 405 (or 204 to OPTIONS).
    std::vector<std::string> violations(const sent_request&, const http_answer&) const;

    const ordered_json& document() const { return document_; }

    /// The path of the document that a target leads to, for instance `/v1/applications/{id}`. A literal segment is
    /// preferred to a name.
    std::optional<std::string> path_for(std::string_view target) const;

    /// The schema at this JSON pointer, followed if it is a reference. Throws `std::runtime_error` if it does not
    /// compile.
    const schema::schema& schema_at(const std::string& pointer) const;

private:
    /// The pointer, or where its `$ref` leads.
    std::string followed(const std::string& pointer) const;
    const ordered_json& at(const std::string& pointer) const;
    bool has(const std::string& pointer) const;

    void check_request(const std::string& operation, const sent_request&, std::vector<std::string>& wrong) const;
    void check_answer(const std::string& response, const sent_request&, const http_answer&,
                      std::vector<std::string>& wrong) const;
    void check_headers(const std::string& response, const http_answer&, std::vector<std::string>& wrong) const;
    void check_body(const std::string& response, const sent_request&, const http_answer&,
                    std::vector<std::string>& wrong) const;
    void check_json(const std::string& schema, std::string_view body, const std::string& what,
                    std::vector<std::string>& wrong) const;

    ordered_json document_;
    mutable std::mutex mutex_;
    mutable std::map<std::string, schema::schema> compiled_;
};

} // namespace sluice::test
