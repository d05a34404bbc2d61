// What a draft would have made of past applications.

#include "engine/application/what_if.hpp"
#include "engine/base/canonical_json.hpp"
#include "engine/service/application_history.hpp"
#include "engine/service/definition_reading.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/expert_pool.hpp"
#include "engine/service/facts.hpp"
#include "engine/service/fund_books.hpp"
#include "engine/service/migration_plan.hpp"
#include "engine/service/reading.hpp"

#include <fmt/format.h>

namespace sluice::service {
namespace {

using application::application_state;
using application::what_if_outcome;

/// Of one application; more are not replayed, and it says so.
constexpr std::size_t records_max = 5'000;

/// What the record does not hold and is taken as it is now.
json assumptions() {
    json all = json::array();
    for (const auto& [zh, en] :
         {std::pair{"办理人的角色按其现在的角色计", "People act in the roles that they have now"},
          std::pair{"申报批次、申请单位的情况按现在计", "The round and the applicant are taken as they are now"},
          std::pair{"重复项目按当时记录计，没有记录的按现在计",
                    "Overlapping projects are taken as the record has them, and as they are now where it has none"},
          std::pair{"基金余额按现在计，但不含本申请自己的资金",
                    "The fund is taken as it is now, without this application's own money"},
          std::pair{"过去被拒绝的操作没有记录，不会重试",
                    "What was refused in the past is not on the record and is not tried again"},
          std::pair{"期限按草案计算，在各次操作之间自动触发",
                    "Timers run as the draft has them, between the recorded acts"}})
        all.push_back({{"zh", zh}, {"en", en}});
    return all;
}

result<std::shared_ptr<const programme::programme>> read_draft(const library& definitions,
                                                               const what_if_request& wanted) {
    if (!definitions.current(wanted.programme)) return not_found("没有这个项目", "There is no such programme");
    if (!wanted.version.empty()) {
        for (auto& each : definitions.versions(wanted.programme))
            if (each->version == wanted.version) return each;
        return refuse(reason::invalid_value, {"没有这个版本", "There is no such version"}, "/version");
    }
    const auto reading = programme::read_programme(wanted.files);
    if (reading.read && reading.read->id == wanted.programme) return reading.read;
    auto why = refuse(reason::definition_invalid, {"草案无法读取", "The draft cannot be read"}, "/files");
    for (const auto& each : reading.defects)
        why.requirements.push_back({"definition", each.file + "#" + each.pointer, each.explanation});
    if (reading.read) why.explanation = {"草案属于另一项目", "The draft is of another programme"};
    return why;
}

/// Replays applications under one draft.
class trial {
public:
    trial(store::reader& store, const library& definitions, instant now, const what_if_request& wanted,
          const programme::programme& draft, bool sees_words)
        : store_{store}
        , definitions_{definitions}
        , looking_{now}
        , wanted_{wanted}
        , draft_{draft}
        , sees_words_{sees_words} {}

    void add(const store::application_record& row) {
        ++looked_at_;
        const auto state = application::state_from_text(row.body);
        const auto past = records_of(row.id);
        const auto outcome = replay(row, state, past);
        const auto differs_in = differences(state, outcome);
        if (!outcome.refused && differs_in.empty()) {
            ++same_;
            return;
        }
        outcome.refused ? ++refused_ : ++differs_;
        items_.push_back(shown(row, state, outcome, differs_in));
    }

    json result() {
        return {{"counts", {{"looked_at", looked_at_}, {"same", same_}, {"differs", differs_}, {"refused", refused_}}},
                {"items", std::move(items_)},
                {"assumptions", assumptions()}};
    }

private:
    std::vector<application::record> records_of(const std::string& id) {
        std::vector<application::record> records;
        for_each_record(store_, id, [&](application::record&& next) {
            records.push_back(std::move(next));
            return records.size() < records_max;
        });
        return records;
    }

    what_if_outcome replay(const store::application_record& row, const application_state& state,
                           const std::vector<application::record>& past) {
        const auto known = gather_facts(store_, definitions_, looking_, draft_, row, {}, looking_.now());
        application::what_if_sources sources;
        sources.fund = draft_.fund == definitions_.version(row.programme, row.definition_version).fund
                           ? application::without_application(known.fund, state.money)
                           : known.fund;
        sources.until = looking_.now();
        sources.facts_at = [&](const application::record& from, const application::command& asked,
                               const application_state& so_far) {
            auto at = known;
            at.actor = actor_of(from, row, so_far);
            if (at.overlaps) at.overlaps = [&from, now = std::move(at.overlaps)] { return overlaps_then(from, now); };
            if (const auto* seating = std::get_if<application::assign_members>(&asked))
                at.experts = gather_experts(store_, seating->members);
            return at;
        };
        return application::replay_under(draft_, past, sources);
    }

    /// As the record says they were; else as they are now.
    static std::vector<application::overlapping_project>
    overlaps_then(const application::record& from,
                  const std::function<std::vector<application::overlapping_project>()>& now) {
        for (const auto& each : from.changes)
            if (each.kind == "overlaps_considered") return application::overlaps_from_json(each.data.at("projects"));
        return now();
    }

