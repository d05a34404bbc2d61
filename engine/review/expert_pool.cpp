#include "engine/review/expert_pool.hpp"

#include "engine/review/reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sluice::review {
namespace {

using reader_type = object_reader<json>;

constexpr std::size_t word_bytes_max = 400;

bool is_declared(conflict_ground ground) {
    return ground != conflict_ground::applicant && ground != conflict_ground::same_organisation &&
           ground != conflict_ground::same_mail_domain;
}

std::optional<date> read_date(reader_type& reader, const char* name) {
    const auto* found = reader.find(name);
    if (!found || found->is_null()) return std::nullopt;
    const auto read = found->is_string() ? parse_iso_date(found->get_ref<const std::string&>()) : parse_iso_date("");
    if (read) return *read;
    reader.fail(std::string{"/"} + name, {"须为日期，例如 2026-03-01", "A day such as 2026-03-01 is needed here"});
    return std::nullopt;
}

std::vector<std::string> read_fields(reader_type& reader) {
    std::vector<std::string> read;
    const auto* found = reader.find("fields");
    if (!found || found->is_null()) return read;
    const bool sound = found->is_array() && found->size() <= fields_max &&
                       std::all_of(found->begin(), found->end(), [](const json& each) {
                           return each.is_string() && !each.get_ref<const std::string&>().empty() &&
                                  each.get_ref<const std::string&>().size() <= word_bytes_max;
                       });
    if (sound) return found->get<std::vector<std::string>>();
    reader.fail("/fields", {"须为专业领域列表", "A list of fields of expertise is needed here"});
    return read;
}

result<declared_relation> read_relation(const json& value, const std::string& place) {
    reader_type reader{value, place, reason::invalid_value, {"ground", "with", "last"}};
    declared_relation read;
    const auto ground = conflict_ground_named(reader.string("ground"));
    if (ground && is_declared(*ground))
        read.ground = *ground;
    else
        reader.fail("/ground", {"没有此种利益关系", "There is no such relation to declare"});
    read.with = reader.string("with");
    if (read.with.size() > word_bytes_max) reader.fail("/with", {"过长", "This is too long"});
    read.last = read_date(reader, "last");
    if (reader.failed()) return reader.failure();
    return read;
}

std::vector<declared_relation> read_relations(reader_type& reader) {
    std::vector<declared_relation> read;
    const auto* found = reader.find("relations");
    if (!found || found->is_null()) return read;
    if (!found->is_array() || found->size() > relations_max) {
        reader.fail("/relations", {"须为利益关系列表", "A list of relations is needed here"});
        return read;
    }
    for (std::size_t index = 0; index < found->size(); ++index) {
        auto each = read_relation((*found)[index], fmt::format("{}/{}", reader.place_of("relations"), index));
        if (each)
            read.push_back(std::move(*each));
        else
            reader.fail(each.error());
    }
    return read;
}

unmet_requirement obstacle(const char* id, std::string zh, std::string en) {
    return {id, "", {std::move(zh), std::move(en)}};
}

/// What stands against somebody who is or was on the panel.
unmet_requirement standing_of(const panel_member& member) {
    switch (member.status) {
    case member_status::recused:
        return obstacle("recused", "已在此项评审中回避", "was recused from this review");
    case member_status::declined:
        return obstacle("declined", "已谢绝此项评审", "has declined this review");
    case member_status::replaced:
        return obstacle("replaced", "因逾期已被替换", "was late and has been replaced");
    case member_status::assigned:
    case member_status::submitted:
    case member_status::invited:
        break;
    }
    return obstacle("on_panel", "已在评审组中", "is on the panel already");
}

} // namespace

result<expert_profile> expert_profile_from_json(const json& value, const std::string& place) {
    reader_type reader{value,
                       place,
                       reason::invalid_value,
                       {"kind", "fields", "available_from", "available_until", "load_max", "relations"}};
    expert_profile read;
    const auto kind = expertise_named(reader.string("kind"));
    if (kind)
        read.kind = *kind;
    else
        reader.fail("/kind", {"须为 technical、finance 或 management", "This is technical, finance or management"});
    read.fields = read_fields(reader);
    read.available_from = read_date(reader, "available_from");
    read.available_until = read_date(reader, "available_until");
    if (read.available_from && read.available_until && *read.available_until < *read.available_from)
        reader.fail("/available_until", {"不得早于 available_from", "This must not be before available_from"});
    const auto* cap = reader.find("load_max");
    if (cap && !cap->is_null()) read.load_max = reader.integer("load_max", 0, load_limit);
    read.relations = read_relations(reader);
    if (reader.failed()) return reader.failure();
    return read;
}

json to_json(const expert_profile& written) {
    json value{{"kind", name_of(written.kind)}};
    if (!written.fields.empty()) value["fields"] = written.fields;
    if (written.available_from) value["available_from"] = to_iso(*written.available_from);
    if (written.available_until) value["available_until"] = to_iso(*written.available_until);
    if (written.load_max > 0) value["load_max"] = written.load_max;
    for (const auto& each : written.relations) {
        json relation{{"ground", name_of(each.ground)}, {"with", each.with}};
        if (each.last) relation["last"] = to_iso(*each.last);
        value["relations"].push_back(std::move(relation));
    }
    return value;
}

pool_expert in_pool(const expert_profile& profile, std::string person, std::string organisation, std::string mail) {
    pool_expert made;
    made.who = {std::move(person), std::move(organisation), std::move(mail), profile.kind, profile.relations};
    made.fields = profile.fields;
    made.available_from = profile.available_from;
    made.available_until = profile.available_until;
    made.load_max = profile.load_max;
    return made;
}

std::vector<unmet_requirement> obstacles_but_conflicts(const pool_expert& candidate, const review_wish& wish) {
    std::vector<unmet_requirement> found;
    if (const auto* member = wish.seats.find(candidate.who.person)) found.push_back(standing_of(*member));
    if (candidate.available_from && *candidate.available_from > wish.from)
        found.push_back(obstacle("not_available", "自 " + to_iso(*candidate.available_from) + " 起方可参加评审",
                                 "is available from " + to_iso(*candidate.available_from) + " only"));
    if (candidate.available_until && *candidate.available_until < wish.until)
        found.push_back(obstacle("not_available", "仅至 " + to_iso(*candidate.available_until) + " 可参加评审",
                                 "is available until " + to_iso(*candidate.available_until) + " only"));
    if (candidate.load_max > 0 && candidate.load >= candidate.load_max)
        found.push_back(obstacle("load_reached",
                                 fmt::format("在办评审 {} 项，已达上限 {} 项", candidate.load, candidate.load_max),
                                 fmt::format("has {} open reviews of {} at most", candidate.load, candidate.load_max)));
    return found;
}

std::vector<unmet_requirement> obstacles(const pool_expert& candidate, const review_wish& wish,
                                         const panel_rules& rules) {
    auto found = obstacles_but_conflicts(candidate, wish);
    for (auto& each : detect_conflicts(candidate.who, wish.applicant, rules.conflicts, wish.from))
        found.push_back({std::string{name_of(each.ground)}, "", std::move(each.evidence)});
    return found;
}

std::int64_t match_percent(const std::vector<std::string>& known, const std::vector<std::string>& wanted) {
    if (wanted.empty()) return 0;
    const auto matched = std::count_if(wanted.begin(), wanted.end(), [&](const std::string& field) {
        return std::any_of(known.begin(), known.end(),
                           [&](const std::string& each) { return comparable(each) == comparable(field); });
    });
    return static_cast<std::int64_t>(matched) * 100 / static_cast<std::int64_t>(wanted.size());
}

} // namespace sluice::review
