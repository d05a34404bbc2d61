#include "api/demo/demo_data.hpp"

#include "engine/base/json.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

namespace sluice::demo {
namespace {

json read(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return parse_json(std::string{std::istreambuf_iterator<char>{file}, {}}).value();
}

/// Who sets everything up; no person of the demonstration.
service::caller founder() {
    return {"", "", "", {{"admin"}, {"director"}, {"finance"}}, ""};
}

json carry_out(service::service& engine, service::command wanted) {
    auto by = founder();
    by.person = "founder";
    const auto done = engine.carry_out({std::move(by), std::move(wanted), std::nullopt, std::nullopt});
    if (!done)
        throw std::runtime_error("demonstration data: " + done.error().explanation.en + " " + done.error().place);
    return done->body;
}

instant time_of(const json& object, const char* key) {
    return parse_rfc3339(object.at(key).get<std::string>()).value();
}

} // namespace

instant begins(const std::filesystem::path& file) {
    return time_of(read(file), "begins");
}

void fill(service::service& engine, const std::filesystem::path& file) {
    const json data = read(file);
    std::map<std::string, std::string> organisations;
    for (const auto& each : data.at("organisations"))
        organisations[each.at("key")] =
            carry_out(engine, service::create_organisation{each.at("name"), each.at("code"), ""}).at("id");
    for (const auto& each : data.at("people")) {
        const std::string home = each.value("organisation", "");
        service::create_person wanted{each.at("name"),
                                      each.value("email", ""),
                                      home.empty() ? "" : organisations.at(home),
                                      {},
                                      each.value("expert", json(nullptr))};
        for (const auto& role : each.at("roles"))
            wanted.grants.push_back({role, "*"});
        const std::string id = carry_out(engine, wanted).at("id");
        carry_out(engine, service::issue_token{id, "demonstration", std::nullopt, each.at("token")});
    }
    for (const auto& each : data.at("rounds"))
        carry_out(engine, service::open_round{each.at("programme"),
                                              {each.at("title").at("zh"), each.at("title").at("en")},
                                              each.at("year"),
                                              time_of(each, "opens_at"),
                                              time_of(each, "closes_at"),
                                              money_from_json(each.at("budget"), "/budget").value()});
    for (const auto& each : data.at("appropriations"))
        carry_out(engine, service::appropriate_funds{
                              each.at("fund"), money_from_json(each.at("amount"), "/amount").value(), each.at("note")});
}

} // namespace sluice::demo
