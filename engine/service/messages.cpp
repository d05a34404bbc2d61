#include "engine/service/messages.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/service/case_handlers.hpp"
#include "engine/service/representation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::service {
namespace {

/// What is known of the messages of one application without reading them: its id is the application's.
constexpr std::string_view conversation_kind = "conversation";
constexpr std::string_view marks_subject = "conversation";

/// On one application.
constexpr std::size_t messages_max = 2'000;

/// The two sides as one letter each, in the order of the messages.
constexpr char applicant_letter = 'a';
constexpr char office_letter = 'o';

char letter_of(viewpoint as) {
    return as == viewpoint::applicant ? applicant_letter : office_letter;
}

std::string_view name_of_side(char letter) {
    return letter == applicant_letter ? "applicant" : "office";
}

struct conversation {
    std::string sides; ///< of all messages
    std::int64_t read_by_applicant = 0, read_by_office = 0;

    std::int64_t& read_by(char letter) { return letter == applicant_letter ? read_by_applicant : read_by_office; }
    std::int64_t size() const { return static_cast<std::int64_t>(sides.size()); }
};

conversation read_conversation(const json& body) {
    return {body.at("sides"), body.at("read_by_applicant"), body.at("read_by_office")};
}

json to_json(const conversation& held) {
    return {
        {"sides", held.sides}, {"read_by_applicant", held.read_by_applicant}, {"read_by_office", held.read_by_office}};
}

conversation find_conversation(store::reader& reader, const std::string& application) {
    const auto kept = find_entity(reader, conversation_kind, application);
    return kept ? read_conversation(kept->body) : conversation{};
}

void keep(const errand& at, const store::application_record& row, const conversation& now) {
    if (auto kept = find_entity(at.store, conversation_kind, row.id)) {
        kept->body = to_json(now);
        replace_entity(at, *kept);
    } else {
        add_entity(at, std::string{conversation_kind}, row.id, row.programme, "", to_json(now));
    }
}

std::size_t characters_in(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

struct speaker {
    store::application_record row;
    viewpoint as;
    application::actor_facts actor;
};

/// Whoever may see the messages of the application.
result<speaker> party_to(const errand& at, const std::string& application) {
    auto row = at.store.find_application(application);
    const auto as = row ? viewpoint_of(at.who, at.store, *row) : std::nullopt;
    if (!as || *as == viewpoint::reviewer) return no_such_application();
    auto actor = actor_on(at.who, at.store, *row);
    return speaker{std::move(*row), *as, std::move(actor)};
}

result<void> check_message(const speaker& from, const write_message& wanted, const conversation& before) {
    const bool may = from.as == viewpoint::applicant
                         ? from.actor.has_role("applicant")
                         : std::any_of(from.actor.roles.begin(), from.actor.roles.end(),
                                       [](const std::string& role) { return works_on_cases(role); });
    if (!may)
        return not_permitted("消息由申报单位和办理此项目的工作人员书写",
                             "Messages are written by the applicant and by those who work on the programme");
    if (from.row.draft)
        return refuse(reason::event_not_possible, {"草稿对工作人员不可见，提交后才能留言",
                                                   "The office does not see drafts: submit the application first"});
    if (wanted.text.empty() || characters_in(wanted.text) > message_characters_max)
        return refuse(reason::invalid_value,
                      {fmt::format("消息须有 1 至 {} 个字符", message_characters_max),
                       fmt::format("A message has 1 to {} characters", message_characters_max)},
                      "/text");
    if (wanted.reply_to < 0 || wanted.reply_to > before.size())
        return refuse(reason::invalid_value, {"没有这条消息", "There is no such message"}, "/reply_to");
    if (before.sides.size() >= messages_max)
        return refuse(reason::event_not_possible,
                      {"本申请的消息已达上限", "There are as many messages on this application as there can be"});
    return {};
}

/// The other side hears that there is something, and not what.
void tell(const errand& at, const speaker& from) {
    std::string to = "applicant";
    if (from.as == viewpoint::applicant) {
        const auto handler = handler_of(at.store, from.row.id);
        to = handler.empty() ? "officer" : "person:" + handler;
    }
    const json message = {{"zh", fmt::format("申请 {} 有新消息", from.row.number)},
                          {"en", fmt::format("There is a new message on application {}", from.row.number)}};
    at.store.put_outbox("message", json{{"application", from.row.id}, {"to", to}, {"message", message}}.dump(), at.now);
}

} // namespace

message_count count_messages(store::reader& reader, const std::string& application, viewpoint as) {
    if (as == viewpoint::reviewer) return {};
    auto held = find_conversation(reader, application);
    const char own = letter_of(as);
    const auto others = std::count_if(held.sides.begin() + held.read_by(own), held.sides.end(),
                                      [own](char each) { return each != own; });
    return {held.size(), others};
}

json message_to_json(store::reader& reader, const store::log_record& record, viewpoint as) {
    const json body = parse_canonical(record.body);
    auto held = find_conversation(reader, record.subject);
    const std::int64_t number = body.at("number");
    const char side = body.at("side") == name_of_side(applicant_letter) ? applicant_letter : office_letter;
    const char own = letter_of(as);
    const char other = side == applicant_letter ? office_letter : applicant_letter;
    const bool named = as == viewpoint::official || side == own;
    json shown = {{"number", number},
                  {"at", to_rfc3339(record.at)},
                  {"side", body.at("side")},
                  {"author", nullptr},
                  {"on_behalf_of", nullptr},
                  {"text", body.at("text")},
                  {"reply_to", body.at("reply_to")},
                  {"read", held.read_by(other) >= number},
                  {"unread", side != own && held.read_by(own) < number}};
    if (!named) return shown;
    shown["author"] = {{"id", record.actor}, {"name", name_of_person(reader, record.actor)}};
    if (body.contains("on_behalf_of"))
        shown["on_behalf_of"] = acting_to_json(reader, application::acting_for_from_json(body.at("on_behalf_of")), as);
    return shown;
}

result<answer> carry_out(const errand& at, const write_message& wanted) {
    const auto from = party_to(at, wanted.application);
    if (!from) return from.error();
    auto held = find_conversation(at.store, wanted.application);
    if (auto checked = check_message(*from, wanted, held); !checked) return checked.error();
    const char side = letter_of(from->as);
    held.sides += side;
    keep(at, from->row, held);
    json body = {{"number", held.size()},
                 {"side", name_of_side(side)},
                 {"text", wanted.text},
                 {"reply_to", wanted.reply_to == 0 ? json(nullptr) : json(wanted.reply_to)}};
    if (!from->actor.acting.nobody()) body["on_behalf_of"] = application::to_json(from->actor.acting);
    at.record({from->row.programme, std::string{message_subject}, wanted.application, held.size(), at.now,
               at.who.person, "write_message", body});
    tell(at, *from);
    store::log_record written;
    written.subject = wanted.application;
    written.at = at.now;
    written.actor = at.who.person;
    written.body = body.dump();
    return answer{201, message_to_json(at.store, written, from->as), 0,
                  "/v1/applications/" + wanted.application + "/messages"};
}

result<answer> carry_out(const errand& at, const mark_messages_read& wanted) {
    const auto reader = party_to(at, wanted.application);
    if (!reader) return reader.error();
    const bool counts = reader->as == viewpoint::applicant || works_on_cases(at.who, reader->row.programme);
    if (!counts) return not_permitted("审计查看不算已读", "What an auditor looks at is not read by the office");
    auto held = find_conversation(at.store, wanted.application);
    if (wanted.through < 1 || wanted.through > held.size())
        return refuse(reason::invalid_value, {"没有这条消息", "There is no such message"}, "/through");
    const char side = letter_of(reader->as);
    if (wanted.through > held.read_by(side)) {
        held.read_by(side) = wanted.through;
        keep(at, reader->row, held);
        at.record({reader->row.programme,
                   std::string{marks_subject},
                   wanted.application,
                   0,
                   at.now,
                   at.who.person,
                   "read_messages",
                   {{"side", name_of_side(side)}, {"through", wanted.through}}});
    }
    const auto counted = count_messages(at.store, wanted.application, reader->as);
    return answer{200, {{"all", counted.all}, {"unread", counted.unread}}, 0, ""};
}

} // namespace sluice::service
