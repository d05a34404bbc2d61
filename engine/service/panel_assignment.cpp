#include "engine/service/panel_assignment.hpp"

#include "engine/application/parties.hpp"
#include "engine/calendar/deadline.hpp"
#include "engine/service/casework.hpp"
#include "engine/service/expert_pool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace sluice::service {
namespace {

result<const programme::panel_rules*> rules_for(const library& definitions, const caller& who,
                                                const assign_round& wanted) {
    const auto* rules = definitions.current(wanted.programme);
    if (!rules) return not_found("没有这个项目", "There is no such programme");
    const auto panel = rules->panels.find(wanted.panel);
    if (panel == rules->panels.end())
        return refuse(reason::invalid_value, {"没有这个评审组", "There is no such panel"}, "/panel");
    const auto& assign = panel->second.assign;
    if (std::none_of(assign.begin(), assign.end(),
                     [&](const std::string& role) { return who.has_role(role, wanted.programme); }))
        return not_permitted("评审组不由您安排", "Seating this panel is not for you to do");
    return &panel->second;
}

result<date> last_day(const library& definitions, const review::panel_rules& rules, instant now) {
    if (rules.review_days == 0) return local_date(now);
    const auto term = calendar::parse_delay(fmt::format("{} working days", rules.review_days));
    if (!term) return term.error();
    const auto due = calendar::deadline(now, *term, definitions.days());
    if (!due) return due.error();
    return local_date(*due);
}

bool has_free_seats(const loaded_application& each, const std::string& panel, const review::panel_rules& rules) {
    const auto seats = each.state.panels.find(panel);
    if (each.state.ended || seats == each.state.panels.end() || seats->second.is_closed()) return false;
    const auto free = review::seats_to_fill(seats->second, rules);
    return free && free->total() > 0;
}

result<std::vector<loaded_application>> find_waiting(store::reader& reader, const library& definitions,
                                                     const assign_round& wanted, const review::panel_rules& rules) {
    store::application_filter filter;
    filter.programmes = {wanted.programme};
    filter.round = wanted.round;
    const auto& version = definitions.current(wanted.programme)->version;
    std::vector<loaded_application> found;
    store::page_request want{std::nullopt, store::page_limit_max};
    for (bool more = true; more;) {
        const auto page = reader.list_applications(filter, want);
        for (const auto& row : page.items) {
            if (row.definition_version != version) continue;
            auto loaded = load_application(reader, definitions, row.id);
            if (!loaded || !has_free_seats(*loaded, wanted.panel, rules)) continue;
            if (found.size() >= review::assignment_cases_max)
                return refuse(reason::invalid_value,
                              {"一次最多为 2000 个申请安排评审", "At most 2,000 applications are assigned at once"});
            found.push_back(std::move(*loaded));
        }
        want.after = page.next;
        more = page.next.has_value();
    }
    std::sort(found.begin(), found.end(), [](const loaded_application& one, const loaded_application& other) {
        return one.row.number < other.row.number;
    });
    return found;
}

/// Code and addresses of each applying organisation, each looked up once.
class applicants {
public:
    explicit applicants(store::reader& reader)
        : reader_{reader}
        , mails_{mails_by_organisation(reader)} {}

    const application::applicant_facts& of(const std::string& organisation) {
        auto [known, fresh] = known_.try_emplace(organisation);
        if (fresh) {
            known->second.id = organisation;
            if (const auto found = find_entity(reader_, "organisation", organisation))
                known->second.code = found->body.at("code");
            if (const auto mails = mails_.find(organisation); mails != mails_.end())
                known->second.mails = mails->second;
        }
        return known->second;
    }

private:
    store::reader& reader_;
    std::map<std::string, std::vector<std::string>> mails_;
    std::map<std::string, application::applicant_facts> known_;
};

std::string digest_of(const planned_round& made, const assign_round& wanted) {
    json all = review::to_json(made.plan);
    for (const auto& each : made.applications)
        all["revisions"].push_back({each.row.id, each.row.revision});
    all["weights"] = {wanted.match_weight, wanted.load_weight};
    return to_hex(sha256(all.dump()));
}

} // namespace

result<planned_round> plan_round(store::reader& reader, const library& definitions, const caller& who,
                                 const assign_round& wanted, instant now) {
    const auto panel = rules_for(definitions, who, wanted);
    if (!panel) return panel.error();
    const auto& rules = (*panel)->rules;
    const auto round = find_entity(reader, "round", wanted.round);
    if (!round || round->body.at("programme") != wanted.programme)
        return refuse(reason::invalid_value, {"没有这个申报批次", "There is no such round"}, "/round");
    const auto until = last_day(definitions, rules, now);
    if (!until) return until.error();
    auto waiting = find_waiting(reader, definitions, wanted, rules);
    if (!waiting) return waiting.error();
    if (waiting->empty())
        return refuse(reason::event_not_possible, {"没有空缺席位", "No panel of this round has a free seat"});
    const auto pool = gather_pool(reader, wanted.programme);
    if (!pool) return pool.error();
    applicants behind{reader};
    std::vector<review::assignment_case> cases;
    for (const auto& each : *waiting)
        cases.push_back(
            {each.row.number, application::wish_of(each.state, behind.of(each.row.organisation), rules,
                                                   each.state.panels.at(wanted.panel), local_date(now), *until)});
    // The round's id as the seed: nobody chooses it.
    const review::assignment_options how{wanted.match_weight, wanted.load_weight, wanted.round + "/" + wanted.panel};
    auto plan = review::plan_assignment(cases, *pool, rules, how);
    if (!plan) return plan.error();
    planned_round made{std::move(*plan), std::move(*waiting), {}};
    made.digest = digest_of(made, wanted);
    return made;
}

json plan_to_json(store::reader& reader, const assign_round& wanted, const planned_round& made, bool applied) {
    json shown = review::to_json(made.plan);
    for (std::size_t index = 0; index < made.applications.size(); ++index) {
        shown["cases"][index]["number"] = made.applications[index].row.number;
        shown["cases"][index]["application"] = made.applications[index].row.id;
    }
    for (auto& each : shown["loads"])
        each["name"] = name_of_person(reader, each.at("person"));
    shown["plan"] = made.digest;
    shown["round"] = wanted.round;
    shown["panel"] = wanted.panel;
    shown["applied"] = applied;
    return shown;
}

result<answer> carry_out(const errand& at, const assign_round& wanted) {
    const auto made = plan_round(at.store, at.definitions, at.who, wanted, at.now);
    if (!made) return made.error();
    if (made->digest != wanted.plan)
        return refuse(reason::version_conflict,
                      {"情况已有变化，请重新试算", "Something has changed since: look at a new plan first"}, "/plan");
    for (std::size_t index = 0; index < made->applications.size(); ++index) {
        const auto& each = made->applications[index];
        application::assign_members asked{wanted.panel, {}, true};
        for (const auto& expert : made->plan.cases[index].experts)
            asked.members.push_back(expert.person);
        if (asked.members.empty()) continue;
        if (const auto decided = advance(at, each, asked, actor_on(at.who, at.store, each.row)); !decided)
            return decided.error();
    }
    return answer{200, plan_to_json(at.store, wanted, *made, true), 0, ""};
}

} // namespace sluice::service
