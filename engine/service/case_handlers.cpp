#include "engine/service/case_handlers.hpp"

#include "engine/service/access.hpp"
#include "engine/service/representation.hpp"

#include <algorithm>
#include <map>

namespace sluice::service {
namespace {

constexpr std::size_t hand_over_max = 200;
constexpr std::size_t reason_bytes_max = 2'000;

refusal invalid(std::string place, const char* zh, const char* en) {
    return refuse(reason::invalid_value, {zh, en}, std::move(place));
}

/// The programmes in which an active person works on cases; "*" for all.
std::vector<std::string> programmes_of(store::reader& reader, const std::string& person) {
    std::vector<std::string> programmes;
    const auto found = find_entity(reader, "person", person);
    if (!found || !found->body.at("active").get<bool>()) return programmes;
    for (const auto& each : found->body.at("roles"))
        if (works_on_cases(each.at("role").get_ref<const std::string&>())) programmes.push_back(each.at("programme"));
    return programmes;
}

bool counts_in(const std::vector<std::string>& programmes, const std::string& programme) {
    return std::any_of(programmes.begin(), programmes.end(),
                       [&](const std::string& each) { return each == "*" || each == programme; });
}

refusal cannot_handle(std::string place) {
    return invalid(std::move(place), "承办人须在该项目中担任经办、审批或财务",
                   "Whoever handles the case works on the programme as officer, director or finance");
}

void tell_handler(const errand& at, const std::string& person, const store::application_record& row) {
    if (person.empty() || person == at.who.person) return;
    const json message = {{"zh", "申请 " + row.number + " 已交由您承办"},
                          {"en", "Application " + row.number + " is now yours to handle"}};
    at.store.put_outbox("message",
                        json{{"application", row.id}, {"to", "person:" + person}, {"message", message}}.dump(), at.now);
}

/// Gives the case to a person (empty: to nobody) and returns it.
stored_entity give(const errand& at, const store::application_record& row, const std::string& person,
                   const std::string& why) {
    const json body = {{"handler", person}, {"since", at.now.milliseconds}, {"by", at.who.person}, {"reason", why}};
    auto kept = find_entity(at.store, case_kind, row.id);
    const std::string before = kept ? kept->body.at("handler").get<std::string>() : std::string{};
    if (!before.empty()) at.store.remove_party(case_kind, before, row.id);
    if (!person.empty()) at.store.put_party(case_kind, person, row.id);
    if (kept) {
        kept->body = body;
        replace_entity(at, *kept);
    } else {
        add_entity(at, std::string{case_kind}, row.id, row.programme, "", body);
        kept = find_entity(at.store, case_kind, row.id);
    }
    auto notes = (*at.store.share_application(row.id))->notes;
    notes.handler = person;
    at.store.put_notes(row.id, notes);
    auto tasks = at.store.tasks_of(row.id);
    for (auto& each : tasks)
        each.handler = person;
    at.store.replace_tasks(row.id, tasks);
    at.record({row.programme,
               "case",
               row.id,
               kept->row.revision,
               at.now,
               at.who.person,
               "set_handler",
               {{"handler", person}, {"before", before}, {"reason", why}}});
    tell_handler(at, person, row);
    return *kept;
}

/// The cases of `from` that the caller may hand over.
class hand_over {
public:
    hand_over(const errand& at, const hand_over_cases& wanted)
        : at_{at}
        , wanted_{wanted}
        , own_{at.who.acting_for.empty() && at.who.person == wanted.from}
        , takes_{programmes_of(at.store, wanted.to)} {}

    void collect() {
        store::page_request want{std::nullopt, store::page_limit_max};
        for (bool more = true; more && !more_;) {
            const auto page = at_.store.entities_of(case_kind, wanted_.from, want);
            for (const auto& each : page.items)
                consider(each);
            want.after = page.next;
            more = page.next.has_value();
        }
    }

    /// Refuses naming every case that the colleague cannot take.
    result<void> move() {
        if (!unmet_.empty()) {
            auto why = refuse(reason::requirement_not_met,
                              {"有案件不能移交给此人，请按项目分别移交",
                               "Some cases cannot go to this person: hand over by programme"},
                              "/to");
            why.requirements = unmet_;
            return why;
        }
        for (const auto& row : rows_)
            give(at_, row, wanted_.to, wanted_.reason);
        return {};
    }

