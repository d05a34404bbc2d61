#include "api/http/query.hpp"

#include "api/http/percent.hpp"

namespace sluice::http {

namespace {

refusal bad_query(text explanation) {
    return refuse(reason::malformed_request, std::move(explanation), "query");
}

void append(std::string& query, std::string_view name, std::string_view value) {
    if (!query.empty()) query += '&';
    query += percent_encode(name);
    query += '=';
    query += percent_encode(value);
}

} // namespace

std::optional<std::string_view> query_parameters::first(std::string_view name) const {
    for (const auto& [each, value] : all_)
        if (each == name) return value;
    return std::nullopt;
}

result<std::optional<std::string_view>> query_parameters::one(std::string_view name) const {
    if (all(name).size() > 1)
        return refuse(reason::malformed_request,
                      {"查询参数 " + std::string{name} + " 只能出现一次",
                       "The query parameter " + std::string{name} + " may stand only once"},
                      std::string{name});
    return first(name);
}

std::vector<std::string_view> query_parameters::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [each, value] : all_)
        if (each == name) values.push_back(value);
    return values;
}

std::string query_parameters::encoded_with(std::string_view name, std::string_view value) const {
    std::string query;
    for (const auto& [each, kept] : all_)
        if (each != name) append(query, each, kept);
    append(query, name, value);
    return query;
}

result<query_parameters> parse_query(std::string_view encoded) {
    query_parameters parameters;
    while (!encoded.empty()) {
        const auto end = encoded.find('&');
        const auto part = encoded.substr(0, end);
        encoded = end == std::string_view::npos ? std::string_view{} : encoded.substr(end + 1);
        if (part.empty()) continue;
        const auto equals = part.find('=');
        auto name = percent_decode(part.substr(0, equals), plus_sign::space);
        auto value = equals == std::string_view::npos ? std::optional<std::string>{std::string{}}
                                                      : percent_decode(part.substr(equals + 1), plus_sign::space);
        if (!name || !value)
            return bad_query({"查询参数的转义或字符无效", "The query holds a bad escape or bytes that are not text"});
        if (parameters.size() == query_parameters_max)
            return bad_query({"查询参数过多", "The query has too many parameters"});
        parameters.add(std::move(*name), std::move(*value));
    }
    return parameters;
}

} // namespace sluice::http