    const caller& person(const std::string& id) {
        const auto [known, fresh] = people_.try_emplace(id);
        if (!fresh) return known->second;
        auto& who = known->second;
        who.person = id;
        const auto found = find_entity(store_, "person", id);
        if (!found) return who;
        if (const auto& organisation = found->body.at("organisation"); organisation.is_string())
            who.organisation = organisation;
        for (const auto& each : found->body.at("roles"))
            who.grants.push_back({each.at("role"), each.at("programme")});
        return who;
    }

    /// As `actor_on` finds it for the living, with the panels as the replay has them.
    application::actor_facts actor_of(const application::record& from, const store::application_record& row,
                                      const application_state& so_far) {
        if (from.actor.empty()) return {"", "", {from.kind == "send_event" ? "public" : "system"}};
        const auto& who = person(from.actor);
        if (!from.acting.agent.empty())
            return {who.person, who.organisation, {"public", "applicant"}, from.acting, true};
        const auto& authority = from.acting.person.empty() ? who : person(from.acting.person);
        application::actor_facts actor{who.person, who.organisation, authority.roles_in(row.programme), from.acting};
        const bool seated = std::any_of(so_far.panels.begin(), so_far.panels.end(),
                                        [&](const auto& each) { return each.second.find(who.person) != nullptr; });
        std::erase_if(actor.roles, [&](const std::string& role) {
            if (role == "applicant") return who.organisation.empty() || who.organisation != row.organisation;
            if (role == "reviewer") return !seated;
            return is_office_role(role) && !so_far.submitted_at;
        });
        return actor;
    }

    std::vector<std::string> states_of(const application_state& state) const {
        auto ids = state.active_leaves();
        for (auto& id : ids)
            if (const auto named = wanted_.states.find(id); named != wanted_.states.end()) id = named->second;
        return ids;
    }

    std::vector<std::string> differences(const application_state& was, const what_if_outcome& would) const {
        std::vector<std::string> found;
        if (states_of(was) != would.ended_as.active_leaves()) found.push_back("state");
        if (was.ended != would.ended_as.ended) found.push_back("ended");
        if (!(was.money == would.ended_as.money)) found.push_back("money");
        return found;
    }

    json standing(const programme::programme& rules, const application_state& state) const {
        json titles = json::array();
        for (const auto& id : state.active_leaves())
            if (const auto index = rules.chart->find(id)) titles.push_back(text_to_json(rules.title_of_state(*index)));
        json stands = {{"ids", state.active_leaves()}, {"titles", std::move(titles)}, {"ended", state.ended}};
        if (sees_words_)
            stands["money"] = {{"reserved", money_to_json(state.money.reserved)},
                               {"committed", money_to_json(state.money.committed)},
                               {"paid", money_to_json(state.money.paid)},
                               {"invested", money_to_json(state.money.invested)}};
        return stands;
    }

    json refused_to_json(const what_if_outcome::refused_step& step) const {
        json requirements = json::array();
        for (const auto& each : step.why.requirements)
            requirements.push_back(each.id);
        json shown = {{"step", step.number},
                      {"at", to_rfc3339(step.at)},
                      {"command", step.command},
                      {"event", step.event.empty() ? json(nullptr) : json(step.event)},
                      {"reason", name_of(step.why.reason)},
                      {"requirements", std::move(requirements)}};
        if (!sees_words_) return shown;
        shown["explanation"] = text_to_json(step.why.explanation);
        return shown;
    }

    json shown(const store::application_record& row, const application_state& was, const what_if_outcome& would,
               const std::vector<std::string>& differs_in) const {
        return {{"application", row.id},
                {"number", row.number},
                {"version", row.definition_version},
                {"verdict", would.refused ? "refused" : "differs"},
                {"differs_in", differs_in},
                {"was", standing(definitions_.version(row.programme, row.definition_version), was)},
                {"would", standing(draft_, would.ended_as)},
                {"steps", would.steps},
                {"refused", would.refused ? refused_to_json(*would.refused) : json(nullptr)}};
    }

    store::reader& store_;
    const library& definitions_;
    still_clock looking_;
    const what_if_request& wanted_;
    const programme::programme& draft_;
    const bool sees_words_;
    std::map<std::string, caller> people_;
    std::size_t looked_at_ = 0, same_ = 0, differs_ = 0, refused_ = 0;
    json items_ = json::array();
};

} // namespace

result<resource> definition_reading::what_if(const caller& who, const what_if_request& wanted,
                                             const paging& slice) const {
    if (!may_draft(who, wanted.programme)) return drafting_only();
    const auto want = page_request_of(slice);
    if (!want) return want.error();
    const auto store = database_.read();
    const auto definitions = shelf_.now();
    const auto draft = read_draft(*definitions, wanted);
    if (!draft) return draft.error();
    store::application_filter filter;
    filter.programmes = std::vector{wanted.programme};
    if (!wanted.round.empty()) filter.round = wanted.round;
    filter.order = store::sort_order::ascending;
    filter.with_body = true;
    trial tried{*store, *definitions, clock_.now(), wanted, **draft, who.has_role("director", wanted.programme)};
    const auto found = store->list_applications(filter, *want);
    for (const auto& row : found.items)
        tried.add(row);
    json body = tried.result();
    body.update({{"programme", wanted.programme}, {"version", (*draft)->version}});
    if (found.next) body["next"] = store::to_text(*found.next);
    return resource{std::move(body), 0};
}

} // namespace sluice::service
