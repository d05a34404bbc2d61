#include "engine/review/panel.hpp"
#include "engine/review/reading.hpp"

#include <set>
#include <utility>

namespace sluice::review {
namespace {

using reader_type = object_reader<json>;

text wrong() {
    return {"评审记录的此项不正确", "This part of a review record is wrong"};
}

result<instant> wrong_time() {
    return refuse(reason::invalid_value, wrong());
}

std::optional<instant> read_instant(reader_type& reader, const char* name, bool needed) {
    if (!needed && !reader.find(name)) return std::nullopt;
    const auto read = parse_rfc3339(reader.string(name));
    if (read) return *read;
    reader.fail(std::string{"/"} + name, wrong());
    return std::nullopt;
}

std::vector<instant> read_reminders(reader_type& reader) {
    std::vector<instant> read;
    const auto* found = reader.find("reminded_at");
    if (!found) return read;
    if (!found->is_array() || found->size() > reminders_max) reader.fail("/reminded_at", wrong());
    for (const auto& each : *found) {
        const auto when = each.is_string() ? parse_rfc3339(each.get_ref<const std::string&>()) : wrong_time();
        if (when)
            read.push_back(*when);
        else
            reader.fail("/reminded_at", wrong());
    }
    return read;
}

template<class Named>
auto read_name(reader_type& reader, const char* name, Named named) {
    const auto read = named(reader.string(name));
    if (!read) reader.fail(std::string{"/"} + name, wrong());
    return read;
}

points_by_criterion read_points(reader_type& reader) {
    points_by_criterion read;
    const auto* points = reader.find("points");
    if (!points) return read;
    if (!points->is_object() || points->size() > static_cast<std::size_t>(criteria_max)) {
        reader.fail("/points", {"须按评分项给分", "Points are needed by criterion"});
        return read;
    }
    for (const auto& member : points->items()) {
        if (member.value().is_number_integer())
            read.emplace(member.key(), member.value().get<std::int64_t>());
        else
            reader.fail("/points/" + pointer_step(member.key()), {"分数须为整数", "Points are a whole number"});
    }
    return read;
}

std::string read_comment(reader_type& reader, const char* name) {
    auto read = reader.string_or_empty(name);
    if (read.size() > comment_bytes_max) reader.fail(std::string{"/"} + name, {"意见过长", "The comment is too long"});
    return read;
}

json to_json(const panel_member& written) {
    json value{{"person", written.person},
               {"organisation", written.organisation},
               {"kind", name_of(written.kind)},
               {"status", name_of(written.status)},
               {"seated_since", to_rfc3339(written.seated_since)}};
    if (written.no_conflict_declared_at)
        value["no_conflict_declared_at"] = to_rfc3339(*written.no_conflict_declared_at);
    if (written.sheet) value["sheet"] = to_json(*written.sheet);
    if (written.vote) value["vote"] = name_of(*written.vote);
    if (written.submitted_at) value["submitted_at"] = to_rfc3339(*written.submitted_at);
    if (written.recused_at) value["recused_at"] = to_rfc3339(*written.recused_at);
    if (!written.recusal_ground.empty()) value["recusal_ground"] = written.recusal_ground;
    for (const auto& [name, when] :
         {std::pair{"answer_by", &written.answer_by}, std::pair{"accepted_at", &written.accepted_at},
          std::pair{"due_by", &written.due_by}, std::pair{"left_at", &written.left_at}})
        if (*when) value[name] = to_rfc3339(**when);
    if (!written.left_because.empty()) value["left_because"] = written.left_because;
    for (const auto when : written.reminded_at)
        value["reminded_at"].push_back(to_rfc3339(when));
    return value;
}

/// Whether what the member holds fits the status.
bool is_consistent(const panel_member& member) {
    switch (member.status) {
    case member_status::assigned:
        return !member.submitted_at && !member.vote && !member.recused_at;
    case member_status::submitted:
        return member.submitted_at && member.sheet.has_value() != member.vote.has_value() && !member.recused_at;
    case member_status::recused:
        return member.recused_at && !member.sheet && !member.vote && !member.submitted_at;
    case member_status::invited:
        return member.answer_by && !member.accepted_at && !member.sheet && !member.vote && !member.submitted_at;
    case member_status::declined:
    case member_status::replaced:
        return member.left_at && !member.sheet && !member.vote && !member.submitted_at;
    }
    return false;
}

result<panel_member> member_from_json(const json& value, const std::string& place) {
    reader_type reader{value,
                       place,
                       reason::invalid_value,
                       {"person", "organisation", "kind", "status", "seated_since", "no_conflict_declared_at", "sheet",
                        "vote", "submitted_at", "recused_at", "recusal_ground", "answer_by", "accepted_at", "due_by",
                        "left_at", "left_because", "reminded_at"}};
    panel_member read;
    read.person = reader.string("person");
    read.organisation = reader.string_or_empty("organisation");
    read.kind = read_name(reader, "kind", expertise_named).value_or(expertise::technical);
    read.status = read_name(reader, "status", member_status_named).value_or(member_status::assigned);
    read.seated_since = read_instant(reader, "seated_since", true).value_or(instant{});
    read.no_conflict_declared_at = read_instant(reader, "no_conflict_declared_at", false);
    read.submitted_at = read_instant(reader, "submitted_at", false);
    read.recused_at = read_instant(reader, "recused_at", false);
    read.recusal_ground = reader.string_or_empty("recusal_ground");
    read.answer_by = read_instant(reader, "answer_by", false);
    read.accepted_at = read_instant(reader, "accepted_at", false);
    read.due_by = read_instant(reader, "due_by", false);
    read.left_at = read_instant(reader, "left_at", false);
    read.left_because = reader.string_or_empty("left_because");
    read.reminded_at = read_reminders(reader);
    if (reader.find("vote")) read.vote = read_name(reader, "vote", vote_choice_named);
    if (const auto* sheet = reader.find("sheet")) {
        auto given = score_sheet_from_json(*sheet, place + "/sheet");
        if (given)
            read.sheet = std::move(*given);
        else
            reader.fail(given.error());
    }
    if (!is_consistent(read)) reader.fail("/status", wrong());
    if (reader.failed()) return reader.failure();
    return read;
}

} // namespace

json to_json(const score_sheet& written) {
    json points = json::object();
    for (const auto& [criterion, given] : written.points)
        points[criterion] = given;
    json value{{"points", std::move(points)}};
    if (written.recommended_amount) value["recommended_amount"] = money_to_json(*written.recommended_amount);
    if (!written.comment_to_applicant.empty()) value["comment_to_applicant"] = written.comment_to_applicant;
    if (!written.comment_to_office.empty()) value["comment_to_office"] = written.comment_to_office;
    if (written.confidence) value["confidence"] = *written.confidence;
    return value;
}

result<score_sheet> score_sheet_from_json(const json& value, const std::string& place) {
    reader_type reader{value,
                       place,
                       reason::invalid_value,
                       {"points", "recommended_amount", "comment_to_applicant", "comment_to_office", "confidence"}};
    score_sheet read;
    read.points = read_points(reader);
    read.comment_to_applicant = read_comment(reader, "comment_to_applicant");
    read.comment_to_office = read_comment(reader, "comment_to_office");
    if (reader.find("confidence")) read.confidence = reader.integer("confidence", 1, confidence_max);
    if (const auto* amount = reader.find("recommended_amount")) {
        const auto given = money_from_json(*amount, place + "/recommended_amount");
        if (given)
            read.recommended_amount = *given;
        else
            reader.fail(given.error());
    }
    if (reader.failed()) return reader.failure();
    return read;
}

json to_json(const panel& written) {
    json members = json::array();
    for (const auto& member : written.members)
        members.push_back(to_json(member));
    json value{{"members", std::move(members)}};
    if (!written.seed.empty()) value["seed"] = written.seed;
    if (written.closed_at) value["closed_at"] = to_rfc3339(*written.closed_at);
    return value;
}

result<panel> panel_from_json(const json& value, const std::string& place) {
    reader_type reader{value, place, reason::invalid_value, {"members", "closed_at", "seed"}};
    panel read;
    read.seed = reader.string_or_empty("seed");
    read.closed_at = read_instant(reader, "closed_at", false);
    const auto* members = reader.find("members");
    if (!members || !members->is_array() || members->size() > members_ever_max) reader.fail("/members", wrong());
    if (reader.failed()) return reader.failure();
    std::set<std::string> people;
    for (std::size_t index = 0; index < members->size(); ++index) {
        const auto below = place + "/members/" + std::to_string(index);
        auto member = member_from_json((*members)[index], below);
        if (!member) return member.error();
        if (!people.insert(member->person).second) return refuse(reason::invalid_value, wrong(), below + "/person");
        read.members.push_back(std::move(*member));
    }
    return read;
}

} // namespace sluice::review
