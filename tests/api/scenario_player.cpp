#include "tests/api/scenario_player.hpp"

#include "engine/calendar/deadline.hpp"
#include "engine/calendar/delay.hpp"
#include "engine/service/library.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace sluice::test {
namespace {

[[noreturn]] void broken(const std::string& why, const http_answer& answer) {
    throw scenario_broken(fmt::format("{}: {} {}", why, answer.status, answer.body));
}

/// The merge patch that undoes one (RFC 7396).
json way_back(const json& before, const json& patch) {
    json undo = json::object();
    for (const auto& [key, value] : patch.items()) {
        if (!before.contains(key))
            undo[key] = nullptr;
        else if (value.is_object() && before.at(key).is_object())
            undo[key] = way_back(before.at(key), value);
        else
            undo[key] = before.at(key);
    }
    return undo;
}

const calendar::calendar& days() {
    static const auto loaded = service::read_calendars("workflows/calendars");
    return loaded;
}

} // namespace

scenario_player::scenario_player(test_bureau& bureau, std::string programme, const json& cases)
    : bureau_{bureau}
    , programme_{std::move(programme)}
    , cases_{cases}
    , inspector_{"the inspector"} {
    std::map<std::string, std::string> organisations;
    for (const auto& [name, each] : cases.at("organisations").items())
        organisations[name] = bureau.register_organisation(each.at("name"), each.at("code"));
    for (const auto& [name, person] : cases.at("people").items()) {
        const std::string home = person.value("organisation", "");
        hire(name, person.at("roles"), home.empty() ? "" : organisations.at(home), nullptr);
    }
    const json experts = cases.value("experts", json::object());
    for (const auto& [name, expert] : experts.items())
        hire(name, {"reviewer"}, "", {{"kind", expert.at("kind")}});
    hire(inspector_, {"auditor"}, "", nullptr);
    hire("the treasurer", {"finance"}, "", nullptr);
    hire("the head", {"director"}, "", nullptr);
    const auto& round = cases.at("round");
    round_ = bureau.open_round(programme_, round.at("opens_at").get<std::string>(),
                               round.at("closes_at").get<std::string>(), round.at("budget"), round.at("year"));
    if (const auto fund = fund_of_programme(); !fund.empty()) bureau.appropriate(fund, cases.at("appropriation"));
}

/// Empty for a programme that pays nothing.
std::string scenario_player::fund_of_programme() {
    const auto fund = bureau_.get("", "/v1/programmes/" + programme_).data().at("fund");
    return fund.is_null() ? "" : fund.get<std::string>();
}

void scenario_player::hire(const std::string& name, const json& roles, const std::string& organisation,
                           const json& expert) {
    json grants = json::array();
    for (const auto& role : roles)
        if (role != "public") grants.push_back({{"role", role}, {"programme", "*"}});
    bureau_.hire(name, grants, organisation, expert);
}

void scenario_player::play(const json& scenario) {
    json form = cases_.at("forms").at(scenario.at("form").get<std::string>());
    if (scenario.contains("change")) form.merge_patch(scenario.at("change"));
    bureau_.move_to(parse_rfc3339(scenario.at("at").get<std::string>()).value());
    const auto created = bureau_.post(scenario.value("as", "ada"), "/v1/applications",
                                      {{"programme", programme_}, {"round", round_}, {"form", form}});
    if (created.status != 201) broken("cannot be created", created);
    application_ = created.data().at("id");
    std::size_t number = 0;
    for (const auto& step : scenario.at("steps")) {
        ++number;
        try {
            perform(step);
        } catch (const std::exception& wrong) {
            throw scenario_broken(fmt::format("step {} {}: {}", number, step.dump(), wrong.what()));
        }
    }
    expect_end(scenario);
}

void scenario_player::perform(const json& step) {
    const auto answer = act(step);
    if (step.contains("refused"))
        expect_refusal(step, answer);
    else if (answer.status < 200 || answer.status > 299)
        broken("refused", answer);
    if (step.contains("state")) expect_state(step.at("state"));
}

