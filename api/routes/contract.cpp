#include "api/routes/contract.hpp"

#include "engine/base/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

namespace sluice::routes {
namespace {

constexpr json_limits document_limits{.depth_max = 64, .members_max = 2'000};

/// A place in the document: the value, and the JSON pointer that leads to it.
struct spot {
    const ordered_json* value;
    std::string pointer;

    bool has(const std::string& name) const { return value->is_object() && value->contains(name); }
    spot at(const std::string& name) const { return {&value->at(name), pointer + "/" + pointer_step(name)}; }
    spot at(std::size_t index) const { return {&value->at(index), fmt::format("{}/{}", pointer, index)}; }
};

/// Reads the operations of one document.
class reader {
public:
    explicit reader(const ordered_json& document)
        : document_{document} {}

    operation read(const spot& written) const {
        operation found;
        found.id = written.at("operationId").value->get<std::string>();
        read_security(found, written);
        if (written.has("parameters"))
            for (std::size_t i = 0; i < written.at("parameters").value->size(); ++i)
                read_parameter(found, resolve(written.at("parameters").at(i)));
        if (written.has("requestBody")) found.body = read_body(written.at("requestBody"));
        return found;
    }

private:
    /// Follows one `$ref` to a component.
    spot resolve(const spot& written) const {
        if (!written.has("$ref")) return written;
        const auto pointer = written.at("$ref").value->get<std::string>().substr(1);
        return {&document_.at(ordered_json::json_pointer{pointer}), pointer};
    }

    schema::schema compile(const spot& written) const {
        auto compiled = schema::schema::compile(document_, {.place = written.pointer});
        if (compiled.has_error())
            throw std::runtime_error{
                fmt::format("openapi.json {}: {}", compiled.error().place, compiled.error().explanation.en)};
        return *compiled;
    }

    static void read_security(operation& into, const spot& written) {
        if (!written.has("security")) return; // the document's own: a bearer token
        const auto& ways = *written.at("security").value;
        into.takes_callers = !ways.empty();
        into.needs_caller =
            !ways.empty() && std::none_of(ways.begin(), ways.end(), [](const auto& way) { return way.empty(); });
    }

    void read_parameter(operation& into, const spot& written) const {
        const auto name = written.at("name").value->get<std::string>();
        const auto in = written.at("in").value->get<std::string>();
        const bool required = written.has("required") && written.at("required").value->get<bool>();
        if (in == "query") {
            into.query.push_back(
                {name, required, kind_of(resolve(written.at("schema"))), compile(written.at("schema"))});
        } else if (in == "header" && name == "Idempotency-Key") {
            into.needs_key = required;
        } else if (in == "header" && name == "If-Match") {
            into.accepts_version = true;
            into.needs_version = required;
        }
    }

    static query_parameter::kind kind_of(const spot& written) {
        const auto type = written.has("type") ? written.at("type").value->get<std::string>() : std::string{};
        if (type == "integer") return query_parameter::kind::integer;
        return type == "boolean" ? query_parameter::kind::boolean : query_parameter::kind::text;
    }

    body_description read_body(const spot& written) const {
        body_description body;
        body.required = written.has("required") && written.at("required").value->get<bool>();
        const auto content = written.at("content");
        for (const auto& [media_type, described] : content.value->items()) {
            body.media_types.push_back(media_type);
            if (media_type.ends_with("json")) body.allowed = compile(content.at(media_type).at("schema"));
        }
        return body;
    }

    const ordered_json& document_;
};

bool is_method(std::string_view name) {
    constexpr std::array<std::string_view, 5> methods{"get", "post", "put", "patch", "delete"};
    return std::find(methods.begin(), methods.end(), name) != methods.end();
}

std::string in_capitals(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
    return name;
}

} // namespace

contract::contract(std::string bytes)
    : source_{std::move(bytes)} {
    const auto document = parse_ordered_json(source_, document_limits);
    if (document.has_error())
        throw std::runtime_error{
            fmt::format("openapi.json {}: {}", document.error().place, document.error().explanation.en)};
    const reader operations{*document};
    const spot paths{&document->at("paths"), "/paths"};
    for (const auto& [path, methods] : paths.value->items())
        for (const auto& [method, described] : methods.items())
            if (is_method(method))
                operations_.emplace(in_capitals(method) + " " + path, operations.read(paths.at(path).at(method)));
}

const operation& contract::find(http::method verb, std::string_view pattern) const {
    const auto name = fmt::format("{} {}", http::name_of(verb), pattern);
    const auto found = operations_.find(name);
    if (found == operations_.end()) throw std::logic_error{"not described in openapi.json: " + name};
    return found->second;
}

std::vector<std::string> contract::operations() const {
    std::vector<std::string> names;
    for (const auto& [name, described] : operations_)
        names.push_back(name);
    return names;
}

} // namespace sluice::routes
