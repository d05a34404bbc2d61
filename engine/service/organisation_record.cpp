#include "engine/service/organisation_record.hpp"

#include "engine/application/state_json.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

constexpr const char* holdings_member = "holdings";         ///< application → what is held by it
constexpr const char* certificates_member = "certificates"; ///< application → kind → certificate

const json& member(const json& body, const char* name) {
    static const json none = json::object();
    const auto found = body.find(name);
    return found == body.end() ? none : *found;
}

fen amount_in(const json& from, const char* name) {
    return fen{from.at(name).get<std::int64_t>()};
}

instant instant_in(const json& from, const char* name) {
    return instant{from.at(name).get<std::int64_t>()};
}

application::holding holding_from(const std::string& application, const json& from) {
    return {from.at("programme"),    application,
            from.at("number"),       amount_in(from, "bound"),
            amount_in(from, "paid"), amount_in(from, "committed_total"),
            instant_in(from, "at")};
}

/// The oldest of those by which nothing is bound.
void forget_one(json& holdings) {
    auto oldest = holdings.end();
    for (auto each = holdings.begin(); each != holdings.end(); ++each)
        if (each->at("bound") == 0 && (oldest == holdings.end() || each->at("at") < oldest->at("at"))) oldest = each;
    if (oldest != holdings.end()) holdings.erase(oldest);
}

} // namespace

std::vector<application::earlier_award> awards_of(const json& body) {
    std::vector<application::earlier_award> awards;
    for (const auto& each : member(body, "awards"))
        awards.push_back({each.at("programme"), each.at("title"), amount_in(each, "amount"), instant_in(each, "at")});
    return awards;
}

std::vector<application::holding> holdings_of(const json& body) {
    std::vector<application::holding> held;
    for (const auto& [application, each] : member(body, holdings_member).items())
        held.push_back(holding_from(application, each));
    return held;
}

std::optional<application::holding> holding_of(const json& body, const std::string& application) {
    const auto& all = member(body, holdings_member);
    const auto found = all.find(application);
    if (found == all.end()) return std::nullopt;
    return holding_from(application, *found);
}

void set_holding(json& body, const application::holding& held) {
    auto& all = body[holdings_member];
    all[held.application] = {{"programme", held.programme},
                             {"number", held.number},
                             {"bound", held.bound.count()},
                             {"paid", held.paid.count()},
                             {"committed_total", held.committed_total.count()},
                             {"at", held.at.milliseconds}};
    if (all.size() > holdings_max) forget_one(all);
}

std::vector<application::held_certificate> certificates_of(const json& body) {
    std::vector<application::held_certificate> held;
    for (const auto& [application, kinds] : member(body, certificates_member).items())
        for (const auto& [kind, each] : kinds.items())
            held.push_back({kind, each.at("programme"), application, each.at("number"), each.at("title").at("zh"),
                            instant_in(each, "at"), instant_in(each, "until")});
    return held;
}

void set_certificate(json& body, const application::application_state& of, const application::certificate& given) {
    body[certificates_member][of.id][given.kind] = {{"programme", of.programme},
                                                    {"number", of.number},
                                                    {"title", application::to_json(given.title)},
                                                    {"at", given.at.milliseconds},
                                                    {"until", given.until.milliseconds}};
}

void remove_certificate(json& body, const std::string& application, const std::string& kind) {
    const auto all = body.find(certificates_member);
    if (all == body.end() || !all->contains(application)) return;
    auto& of_application = (*all)[application];
    of_application.erase(kind);
    if (of_application.empty()) all->erase(application);
}

json certificates_to_json(const json& body) {
    json shown = json::array();
    for (const auto& [application, kinds] : member(body, certificates_member).items())
        for (const auto& [kind, each] : kinds.items())
            shown.push_back({{"kind", kind},
                             {"programme", each.at("programme")},
                             {"application", application},
                             {"number", each.at("number")},
                             {"title", each.at("title")},
                             {"at", to_rfc3339(instant_in(each, "at"))},
                             {"until", to_rfc3339(instant_in(each, "until"))}});
    return shown;
}

} // namespace sluice::service