http_answer scenario_player::act(const json& step) {
    const std::string person = step.value("as", "");
    const std::string base = "/v1/applications/" + application_;
    if (step.contains("wait")) return wait(step.at("wait"));
    if (step.contains("pay")) return pay(step.at("pay"));
    if (step.contains("allocate")) return allocate(person);
    if (step.contains("spot_check"))
        return bureau_.post(person, "/v1/rounds/" + round_ + "/spot-checks/" + step.at("spot_check").get<std::string>(),
                            json::object());
    if (step.contains("try")) return try_out(step);
    if (step.contains("send")) return send(step);
    if (step.contains("upload")) {
        const std::string kind = step.at("upload");
        return bureau_.upload(person, base + "/documents?kind=" + kind + "&file_name=" + kind + ".pdf",
                              step.value("media_type", "application/pdf"),
                              "%PDF-1.7 " + kind + step.value("content", ""));
    }
    if (step.contains("amend")) return amend(person, step.at("amend"));
    if (step.contains("assign")) {
        json members = json::array();
        for (const auto& each : step.at("assign").at("members"))
            members.push_back(bureau_.id_of(each));
        return bureau_.post(person, base + "/reviews",
                            {{"panel", step.at("assign").at("panel")}, {"members", members}});
    }
    for (const auto& [key, path] : {std::pair{"recuse", "recusals"}, {"score", "scores"}, {"vote", "votes"}}) {
        if (!step.contains(key)) continue;
        json body = step.at(key);
        const std::string panel = body.at("panel");
        body.erase("panel");
        if (body.contains("person")) body["person"] = bureau_.id_of(body.at("person"));
        if (std::string{key} != "recuse") declare(person, panel);
        return bureau_.post(person, base + "/reviews/" + panel + "/" + path, body);
    }
    if (step.contains("payment")) return pay_step(person, step.at("instalment"), step.at("payment"));
    throw scenario_broken("the step says nothing to do");
}

http_answer scenario_player::send(const json& step) {
    const std::string person = step.value("as", "");
    const json& roles = cases_.at("people").value(person, json::object()).value("roles", json::array());
    const std::string event = step.at("send");
    if (roles == json{"public"} || event == "object" ||
        (event == "request_reexamination" && receipts_.contains(person)))
        return object(step);
    json body = {{"type", step.at("send")}};
    if (step.contains("data")) body["data"] = resolved(step.at("data"));
    return bureau_.post(person, "/v1/applications/" + application_ + "/events", body);
}

http_answer scenario_player::amend(const std::string& person, const json& patch) {
    const std::string base = "/v1/applications/" + application_;
    const auto before = bureau_.get(person, base);
    return bureau_.patch(person, base, {{"form", patch}}, {{"If-Match", before.header("ETag").value_or("*")}});
}

/// A dry run; a form that is changed for it is changed back.
http_answer scenario_player::try_out(const json& step) {
    const std::string person = step.value("as", "");
    const std::string base = "/v1/applications/" + application_;
    const json patch = step.value("with", json::object());
    json undo;
    if (!patch.empty()) {
        undo = way_back(bureau_.get(person, base).data().at("form"), patch);
        // A form that is wrong in itself is refused where it is written down, for the same reason.
        if (auto changed = amend(person, patch); changed.status != 200) return changed;
    }
    json body = {{"type", step.at("try")}};
    if (step.contains("data")) body["data"] = resolved(step.at("data"));
    auto answer = bureau_.post(person, base + "/events?dryRun=true", body);
    if (!patch.empty())
        if (const auto back = amend(person, undo); back.status != 200) broken("cannot be changed back", back);
    return answer;
}

/// The public objects to a notice without a token, and asks for a re-examination by the code it was given.
http_answer scenario_player::object(const json& step) {
    const json data = resolved(step.value("data", json::object()));
    const std::string person = step.at("as");
    // Somebody with an account may object too, and is then known by it.
    const std::string sender = cases_.at("people").at(person).at("roles") == json{"public"} ? "" : person;
    if (step.at("send") == "request_reexamination") {
        const auto code = receipts_.find(step.value("of", person));
        return bureau_.post(
            sender, "/v1/objections/" + (code == receipts_.end() ? "none" : code->second) + "/reexaminations", data);
    }
    const auto notices = seen_by_office().at("notices");
    const std::string id =
        notices.empty() ? "00000000-0000-7000-8000-000000000000" : notices.back().at("id").get<std::string>();
    auto answer = bureau_.post(sender, "/v1/notices/" + id + "/objections", data);
    if (answer.status != 201) return answer;
    receipts_[person] = answer.data().at("receipt");
    if (step.contains("remember")) {
        receipts_[step.at("remember")] = answer.data().at("receipt");
        remembered_[step.at("remember")] = answer.data().at("objection").at("id");
    }
    return answer;
}

/// As in the pure world: `@otto` is a person, `$first` an objection.
json scenario_player::resolved(json data) const {
    if (data.is_structured())
        for (auto& each : data)
            each = resolved(std::move(each));
    if (!data.is_string()) return data;
    const auto& text = data.get_ref<const std::string&>();
    if (text.starts_with('@')) return bureau_.id_of(text.substr(1));
    const auto known = remembered_.find(text.starts_with('$') ? text.substr(1) : "");
    return known == remembered_.end() ? std::move(data) : json(known->second);
}

void scenario_player::declare(const std::string& person, const std::string& panel) {
    bureau_.post(person, "/v1/applications/" + application_ + "/reviews/" + panel + "/declarations", json::object());
}

