#include "engine/service/casework.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/service/application_text.hpp"
#include "engine/service/expert_pool.hpp"
#include "engine/service/facts.hpp"
#include "engine/service/mandates.hpp"
#include "engine/service/preparation.hpp"
#include "engine/service/projection.hpp"
#include "engine/service/round_record.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::service {
namespace {

namespace core = application;

constexpr std::size_t form_bytes_max = 512 * 1024;

/// Loads what the caller may see and checks the revision it was sent for.
result<std::pair<std::shared_ptr<const loaded_application>, viewpoint>> open(const errand& at, const std::string& id) {
    auto loaded = load_application(at, id);
    if (!loaded) return no_such_application();
    const auto as = viewpoint_of(at.who, at.store, loaded->row);
    if (!as) return no_such_application();
    if (auto checked = check_revision(at, loaded->row.revision); !checked) return checked.error();
    return std::pair{std::move(loaded), *as};
}

answer answer_with(const errand& at, const programme::programme& rules, advanced& done, viewpoint as) {
    const auto& state = done.after;
    answer given;
    given.revision = state.revision;
    const bool kept = as != viewpoint::reviewer && !done.view.empty();
    given.text = kept ? std::move(done.view)
                      : application_text(rules, state, as, is_blind_to(rules, state, at.who.person));
    if (as == viewpoint::reviewer) return given;
    std::string members = members_for_both_sides(at.store, state, as);
    add_members(given.text, members);
    if (kept) given.told = {state.id, std::move(members)};
    return given;
}

/// The panel as whoever acted on it may see it.
answer panel_answer(const errand& at, const loaded_application& loaded, const core::application_state& after,
                    const std::string& panel, viewpoint as) {
    answer given;
    given.body = panel_to_json(*loaded.rules, panel, after.panels.at(panel), as, at.who.person, at.now);
    for (auto& member : given.body["members"])
        member["name"] = name_of_person(at.store, member.at("person"));
    given.revision = after.revision;
    return given;
}

/// The usual course: open, advance as the caller, answer with the application as it became.
result<answer> usual(const errand& at, const std::string& id, const core::command& wanted) {
    auto opened = open(at, id);
    if (!opened) return opened.error();
    auto& [loaded, as] = *opened;
    auto decided = advance(at, *loaded, wanted, actor_on(at.who, at.store, loaded->row));
    if (!decided) return decided.error();
    return answer_with(at, *loaded->rules, *decided, as);
}

/// A person on a panel may act there although the application is otherwise hidden from them, for instance once recused:
/// then the core says why not. Everybody else hears that they are not assigned.
result<answer> as_panel_member(const errand& at, const std::string& id, const std::string& panel,
                               const core::command& wanted) {
    const auto loaded = load_application(at, id);
    if (!loaded) return no_such_application();
    const auto as = viewpoint_of(at.who, at.store, loaded->row);
    const auto seats = loaded->state.panels.find(panel);
    const bool ever_seated = seats != loaded->state.panels.end() && seats->second.find(at.who.person);
    if (!as && !ever_seated) {
        if (!at.who.has_role("reviewer", loaded->row.programme)) return no_such_application();
        return refuse(reason::not_assigned,
                      {"您未被安排评审此申请", "You are not assigned to review this application"});
    }
    const auto decided = advance(at, *loaded, wanted, actor_on(at.who, at.store, loaded->row));
    if (!decided) return decided.error();
    return panel_answer(at, *loaded, decided->after, panel, as.value_or(viewpoint::reviewer));
}

/// Whoever arranges the panel and hears how it stands.
result<answer> as_seater(const errand& at, const std::string& id, const std::string& panel,
                         const core::command& wanted) {
    auto opened = open(at, id);
    if (!opened) return opened.error();
    auto& [loaded, as] = *opened;
    const auto decided = advance(at, *loaded, wanted, actor_on(at.who, at.store, loaded->row));
    if (!decided) return decided.error();
    return panel_answer(at, *loaded, decided->after, panel, as);
}

/// The round asked for, or the only one that is open.
result<std::string> round_for(const errand& at, const create_application& wanted) {
    if (!wanted.round.empty()) {
        const auto round = find_entity(at.store, "round", wanted.round);
        if (round && round->body.at("programme") == wanted.programme) return wanted.round;
        return refuse(reason::invalid_value, {"没有这个申报批次", "There is no such round"}, "/round");
    }
    std::vector<std::string> open;
    for (const auto& each :
         at.store.list_entities({"round", wanted.programme}, {std::nullopt, store::page_limit_max}).items) {
        const json body = parse_canonical(each.body);
        if (round_is_open(body, at.now)) open.push_back(each.id);
    }
    if (open.size() == 1) return open.front();
    if (open.empty()) return refuse(reason::round_closed, {"目前没有开放的申报批次", "No round is open now"}, "/round");
    return refuse(reason::invalid_value, {"有多个开放的批次，请指明 round", "Several rounds are open: say which"},
                  "/round");
}

/// CY-2026-000001-7K3Q: prefix, year, running number, and four characters that make it hard to guess others' numbers.
std::string number_for(const errand& at, const programme::programme& rules, const std::string& id) {
    static constexpr std::string_view symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const std::chrono::year_month_day today{local_date(at.now)};
    const auto year = static_cast<int>(today.year());
    const auto running = at.store.next_number(fmt::format("application/{}/{}", rules.id, year));
    const auto hash = sha256(id);
    std::string tail;
    for (std::size_t i = 0; i < 4; ++i)
        tail += symbols[hash[i] % symbols.size()];
    return fmt::format("{}-{}-{:06}-{}", rules.number_prefix, year, running, tail);
}

} // namespace

