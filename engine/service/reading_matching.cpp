// Which programmes are for a firm: every programme's section `match` asked about one profile. Nothing is stored.

#include "engine/base/canonical_json.hpp"
#include "engine/programme/match.hpp"
#include "engine/programme/profile.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/reading.hpp"
#include "engine/service/round_record.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

using programme::match_verdict;

json fields_to_json(const std::vector<std::string>& paths) {
    json shown = json::array();
    for (const auto& each : paths)
        shown.push_back({{"field", each}, {"title", text_to_json(programme::title_of_field(each))}});
    return shown;
}

json amount_to_json(const programme::amount_outcome* amount) {
    if (!amount || !amount->given) return nullptr;
    return {{"from", amount->from ? money_to_json(*amount->from) : json(nullptr)},
            {"to", amount->to ? money_to_json(*amount->to) : json(nullptr)},
            {"note", amount->note.zh.empty() ? json(nullptr) : text_to_json(amount->note)},
            {"missing", fields_to_json(amount->missing)}};
}

json conditions_to_json(const programme::part_outcome& part) {
    json shown = json::array();
    for (const auto& each : part.conditions) {
        const bool explained = !each.explanation.zh.empty();
        shown.push_back({{"id", each.id},
                         {"verdict", each.verdict == match_verdict::eligible ? "met"
                                     : each.verdict == match_verdict::open   ? "open"
                                                                             : "not_met"},
                         {"explanation", explained ? text_to_json(each.explanation) : json(nullptr)},
                         {"missing", fields_to_json(each.missing)}});
    }
    return shown;
}

json documents_to_json(const programme::programme& rules, const std::vector<std::string>& names) {
    json shown = json::array();
    for (const auto& each : names)
        shown.push_back({{"document", each}, {"title", text_to_json(rules.documents.at(each).title)}});
    return shown;
}

json route_to_json(const programme::programme& rules, const programme::route_outcome& route) {
    return {{"id", route.id},
            {"title", text_to_json(route.title)},
            {"verdict", name_of(route.part.verdict)},
            {"conditions", conditions_to_json(route.part)},
            {"amount", amount_to_json(&route.part.amount)},
            {"documents", documents_to_json(rules, route.part.documents)}};
}

/// The round that one can apply in now and that closes first, else the one that opens next; null when there is none.
json next_round(store::reader& store, const std::string& programme, instant now) {
    const json* best = nullptr;
    std::vector<json> rounds;
    store::page_request want{std::nullopt, store::page_limit_max};
    for (const auto& each : store.list_entities({"round", programme}, want).items)
        rounds.push_back(round_to_json(parse_canonical(each.body), each.revision, now));
    const auto key = [&](const json& round) { // RFC 3339 with one offset: in the order of time
        const bool open = round.at("open") == true;
        return std::make_pair(!open, round.at(open ? "closes_at" : "opens_at").get<std::string>());
    };
    for (const auto& each : rounds) {
        const bool to_come = each.at("opens_at").get<std::string>() > to_rfc3339(now);
        if (each.at("open") != true && !to_come) continue;
        if (!best || key(each) < key(*best)) best = &each;
    }
    if (!best) return nullptr;
    return {{"id", best->at("id")},
            {"year", best->at("year")},
            {"opens_at", best->at("opens_at")},
            {"closes_at", best->at("closes_at")},
            {"open", best->at("open")}};
}

json outcome_to_json(const programme::programme& rules, const programme::match_outcome& outcome) {
    json routes = json::array();
    for (const auto& each : outcome.routes)
        routes.push_back(route_to_json(rules, each));
    const bool ruled_out = outcome.verdict == match_verdict::not_eligible;
    return {{"verdict", name_of(outcome.verdict)},
            {"conditions", conditions_to_json(outcome.all)},
            {"routes", std::move(routes)},
            {"missing", fields_to_json(outcome.missing)},
            {"amount", amount_to_json(outcome.best_amount())},
            {"documents", ruled_out ? json::array() : documents_to_json(rules, outcome.documents())}};
}

} // namespace

result<resource> reading::match(const json& profile) const {
    if (auto wrong = programme::profile_schema().validate(profile); !wrong.empty())
        return schema::form_refusal(std::move(wrong));
    const auto now = clock_.now();
    const auto definitions = shelf_.now();
    const auto store = database_.read();
    json programmes = json::array();
    for (const auto& [id, rules] : definitions->all()) {
        json shown = {{"programme", id},
                      {"version", rules->version},
                      {"title", text_to_json(rules->title)},
                      {"round", next_round(*store, id, now)}};
        if (rules->match)
            shown.update(outcome_to_json(*rules, programme::match(*rules, profile, now)));
        else
            shown.update(json{{"verdict", "undescribed"},
                              {"conditions", json::array()},
                              {"routes", json::array()},
                              {"missing", json::array()},
                              {"amount", nullptr},
                              {"documents", json::array()}});
        programmes.push_back(std::move(shown));
    }
    return resource{{{"at", to_rfc3339(now)}, {"programmes", std::move(programmes)}}, 0};
}

} // namespace sluice::service
