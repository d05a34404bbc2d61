#pragma once

#include "api/http/method.hpp"
#include "engine/schema/schema.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::routes {

/// A parameter of the query as `openapi.json` describes it.
struct query_parameter {
    enum class kind { text, integer, boolean };

    std::string name;
    bool required = false;
    kind written_as = kind::text;
    schema::schema allowed;
};

/// What a route takes as its body.
struct body_description {
    bool required = true;
    std::vector<std::string> media_types;  ///< in lower case; `*/*` for any
    std::optional<schema::schema> allowed; ///< none: raw bytes
};

/// One operation, ready to hold requests against.
struct operation {
    std::string id;
    bool takes_callers = true;    ///< looks at `Authorization` at all
    bool needs_caller = true;     ///< the public is turned away
    bool needs_key = false;       ///< `Idempotency-Key`
    bool needs_version = false;   ///< `If-Match`
    bool accepts_version = false; ///< `If-Match` is heeded where it is given
    std::vector<query_parameter> query;
    std::optional<body_description> body;
};

/// `schemas/openapi.json`, compiled: requests are checked against the very document that clients read, so that the two
/// cannot disagree. Immutable; any thread may read it.
class contract {
public:
    /// Throws `std::runtime_error` if the document cannot be used: what it says is part of the program.
    explicit contract(std::string bytes);

    /// The operation of a route, its pattern written as in the document. Throws `std::logic_error` if there is none.
    const operation& find(http::method verb, std::string_view pattern) const;

    /// Every operation, as `GET /v1/applications/{id}`; for the test that compares them with the routes.
    std::vector<std::string> operations() const;

    const std::string& source() const { return source_; }

private:
    std::string source_;
    std::map<std::string, operation, std::less<>> operations_;
};

} // namespace sluice::routes