std::vector<std::string> scenario_player::people_with(const json& roles) const {
    std::vector<std::string> found;
    for (const auto& [name, person] : cases_.at("people").items())
        for (const auto& role : person.at("roles"))
            if (std::find(roles.begin(), roles.end(), role) != roles.end() && (found.empty() || found.back() != name))
                found.push_back(name);
    return found;
}

http_answer scenario_player::pay_step(const std::string& person, const std::string& instalment,
                                      const std::string& step) {
    const json body = step == "record" ? json{{"note", "bank reference"}} : json::object();
    return bureau_.post(person, "/v1/applications/" + application_ + "/payments/" + instalment + "/" + step, body);
}

http_answer scenario_player::pay(const std::string& instalment) {
    const auto rules = bureau_.get("", "/v1/programmes/" + programme_ + "/workflow").data().at("payments");
    for (const auto& first : people_with(rules.at("prepare")))
        for (const auto& second : people_with(rules.at("approve")))
            for (const auto& third : people_with(rules.at("record"))) {
                if (first == second || second == third || first == third) continue;
                if (const auto prepared = pay_step(first, instalment, "prepare"); prepared.status != 200)
                    return prepared;
                if (const auto approved = pay_step(second, instalment, "approve"); approved.status != 200)
                    return approved;
                return pay_step(third, instalment, "record");
            }
    throw scenario_broken("there are no three people who could pay");
}

http_answer scenario_player::allocate(const std::string& person) {
    return bureau_.post(person.empty() ? "the head" : person, "/v1/rounds/" + round_ + "/allocation", json::object());
}

http_answer scenario_player::wait(const std::string& delay) {
    bureau_.move_to(calendar::deadline(bureau_.now(), calendar::parse_delay(delay).value(), days()).value());
    return http_answer{200, {}, ""};
}

void scenario_player::expect_refusal(const json& step, const http_answer& answer) const {
    const std::string reason = step.at("refused");
    const auto problem = answer.status >= 400 ? answer.data() : json::object();
    // Over HTTP, an application that is not theirs to see does not exist for somebody without a part in it.
    const bool hidden = answer.status == 404 && (reason == "not_permitted" || reason == "not_assigned");
    if (!hidden && problem.value("reason", "") != reason) broken("should be refused with " + reason, answer);
    for (const char* language : {"zh", "en"})
        if (problem.at("explanation").value(language, "").empty()) broken("no explanation", answer);
    for (const auto& id : step.value("unmet", std::vector<std::string>{})) {
        const auto& requirements = problem.at("requirements");
        if (std::none_of(requirements.begin(), requirements.end(),
                         [&](const json& each) { return each.at("id") == id; }))
            broken("should name the requirement " + id, answer);
    }
}

json scenario_player::seen_by_office() {
    const auto seen = bureau_.get(inspector_, "/v1/applications/" + application_);
    return seen.status == 200 ? seen.data() : bureau_.get("ada", "/v1/applications/" + application_).data();
}

void scenario_player::expect_state(const json& expected) {
    const auto wanted =
        expected.is_string() ? std::set{expected.get<std::string>()} : expected.get<std::set<std::string>>();
    const auto seen = seen_by_office().at("state").at("ids").get<std::set<std::string>>();
    if (seen != wanted)
        throw scenario_broken(
            fmt::format("should be in {}, but is in {}", fmt::join(wanted, ", "), fmt::join(seen, ", ")));
}

/// State, money and record at the end: the fund exact to the fen, and every link of the chain in place.
void scenario_player::expect_end(const json& scenario) {
    const auto seen = seen_by_office();
    if (scenario.contains("ends")) {
        expect_state(scenario.at("ends"));
        if (seen.at("state").at("final") != true) throw scenario_broken("should be final");
    }
    const auto fund_id = fund_of_programme();
    const json fund = fund_id.empty() ? json::object() : bureau_.get(inspector_, "/v1/funds/" + fund_id).data();
    const json balances = scenario.value("fund", json::object()), variables = scenario.value("vars", json::object());
    for (const auto& [account, amount] : balances.items())
        if (fund.at(account).at("amount") != amount)
            throw scenario_broken(
                fmt::format("{} should be {}, but is {}", account, amount.dump(), fund.at(account).dump()));
    for (const auto& [name, value] : variables.items())
        if (seen.at("variables").at(name) != value)
            throw scenario_broken(
                fmt::format("{} should be {}, but is {}", name, value.dump(), seen.at("variables").at(name).dump()));
    const auto verified = bureau_.get(inspector_, "/v1/programmes/" + programme_ + "/log/verification");
    if (verified.data().at("valid") != true) broken("the record does not verify", verified);
}

} // namespace sluice::test