result<advanced> advance(const errand& at, const loaded_application& loaded, const core::command& wanted,
                         core::actor_facts actor, objection_papers papers) {
    auto known = gather_facts(at.store, at.definitions, at.clock, *loaded.rules, loaded.row, std::move(actor), at.now);
    known.receipt = std::move(papers.receipt);
    known.objection = std::move(papers.shown);
    const auto* seating = std::get_if<core::assign_members>(&wanted);
    const bool drawing = std::holds_alternative<core::draw_panel>(wanted);
    if (seating) known.experts = gather_experts(at.store, seating->members);
    if (drawing) {
        auto pool = gather_pool(at.store, loaded.row.programme);
        if (!pool) return pool.error();
        known.pool = std::move(*pool);
    }
    if (seating || drawing) known.applicant.mails = mails_by_organisation(at.store)[loaded.row.organisation];
    auto decided = core::decide(*loaded.rules, loaded.state, wanted, known);
    if (!decided) return decided.error();
    auto view = project(at, *loaded.rules, loaded.state, *decided);
    return advanced{std::move(*decided), std::move(view)};
}

result<answer> carry_out(const errand& at, const create_application& wanted) {
    const auto* rules = at.definitions.current(wanted.programme);
    if (!rules) return refuse(reason::invalid_value, {"没有这个项目", "There is no such programme"}, "/programme");
    const auto organisation = wanted.organisation.empty() ? at.who.organisation : wanted.organisation;
    const bool own = !organisation.empty() && organisation == at.who.organisation;
    const auto mandate = own ? std::nullopt : mandate_for(at.store, at.who, organisation, wanted.programme);
    if (!at.who.has_role("applicant", wanted.programme) || (!own && !(mandate && mandate->may_file)))
        return not_permitted("申请由申报单位的人员提出，或由其委托申报的单位提出",
                             "Applying is for people of the applying organisation, or of one that it has mandated");
    if (wanted.form.dump().size() > form_bytes_max)
        return refuse(reason::body_too_large, {"申请表过大", "The form is too large"}, "/form");
    const auto round = round_for(at, wanted);
    if (!round) return round.error();
    loaded_application fresh;
    fresh.rules = rules;
    fresh.row.programme = rules->id;
    fresh.row.round = *round;
    fresh.row.organisation = organisation;
    const auto id = at.new_id();
    const core::create asked{id, number_for(at, *rules, id), organisation, *round, wanted.form};
    auto decided = advance(at, fresh, asked, actor_on(at.who, at.store, fresh.row));
    if (!decided) return decided.error();
    auto given = answer_with(at, *rules, *decided, viewpoint::applicant);
    given.status = 201;
    given.location = "/v1/applications/" + id;
    return given;
}

result<answer> carry_out(const errand& at, const amend_application& wanted) {
    return usual(at, wanted.application, core::amend{wanted.form_patch});
}

result<answer> carry_out(const errand& at, const send_event& wanted) {
    return usual(at, wanted.application, core::send_event{wanted.type, wanted.data});
}

