#include "engine/service/objections.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/base/digest.hpp"
#include "engine/service/casework.hpp"
#include "engine/service/preparation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::service {
namespace {

namespace core = application;

refusal no_such_notice() {
    return not_found("没有这个公示", "There is no such notice");
}

refusal no_such_receipt() {
    return not_found("没有这个回执码，请核对后重试", "There is no such receipt code: check it and try again");
}

/// Whoever objects does so as a member of the public, whatever else they are.
core::actor_facts as_public(const caller& who) {
    return {who.person, who.organisation, {"public"}};
}

json nullable(const std::string& text) {
    return text.empty() ? json(nullptr) : json(text);
}

json nullable(const std::optional<instant>& when) {
    return when ? json(to_rfc3339(*when)) : json(nullptr);
}

json reference_to_person(store::reader& reader, const std::string& id) {
    return id.empty() ? json(nullptr) : json{{"id", id}, {"name", name_of_person(reader, id)}};
}

json outcome_of(const core::objection& each) {
    return {{"status", each.status},
            {"at", to_rfc3339(each.at)},
            {"answer", nullable(each.answer)},
            {"answered_at", nullable(each.answered_at)},
            {"reexamination_until", nullable(each.reexamination_until)}};
}

const core::objection* opened_by(const core::decision& decided) {
    for (const auto& each : decided.recorded.changes)
        if (each.kind == "objection_opened")
            return decided.after.find_objection(each.data.at("objection").at("id").get<std::string>());
    return nullptr;
}

bool is_mail_address(const std::string& contact) {
    const auto at = contact.find('@');
    const bool plain = std::none_of(contact.begin(), contact.end(), [](unsigned char letter) {
        return letter <= ' ' || letter == ',' || letter == ';' || letter == '<' || letter == '>' || letter == 127;
    });
    return plain && contact.size() <= 254 && at != std::string::npos && at > 0 &&
           contact.find('@', at + 1) == std::string::npos && contact.find('.', at) != std::string::npos &&
           contact.back() != '.';
}

text words_of_result(const core::objection& each) {
    if (each.status == "upheld") return {"成立", "upheld"};
    if (each.status == "dismissed") return {"不成立", "dismissed"};
    return {"随案办结", "settled with the case"};
}

} // namespace

std::optional<stored_entity> find_by_receipt(store::reader& reader, const std::string& code) {
    auto row = reader.find_entity_by_lookup("objection", to_hex(sha256(code)));
    if (!row) return std::nullopt;
    json body = parse_canonical(row->body);
    return stored_entity{std::move(*row), std::move(body)};
}

json objection_to_json(store::reader& reader, const core::objection& each, viewpoint as) {
    json shown = outcome_of(each);
    shown["id"] = each.id;
    shown["kind"] = each.reexamination ? "reexamination" : "objection";
    shown["party"] = each.party;
    shown["about"] = nullable(each.about);
    shown["notice"] = nullable(each.notice);
    if (as != viewpoint::official && each.party == "public") return shown;
    shown["statement"] = each.statement;
    shown["evidence"] = each.evidence;
    if (as != viewpoint::official) return shown;
    shown["investigator"] = reference_to_person(reader, each.investigator);
    shown["answered_by"] = reference_to_person(reader, each.answered_by);
    return shown;
}

json followed_objection_to_json(store::reader& reader, const core::application_state& state,
                                const core::objection& each) {
    json shown = outcome_of(each);
    shown["id"] = each.id;
    shown["statement"] = each.statement;
    shown["evidence"] = each.evidence;
    shown["notice"] = nullptr;
    if (const auto notice = find_entity(reader, "notice", each.notice))
        shown["notice"] = {{"id", each.notice},
                           {"number", notice->body.at("number")},
                           {"title", notice->body.at("title")},
                           {"status", notice->body.at("status")}};
    shown["reexaminations"] = json::array();
    for (const auto& later : state.objections)
        if (later.about == each.id && later.party == "public") {
            json asked = outcome_of(later);
            asked["statement"] = later.statement;
            shown["reexaminations"].push_back(std::move(asked));
        }
    return shown;
}

