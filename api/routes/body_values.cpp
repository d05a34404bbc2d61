#include "api/routes/body_values.hpp"

namespace sluice::routes {

result<fen> money_at(const json& body, const std::string& name) {
    return money_from_json(body.at(name), "/" + name);
}

result<instant> instant_at(const json& body, const std::string& name) {
    auto read = parse_rfc3339(body.at(name).get_ref<const std::string&>());
    if (read.has_error()) read.error().place = "/" + name;
    return read;
}

text texts_at(const json& body, const std::string& name) {
    return {body.at(name).at("zh").get<std::string>(), body.at(name).at("en").get<std::string>()};
}

std::vector<std::string> names_at(const json& body, const std::string& name) {
    return body.contains(name) ? body.at(name).get<std::vector<std::string>>() : std::vector<std::string>{};
}

std::vector<service::role_grant> role_grants_at(const json& body, const std::string& name) {
    std::vector<service::role_grant> grants;
    if (!body.contains(name)) return grants;
    for (const auto& each : body.at(name))
        grants.push_back({each.at("role").get<std::string>(), each.value("programme", "*")});
    return grants;
}

} // namespace sluice::routes