result<answer> carry_out(const errand& at, const attach_document& wanted) {
    core::document file{at.new_id(),
                        wanted.kind,
                        wanted.file_name,
                        wanted.media_type,
                        static_cast<std::int64_t>(wanted.content.size()),
                        to_hex(sha256(wanted.content)),
                        {},
                        {}};
    auto opened = open(at, wanted.application);
    if (!opened) return opened.error();
    auto& [loaded, as] = *opened;
    const auto decided = advance(at, *loaded, core::attach_document{file}, actor_on(at.who, at.store, loaded->row));
    if (!decided) return decided.error();
    const auto& kept = decided->after.documents.back();
    at.store.put_document({kept.id, loaded->row.id, kept.kind, kept.file_name, kept.media_type, kept.size,
                           digest_from_hex(kept.sha256), at.now, at.who.person},
                          wanted.content);
    return answer{201,     document_to_json(kept, false),
                  0,       fmt::format("/v1/applications/{}/documents/{}", loaded->row.id, kept.id),
                  nullptr, false};
}

result<answer> carry_out(const errand& at, const assign_members& wanted) {
    return as_seater(at, wanted.application, wanted.panel, core::assign_members{wanted.panel, wanted.members});
}

result<answer> carry_out(const errand& at, const draw_panel& wanted) {
    auto opened = open(at, wanted.application);
    if (!opened) return opened.error();
    auto& [loaded, as] = *opened;
    const auto decided = advance(at, *loaded, core::draw_panel{wanted.panel}, actor_on(at.who, at.store, loaded->row));
    if (!decided) return decided.error();
    for (const auto& each : decided->recorded.changes)
        if (each.kind == "members_drawn")
            return answer{200, draw_to_json(at.store, each.data, wanted.panel, true), decided->after.revision, ""};
    throw std::logic_error("a draw has left no record");
}

result<answer> carry_out(const errand& at, const answer_invitation& wanted) {
    return as_panel_member(at, wanted.application, wanted.panel,
                           core::answer_invitation{wanted.panel, wanted.accept, wanted.because});
}

result<answer> carry_out(const errand& at, const replace_member& wanted) {
    return as_seater(at, wanted.application, wanted.panel,
                     core::replace_member{wanted.panel, wanted.person, wanted.because});
}

result<answer> carry_out(const errand& at, const remind_members& wanted) {
    return as_seater(at, wanted.application, wanted.panel, core::remind_members{wanted.panel});
}

result<answer> carry_out(const errand& at, const declare_no_conflict& wanted) {
    return as_panel_member(at, wanted.application, wanted.panel, core::declare_no_conflict{wanted.panel});
}

result<answer> carry_out(const errand& at, const recuse_member& wanted) {
    const core::recuse_member asked{wanted.panel, wanted.person, wanted.ground, wanted.note};
    return as_panel_member(at, wanted.application, wanted.panel, asked);
}

result<answer> carry_out(const errand& at, const submit_score& wanted) {
    const core::submit_score asked{
        wanted.panel,      wanted.scores, wanted.recommended, wanted.comment_to_applicant, wanted.comment_to_office,
        wanted.confidence, wanted.draft};
    return as_panel_member(at, wanted.application, wanted.panel, asked);
}

result<answer> carry_out(const errand& at, const cast_vote& wanted) {
    return as_panel_member(at, wanted.application, wanted.panel, core::cast_vote{wanted.panel, wanted.vote});
}

result<answer> carry_out(const errand& at, const advance_payment& wanted) {
    static constexpr std::array names{"prepare", "approve", "record", "send_back"};
    auto opened = open(at, wanted.application);
    if (!opened) return opened.error();
    auto& [loaded, as] = *opened;
    const core::advance_payment asked{wanted.instalment, names.at(static_cast<std::size_t>(wanted.step)), wanted.note,
                                      wanted.part};
    const auto decided = advance(at, *loaded, asked, actor_on(at.who, at.store, loaded->row));
    if (!decided) return decided.error();
    answer given;
    given.body = payment_to_json(loaded->row.id, *decided->after.find_payment(wanted.instalment));
    given.revision = decided->after.revision;
    return given;
}

result<answer> carry_out(const errand& at, const due_timer& wanted) {
    const auto loaded = load_application(at, wanted.application);
    if (!loaded) return no_such_application();
    const auto decided = advance(at, *loaded, core::fire_timer{wanted.timer}, {"", "", {"system"}});
    if (!decided) return decided.error();
    return answer{};
}

} // namespace sluice::service