    json shown() const {
        return {{"from", wanted_.from},  {"to", wanted_.to}, {"dry_run", wanted_.dry_run},
                {"cases", rows_.size()}, {"more", more_},    {"items", items_}};
    }

private:
    void consider(const store::entity& each) {
        if (!wanted_.programme.empty() && each.programme != wanted_.programme) return;
        if (!own_ && !at_.who.has_role("director", each.programme)) return;
        const auto row = at_.store.find_application(each.id);
        if (!row) return;
        more_ = rows_.size() == hand_over_max;
        if (more_) return;
        const bool moves = counts_in(takes_, row->programme);
        items_.push_back({{"application", row->id},
                          {"number", row->number},
                          {"title", row->title},
                          {"programme", row->programme},
                          {"moves", moves}});
        if (!moves) unmet_.push_back({"handler_role", row->number, cannot_handle("").explanation});
        rows_.push_back(*row);
    }

    const errand& at_;
    const hand_over_cases& wanted_;
    bool own_;
    std::vector<std::string> takes_;
    std::vector<store::application_record> rows_;
    std::vector<unmet_requirement> unmet_;
    json items_ = json::array();
    bool more_ = false;
};

} // namespace

bool works_on_cases(std::string_view role) {
    return is_office_role(role) && role.substr(0, role.find(':')) != "auditor";
}

bool works_on_cases(const caller& who, std::string_view programme) {
    const auto all = who.every_grant();
    return std::any_of(all.begin(), all.end(), [&](const role_grant& each) {
        return works_on_cases(each.role) && (each.programme == "*" || each.programme == programme);
    });
}

std::string handler_of(store::reader& reader, const std::string& application) {
    const auto row = reader.share_application(application);
    return row ? (*row)->notes.handler : std::string{};
}

json case_to_json(store::reader& reader, const std::string& application, const json& body, std::int64_t revision) {
    const std::string handler = body.value("handler", "");
    json shown = {{"application", application},
                  {"handler", nullptr},
                  {"since", nullptr},
                  {"reason", nullptr},
                  {"revision", revision}};
    if (handler.empty()) return shown;
    shown["handler"] = {{"id", handler}, {"name", name_of_person(reader, handler)}};
    shown["since"] = time_or_null(body.at("since"));
    shown["reason"] = body.at("reason");
    return shown;
}

result<answer> carry_out(const errand& at, const set_handler& wanted) {
    const auto row = at.store.find_application(wanted.application);
    const auto as = row ? viewpoint_of(at.who, at.store, *row) : std::nullopt;
    if (!as) return no_such_application();
    if (*as != viewpoint::official || !works_on_cases(at.who, row->programme))
        return not_permitted("承办人由项目的工作人员确定", "Who handles a case is settled by those who work on it");
    const auto kept = find_entity(at.store, case_kind, row->id);
    if (auto checked = check_revision(at, kept ? kept->row.revision : 0); !checked) return checked.error();
    if (wanted.reason.size() > reason_bytes_max) return invalid("/reason", "理由过长", "The reason is too long");
    if (!wanted.person.empty() && !counts_in(programmes_of(at.store, wanted.person), row->programme))
        return cannot_handle("/person");
    const auto now = give(at, *row, wanted.person, wanted.reason);
    return answer{200, case_to_json(at.store, row->id, now.body, now.row.revision), now.row.revision, ""};
}

result<answer> carry_out(const errand& at, const hand_over_cases& wanted) {
    const bool own = at.who.acting_for.empty() && at.who.person == wanted.from;
    if (!own && !at.who.has_role_anywhere("director"))
        return not_permitted("案件由承办人本人或项目负责人移交",
                             "Cases are handed over by whoever handles them, or by a director");
    if (wanted.reason.empty() || wanted.reason.size() > reason_bytes_max)
        return invalid("/reason", "请说明移交事由", "Say why");
    if (wanted.to == wanted.from || programmes_of(at.store, wanted.to).empty()) return cannot_handle("/to");
    hand_over cases{at, wanted};
    cases.collect();
    if (!wanted.dry_run)
        if (auto moved = cases.move(); !moved) return moved.error();
    return answer{200, cases.shown(), 0, ""};
}

} // namespace sluice::service