std::optional<json> letter_to_objector(const core::application_state& state, const core::objection& each, bool offer) {
    if (!is_mail_address(each.contact)) return std::nullopt;
    const auto result = words_of_result(each);
    const text asked =
        each.reexamination ? text{"复核申请", "request for a re-examination"} : text{"异议", "objection"};
    text message{
        fmt::format("您对申请 {} 提出的{}已办结：{}。答复：{}", state.number, asked.zh, result.zh, each.answer),
        fmt::format("Your {} about {} is answered: {}. {}", asked.en, state.number, result.en, each.answer)};
    if (offer && each.reexamination_until) {
        const auto until = to_rfc3339(*each.reexamination_until);
        message = {fmt::format("您对申请 {} 提出的异议不成立。如不服，可于 {} 前凭回执码申请复核", state.number, until),
                   fmt::format("Your objection about {} was dismissed. You may ask for a re-examination with your "
                               "receipt code before {}",
                               state.number, until)};
    }
    return json{{"application", state.id},
                {"to", "address"},
                {"address", each.contact},
                {"message", {{"zh", message.zh}, {"en", message.en}}}};
}

result<answer> carry_out(const errand& at, const raise_objection& wanted) {
    const auto notice = find_entity(at.store, "notice", wanted.notice);
    if (!notice) return no_such_notice();
    const auto loaded = load_application(at.store, at.definitions, notice->body.at("application"));
    if (!loaded) return no_such_notice();
    if (!notice->body.at("status").get_ref<const std::string&>().starts_with("open") &&
        notice->body.at("status") != "suspended")
        return refuse(reason::event_not_possible,
                      {"该公示已结束，不再受理异议", "This notice is over: objections are no longer taken"});
    const auto decided = advance(at, *loaded, core::send_event{"object", wanted.data}, as_public(at.who),
                                 {to_hex(sha256(wanted.receipt)), ""});
    if (!decided) return decided.error();
    answer given;
    given.status = 201;
    given.body = {{"notice", notice_to_json(find_entity(at.store, "notice", wanted.notice)->body)},
                  {"objection", nullptr}};
    if (const auto* opened = opened_by(*decided)) {
        add_entity(at, "objection", opened->id, loaded->row.programme, opened->receipt,
                   {{"application", loaded->row.id}, {"id", opened->id}});
        given.body["objection"] = {{"id", opened->id}, {"status", opened->status}, {"at", to_rfc3339(opened->at)}};
        given.secret = {{"receipt", wanted.receipt}};
    }
    return given;
}

result<answer> carry_out(const errand& at, const request_reexamination& wanted) {
    const auto kept = find_by_receipt(at.store, wanted.receipt);
    if (!kept) return no_such_receipt();
    const auto loaded = load_application(at.store, at.definitions, kept->body.at("application"));
    if (!loaded) return no_such_receipt();
    const auto decided = advance(at, *loaded, core::send_event{"request_reexamination", wanted.data}, as_public(at.who),
                                 {"", kept->row.id});
    if (!decided) return decided.error();
    answer given;
    given.status = 201;
    given.body = followed_objection_to_json(at.store, decided->after, *decided->after.find_objection(kept->row.id));
    return given;
}

result<answer> carry_out(const errand& at, const disclose_objector& wanted) {
    const auto loaded = load_application(at, wanted.application);
    const auto as = loaded ? viewpoint_of(at.who, at.store, loaded->row) : std::nullopt;
    if (!as || *as == viewpoint::reviewer) return no_such_application();
    if (*as != viewpoint::official) return not_permitted("异议人的身份不予公开", "Who objected is not disclosed");
    const auto decided = advance(at, *loaded, core::disclose_objector{wanted.objection, wanted.because},
                                 actor_on(at.who, at.store, loaded->row));
    if (!decided) return decided.error();
    const auto& found = *decided->after.find_objection(wanted.objection);
    answer given;
    given.body = {{"id", found.id}};
    given.revision = 0;
    given.secret = {{"name", found.name}, {"contact", found.contact}};
    return given;
}

} // namespace sluice::service
