#include "engine/application/state_json.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/base/json_writer.hpp"

#include <array>
#include <stdexcept>

namespace sluice::application {
namespace {

template<class Value>
json optional_instant(const std::optional<Value>& value) {
    return value ? json(value->milliseconds) : json(nullptr);
}

std::optional<instant> read_optional_instant(const json& from, const char* key) {
    const auto& value = from.at(key);
    return value.is_null() ? std::nullopt : std::optional{instant{value.get<std::int64_t>()}};
}

instant read_instant(const json& from, const char* key) {
    return instant{from.at(key).get<std::int64_t>()};
}

payment_status status_named(const std::string& name) {
    static constexpr std::array all{payment_status::due,  payment_status::prepared, payment_status::approved,
                                    payment_status::sent, payment_status::paid,     payment_status::cancelled};
    for (const auto each : all)
        if (name_of(each) == name) return each;
    throw std::invalid_argument("unknown payment status " + name);
}

} // namespace

json to_json(const text& both) {
    return {{"zh", both.zh}, {"en", both.en}};
}

text text_from_json(const json& from) {
    return {from.at("zh").get<std::string>(), from.at("en").get<std::string>()};
}

json to_json(const document& each) {
    return {
        {"id", each.id},     {"kind", each.kind},     {"file_name", each.file_name}, {"media_type", each.media_type},
        {"size", each.size}, {"sha256", each.sha256}, {"at", each.at.milliseconds},  {"by", each.by}};
}

document document_from_json(const json& from) {
    return {from.at("id"),   from.at("kind"),   from.at("file_name"),     from.at("media_type"),
            from.at("size"), from.at("sha256"), read_instant(from, "at"), from.at("by")};
}

json to_json(const payment& each) {
    json acts = json::array();
    for (const auto& act : each.acts) {
        acts.push_back({{"step", act.step}, {"by", act.by}, {"at", act.at.milliseconds}, {"note", act.note}});
        if (!act.on_behalf_of.empty()) acts.back()["on_behalf_of"] = act.on_behalf_of;
    }
    json written = {{"instalment", each.instalment},           {"title", to_json(each.title)},
                    {"amount", each.amount.count()},           {"status", name_of(each.status)},
                    {"due_at", optional_instant(each.due_at)}, {"acts", acts}};
    if (each.paid != fen{}) written["paid"] = each.paid.count();
    if (each.told) written["told"] = true;
    if (each.part != fen{}) written["part"] = each.part.count();
    return written;
}

payment payment_from_json(const json& from) {
    payment read{from.at("instalment"),
                 text_from_json(from.at("title")),
                 fen{from.at("amount").get<std::int64_t>()},
                 status_named(from.at("status").get<std::string>()),
                 read_optional_instant(from, "due_at"),
                 {},
                 fen{from.value("paid", std::int64_t{0})},
                 fen{from.value("part", std::int64_t{0})},
                 from.value("told", false)};
    for (const auto& act : from.at("acts"))
        read.acts.push_back(
            {act.at("step"), act.at("by"), read_instant(act, "at"), act.at("note"), act.value("on_behalf_of", "")});
    return read;
}

json to_json(const timer& each) {
    return {{"due_at", each.due_at.milliseconds},
            {"pausable", each.pausable},
            {"paused_with", each.paused_with ? json(*each.paused_with) : json(nullptr)},
            {"began_at", optional_instant(each.began_at)}};
}

timer timer_from_json(const json& from) {
    timer read{read_instant(from, "due_at"), from.at("pausable").get<bool>(), std::nullopt, std::nullopt};
    if (const auto& rest = from.at("paused_with"); !rest.is_null()) read.paused_with = rest.get<int>();
    if (from.contains("began_at")) read.began_at = read_optional_instant(from, "began_at");
    return read;
}

json to_json(const notice& each) {
    return {{"id", each.id},
            {"name", each.name},
            {"title", to_json(each.title)},
            {"amount", each.amount ? json(each.amount->count()) : json(nullptr)},
            {"opened_at", each.opened_at.milliseconds},
            {"closed_at", optional_instant(each.closed_at)},
            {"status", each.status}};
}

notice notice_from_json(const json& from) {
    notice read{from.at("id"),
                from.at("name"),
                text_from_json(from.at("title")),
                std::nullopt,
                read_instant(from, "opened_at"),
                read_optional_instant(from, "closed_at"),
                from.at("status")};
    if (const auto& amount = from.at("amount"); !amount.is_null()) read.amount = fen{amount.get<std::int64_t>()};
    return read;
}

json to_json(const objection& each) {
    return {{"id", each.id},
            {"notice", each.notice},
            {"about", each.about},
            {"reexamination", each.reexamination},
            {"party", each.party},
            {"receipt", each.receipt},
            {"name", each.name},
            {"contact", each.contact},
            {"statement", each.statement},
            {"evidence", each.evidence},
            {"at", each.at.milliseconds},
            {"investigator", each.investigator},
            {"status", each.status},
            {"answer", each.answer},
            {"answered_by", each.answered_by},
            {"answered_at", optional_instant(each.answered_at)},
            {"reexamination_until", optional_instant(each.reexamination_until)}};
}

objection objection_from_json(const json& from) {
    return {from.at("id"),
            from.at("notice"),
            from.at("about"),
            from.at("reexamination"),
            from.at("party"),
            from.at("receipt"),
            from.at("name"),
            from.at("contact"),
            from.at("statement"),
            from.at("evidence").get<std::vector<std::string>>(),
            read_instant(from, "at"),
            from.at("investigator"),
            from.at("status"),
            from.at("answer"),
            from.at("answered_by"),
            read_optional_instant(from, "answered_at"),
            read_optional_instant(from, "reexamination_until")};
}

json to_json(const signature& each) {
    return {{"document", each.document},
            {"sha256", each.sha256},
            {"role", each.role},
            {"by", each.by},
            {"at", each.at.milliseconds}};
}

signature signature_from_json(const json& from) {
    return {from.at("document"), from.at("sha256"), from.at("role"), from.at("by"), read_instant(from, "at")};
}

json to_json(const obligation& each) {
    return {{"name", each.name},
            {"title", to_json(each.title)},
            {"watched_by", each.watched_by},
            {"since", each.since.milliseconds},
            {"due_at", each.due_at.milliseconds},
            {"met_at", optional_instant(each.met_at)}};
}

obligation obligation_from_json(const json& from) {
    return {from.at("name"),
            text_from_json(from.at("title")),
            from.at("watched_by"),
            read_instant(from, "since"),
            read_instant(from, "due_at"),
            read_optional_instant(from, "met_at")};
}

json to_json(const project_change& each) {
    return {{"what", each.what},
            {"before", each.before},
            {"after", each.after},
            {"at", each.at.milliseconds},
            {"approved_by", each.approved_by}};
}

project_change project_change_from_json(const json& from) {
    return {from.at("what"), from.at("before"), from.at("after"), read_instant(from, "at"), from.at("approved_by")};
}

json to_json(const certificate& each) {
    json written = {{"kind", each.kind},
                    {"title", to_json(each.title)},
                    {"at", each.at.milliseconds},
                    {"until", each.until.milliseconds}};
    if (each.revoked_at) written["revoked_at"] = each.revoked_at->milliseconds;
    return written;
}

certificate certificate_from_json(const json& from) {
    certificate read{from.at("kind"), text_from_json(from.at("title")), read_instant(from, "at"),
                     read_instant(from, "until"), std::nullopt};
    if (from.contains("revoked_at")) read.revoked_at = read_instant(from, "revoked_at");
    return read;
}

namespace {

template<class Each>
void write(json_writer& to, const Each& each) {
    to.tree(to_json(each));
}

/// What most applications have many of, without a tree in between.
void write(json_writer& to, const document& each) {
    to.begin_object()
        .member("at", each.at.milliseconds)
        .member("by", each.by)
        .member("file_name", each.file_name)
        .member("id", each.id)
        .member("kind", each.kind)
        .member("media_type", each.media_type)
        .member("sha256", each.sha256)
        .member("size", each.size)
        .end_object();
}

/// What older states do not have is written only where there is any.
template<class Each>
void write_list(json_writer& to, std::string_view name, const std::vector<Each>& all, bool when_empty = false) {
    if (all.empty() && !when_empty) return;
    to.key(name).begin_array();
    for (const auto& each : all)
        write(to, each);
    to.end_array();
}

void write(json_writer& to, std::string_view name, const std::optional<instant>& when) {
    if (when)
        to.member(name, when->milliseconds);
    else
        to.member(name, nullptr);
}

void write_acts(json_writer& to, const std::map<std::string, std::vector<std::string>>& acts) {
    to.key("acts").begin_object();
    for (const auto& [person, done] : acts) {
        to.key_of(person).begin_array();
        for (const auto& each : done)
            to.value(each);
        to.end_array();
    }
    to.end_object();
}

void write_money(json_writer& to, const ledger::account_totals& money) {
    using enum ledger::account;
    static constexpr std::array in_order_of_name{committed, exit_gain, invested,       paid,
                                                 recovery,  reserved,  surplus_return, written_off};
    to.key("money").begin_object();
    for (const auto which : in_order_of_name)
        to.key(ledger::name_of(which))
            .begin_object()
            .member("amount", to_yuan(money.of(which)))
            .member("currency", "CNY")
            .end_object();
    to.end_object();
}

template<class Each>
void read_list(const json& from, const char* name, std::vector<Each>& all, Each (*read)(const json&)) {
    if (const auto list = from.find(name); list != from.end())
        for (const auto& each : *list)
            all.push_back(read(each));
}

} // namespace

/// The members in the order of their names, as every body of the store has them.
std::string to_text(const application_state& state) {
    json_writer to;
    to.begin_object();
    write_acts(to, state.acts);
    write_list(to, "certificates", state.certificates);
    to.member("created_at", state.created_at.milliseconds)
        .member("created_by", state.created_by)
        .member("definition_version", state.definition_version);
    write_list(to, "documents", state.documents, true);
    to.member("ended", state.ended).key("events").begin_object();
    for (const auto& [type, count] : state.events)
        to.key_of(type).value(count);
    to.end_object();
    if (!state.filed_under.nobody()) to.key("filed_under").tree(to_json(state.filed_under));
    to.key("form").tree(state.form).member("id", state.id);
    write_money(to, state.money);
    write_list(to, "notices", state.notices, true);
    to.member("number", state.number);
    write_list(to, "objections", state.objections);
    write_list(to, "obligations", state.obligations);
    to.member("organisation", state.organisation).key("panels").begin_object();
    for (const auto& [name, panel] : state.panels)
        to.key_of(name).tree(review::to_json(panel));
    to.end_object();
    write_list(to, "payments", state.payments, true);
    if (state.pool) to.member("pool", *state.pool);
    to.key("position").tree(state.position).member("programme", state.programme);
    write_list(to, "project_changes", state.project_changes);
    to.member("revision", state.revision).member("round", state.round);
    write_list(to, "signatures", state.signatures);
    write(to, "submitted_at", state.submitted_at);
    to.key("timers").begin_object();
    for (const auto& [name, each] : state.timers)
        to.key_of(name).tree(to_json(each));
    to.end_object().member("updated_at", state.updated_at.milliseconds).key("variables").tree(state.variables);
    return to.end_object().take();
}

json to_json(const application_state& state) {
    return parse_canonical(to_text(state));
}

application_state state_from_json(json from) try {
    application_state state;
    state.id = from.at("id");
    state.number = from.at("number");
    state.programme = from.at("programme");
    state.definition_version = from.at("definition_version");
    state.round = from.at("round");
    state.organisation = from.at("organisation");
    state.created_by = from.at("created_by");
    state.created_at = read_instant(from, "created_at");
    state.updated_at = read_instant(from, "updated_at");
    state.submitted_at = read_optional_instant(from, "submitted_at");
    state.revision = from.at("revision");
    state.form = std::move(from.at("form"));
    state.position = std::move(from.at("position"));
    state.variables = std::move(from.at("variables"));
    state.events = from.at("events").get<std::map<std::string, std::int64_t>>();
    state.acts = from.at("acts").get<std::map<std::string, std::vector<std::string>>>();
    for (const auto& each : from.at("documents"))
        state.documents.push_back(document_from_json(each));
    for (const auto& [name, panel] : from.at("panels").items())
        state.panels.emplace(name, review::panel_from_json(panel, "/panels/" + pointer_step(name)).value());
    for (const auto& each : from.at("payments"))
        state.payments.push_back(payment_from_json(each));
    for (const auto& [name, each] : from.at("timers").items())
        state.timers.emplace(name, timer_from_json(each));
    for (const auto& each : from.at("notices"))
        state.notices.push_back(notice_from_json(each));
    read_list(from, "objections", state.objections, objection_from_json);
    read_list(from, "signatures", state.signatures, signature_from_json);
    read_list(from, "obligations", state.obligations, obligation_from_json);
    read_list(from, "project_changes", state.project_changes, project_change_from_json);
    state.money = ledger::application_totals_from_json(from.at("money"), "/money").value();
    if (from.contains("certificates"))
        for (const auto& each : from.at("certificates"))
            state.certificates.push_back(certificate_from_json(each));
    if (from.contains("pool")) state.pool = from.at("pool").get<std::string>();
    state.ended = from.at("ended");
    if (from.contains("filed_under")) state.filed_under = acting_for_from_json(from.at("filed_under"));
    return state;
} catch (const json::exception& broken) {
    throw std::invalid_argument(std::string{"not the state of an application: "} + broken.what());
}

} // namespace sluice::application
