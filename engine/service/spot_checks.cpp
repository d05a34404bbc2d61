#include "engine/service/spot_checks.hpp"

#include "engine/review/spot_check.hpp"
#include "engine/service/casework.hpp"
#include "engine/service/representation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sluice::service {
namespace {

result<void> tell(const errand& at, const checked_application& each, bool drawn, const std::string& check,
                  const std::string& draw) {
    const auto loaded = load_application(at.store, at.definitions, each.id);
    const application::deliver asked{drawn ? "spot_check.drawn" : "spot_check.passed",
                                     {{"check", check}, {"draw", draw}}};
    const auto told = advance(at, *loaded, asked, {at.who.person, at.who.organisation, {"system"}});
    if (!told) return told.error();
    return {};
}

json drawn_to_json(const std::vector<checked_application>& population, const review::spot_check_outcome& outcome) {
    json drawn = json::array();
    for (const auto& each : outcome.drawn) {
        const auto found = std::find_if(population.begin(), population.end(),
                                        [&](const checked_application& one) { return one.number == each.number; });
        drawn.push_back({{"application", found->id}, {"number", each.number}, {"ticket", each.ticket}});
    }
    return drawn;
}

} // namespace

std::string spot_check_kind(const std::string& round) {
    return "spot_check/" + round;
}

result<const programme::spot_check_rules*> spot_check_rules_for(const library& definitions, const caller& who,
                                                                const stored_entity& round, const std::string& check) {
    const std::string programme = round.body.at("programme");
    const auto* rules = definitions.current(programme);
    const auto found = rules ? rules->spot_checks.find(check) : decltype(rules->spot_checks.end()){};
    if (!rules || found == rules->spot_checks.end())
        return not_found("该批次没有这项抽查", "This round has no such spot check");
    const auto& decide = found->second.decide;
    if (std::none_of(decide.begin(), decide.end(),
                     [&](const std::string& role) { return who.has_role(role, programme); }))
        return not_permitted("这项抽查不由您抽取", "Drawing this spot check is not for you to do");
    return &found->second;
}

result<std::vector<checked_application>> population_of(store::reader& reader, const programme::programme& rules,
                                                       const programme::spot_check_rules& check,
                                                       const std::string& round) {
    store::application_filter filter;
    filter.programmes = {rules.id};
    filter.states = {rules.chart->states()[*rules.chart->find(check.state)].path};
    filter.round = round;
    std::vector<checked_application> found;
    store::page_request want{std::nullopt, store::page_limit_max};
    for (bool more = true; more;) {
        const auto page = reader.list_applications(filter, want);
        for (const auto& row : page.items)
            found.push_back({row.id, row.number});
        if (found.size() > spot_check_population_max)
            return refuse(reason::invalid_value,
                          {fmt::format("一次最多在 {} 个申请中抽取；请在更多批次中分别抽查", spot_check_population_max),
                           fmt::format("At most {} applications take part in one draw: spread them over more rounds "
                                       "and draw more often",
                                       spot_check_population_max)});
        want.after = page.next;
        more = page.next.has_value();
    }
    if (found.empty()) {
        const auto state = rules.title_of_state(*rules.chart->find(check.state));
        return refuse(reason::event_not_possible,
                      {fmt::format("本批次没有处于“{}”的申请，无可抽取；待有申请进入该环节后再抽取", state.zh),
                       fmt::format("No application of this round is in “{}”, so there is nothing to draw from: draw "
                                   "when some have come to it",
                                   state.en)});
    }
    std::sort(found.begin(), found.end(), [](const checked_application& one, const checked_application& other) {
        return one.number < other.number;
    });
    return found;
}

json spot_check_to_json(const json& body, bool whole) {
    json shown = body;
    shown["at"] = time_or_null(body.at("at"));
    shown["population"] = {{"size", body.at("population").size()}, {"sha256", body.at("population_sha256")}};
    shown.erase("population_sha256");
    if (whole) shown["population"]["numbers"] = body.at("population");
    shown["verify"] = {
        {"zh", "票值为 SHA-256(\"sluice spot check 1\" 换行 种子 换行 申请编号)，按票值从小到大抽取；名单摘要为各编号"
               "按序、每个后加换行的 SHA-256。例如：printf 'sluice spot check 1\\n%s\\n%s' 种子 编号 | sha256sum"},
        {"en", "A ticket is SHA-256(\"sluice spot check 1\" LF seed LF number); the lowest are drawn. The digest of "
               "the population is SHA-256 over its numbers in order, each with LF after it. For instance: "
               "printf 'sluice spot check 1\\n%s\\n%s' SEED NUMBER | sha256sum"}};
    return shown;
}

result<answer> carry_out(const errand& at, const draw_spot_check& wanted) {
    const auto round = find_entity(at.store, "round", wanted.round);
    if (!round) return not_found("没有这个批次", "There is no such round");
    const auto check = spot_check_rules_for(at.definitions, at.who, *round, wanted.check);
    if (!check) return check.error();
    const auto& rules = *at.definitions.current(round->body.at("programme"));
    const auto population = population_of(at.store, rules, **check, wanted.round);
    if (!population) return population.error();

    std::vector<std::string> numbers;
    for (const auto& each : *population)
        numbers.push_back(each.number);
    const auto id = at.new_id();
    const auto outcome = review::draw_spot_check(numbers, {(*check)->percent, (*check)->at_least}, at.new_id());
    std::set<std::string> drawn;
    for (const auto& each : outcome.drawn)
        drawn.insert(each.number);
    const json body = {{"id", id},
                       {"round", wanted.round},
                       {"check", wanted.check},
                       {"version", rules.version},
                       {"at", at.now.milliseconds},
                       {"by", at.who.person},
                       {"percent", (*check)->percent},
                       {"at_least", (*check)->at_least},
                       {"seed", outcome.seed},
                       {"population", outcome.population},
                       {"population_sha256", review::digest_of_population(outcome.population)},
                       {"drawn", drawn_to_json(*population, outcome)}};
    add_entity(at, spot_check_kind(wanted.round), id, rules.id, "", body);
    at.record({rules.id, "spot_check", id, 1, at.now, at.who.person, "draw_spot_check", body});
    for (const auto& each : *population)
        if (auto told = tell(at, each, drawn.contains(each.number), wanted.check, id); !told) return told.error();
    answer given;
    given.status = 201;
    given.revision = 1;
    given.location = fmt::format("/v1/rounds/{}/spot-checks/{}/draws/{}", wanted.round, wanted.check, id);
    given.body = spot_check_to_json(body, true);
    return given;
}

} // namespace sluice::service
