#pragma once

#include "engine/base/result.hpp"
#include "engine/schema/program.hpp"
#include "engine/schema/resources.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::schema {

/// Turns a document into a program, once. Internal to the module: use `schema::compile`.
///
/// The first fault found is kept and ends the work; the readers of keywords (keywords.cpp) only note it.
class compiler {
public:
    compiler(const ordered_json& document, compile_options options);

    result<std::shared_ptr<const program>> run();

    /// The schema at the place: compiled, or at least numbered.
    node_id compile_at(const ordered_json& written, const std::string& place);

    /// The node that a `$ref` stands for; compiled later when it was not met yet.
    node_id resolve(std::string_view reference, const std::string& place);

    void fail(std::string place, text explanation);
    void fail(refusal why);
    bool failed() const { return fault_.has_value(); }
    bool unknown_ignored() const { return program_->limits.unknown_ignored; }

private:
    struct open_reference {
        const ordered_json* written;
        std::string place;
    };

    std::optional<node_id> number(const std::string& place);
    void read_keywords(node& into, const ordered_json& written, const std::string& place);
    const ordered_json* walk(std::string_view pointer, std::string& place) const;
    void check_progress();
    std::size_t chain_length(node_id id, std::vector<std::size_t>& known, std::size_t depth);

    const ordered_json& document_;
    std::shared_ptr<program> program_;
    std::optional<resources> resources_;
    std::map<std::string, node_id> numbered_;
    std::vector<bool> compiled_;
    std::vector<open_reference> open_references_;
    std::size_t depth_ = 0;
    std::optional<refusal> fault_;
};

} // namespace sluice::schema
