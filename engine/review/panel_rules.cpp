#include "engine/review/panel_rules.hpp"

#include "engine/review/reading.hpp"

#include <fmt/format.h>

namespace sluice::review {
namespace {

using reader_type = object_reader<ordered_json>;

constexpr std::size_t mail_domains_max = 1'000;
constexpr std::int64_t years_max = 50;
constexpr std::int64_t working_days_max = 250;
constexpr std::int64_t calibration_strength_max = 100;

review_method read_method(reader_type& reader) {
    const auto named = reader.string("method");
    if (named == "vote") return review_method::vote;
    if (named != "score") reader.fail("/method", {"评审方式须为 score 或 vote", "The method must be score or vote"});
    return review_method::score;
}

/// One of two words; the first is the default.
bool is_second_word(reader_type& reader, const char* name, std::string_view first, std::string_view second) {
    const auto* found = reader.find(name);
    if (!found) return false;
    const auto word = found->is_string() ? found->get<std::string>() : std::string{};
    if (word != first && word != second)
        reader.fail(std::string{"/"} + name,
                    {fmt::format("须为 {} 或 {}", first, second), fmt::format("This is {} or {}", first, second)});
    return word == second;
}

std::string read_pointer(reader_type& reader, const char* name, std::string otherwise) {
    if (!reader.find(name)) return otherwise;
    auto read = reader.string(name);
    if (!read.starts_with('/'))
        reader.fail(std::string{"/"} + name, {"须为指向申请表字段的 JSON 指针，例如 /project/field",
                                              "A JSON pointer into the form is needed, such as /project/field"});
    return read;
}

fraction read_share(reader_type& reader, const char* name) {
    const auto* found = reader.find(name);
    if (!found) return fraction{2, 3};
    const auto read = found->is_string() ? parse_fraction(found->get<std::string>()) : std::nullopt;
    if (read && *read > fraction{0, 1} && *read <= fraction{1, 1}) return *read;
    reader.fail(std::string{"/"} + name, {"须为大于 0 且不超过 1 的分数，例如 \"2/3\"",
                                          "A fraction above 0 and at most 1 is needed, such as \"2/3\""});
    return fraction{2, 3};
}

rubric find_rubric(reader_type& reader, const named_rubrics& known) {
    const auto* found = reader.find("rubric");
    if (!found) {
        reader.fail("/rubric", {"评分须有评分表", "Scoring needs a rubric"});
        return {};
    }
    if (found->is_string()) {
        const auto named = known.find(found->get<std::string>());
        if (named != known.end()) return named->second;
        reader.fail("/rubric", {"没有此评分表", "There is no such rubric"});
        return {};
    }
    auto read = read_rubric(*found, reader.place_of("rubric"));
    if (!read) {
        reader.fail(read.error());
        return {};
    }
    return std::move(*read);
}

conflict_rules read_conflicts(reader_type& outer) {
    conflict_rules read;
    const auto* value = outer.find("conflicts");
    if (!value) return read;
    reader_type reader{*value,
                       outer.place_of("conflicts"),
                       reason::definition_invalid,
                       {"paid_within_years", "employed_within_years", "shared_within_years", "public_mail_domains"}};
    read.paid_within_years = reader.integer("paid_within_years", 0, years_max, read.paid_within_years);
    read.employed_within_years = reader.integer("employed_within_years", 0, years_max, 0);
    read.shared_within_years = reader.integer("shared_within_years", 0, years_max, 0);
    if (const auto* domains = reader.find("public_mail_domains")) {
        const bool sound =
            domains->is_array() && domains->size() <= mail_domains_max &&
            std::all_of(domains->begin(), domains->end(), [](const auto& one) { return one.is_string(); });
        if (sound)
            read.public_mail_domains = domains->get<std::vector<std::string>>();
        else
            reader.fail("/public_mail_domains", {"须为域名列表", "A list of domains is needed here"});
    }
    if (reader.failed()) outer.fail(reader.failure());
    return read;
}

void check_whole(const panel_rules& rules, reader_type& reader) {
    if (rules.size_max < rules.size)
        reader.fail("/size_max", {"人数上限不得小于人数下限", "size_max must not be below size"});
    bool possible = false;
    for (auto count = rules.size; count <= rules.size_max; ++count)
        possible = possible || can_be_composed(rules, count);
    if (!possible)
        reader.fail("/size", {"没有任何人数能满足奇数、技术专家比例与财务专家的要求",
                              "No number of members satisfies the rules for odd, technical and finance experts"});
    if (rules.drop_extremes_from != 0 && rules.drop_extremes_from < 3)
        reader.fail("/drop_extremes_from",
                    {"去掉最高分和最低分至少需要 3 份评分", "Dropping the extremes needs at least 3 scores"});
}

void read_figures(panel_rules& read, reader_type& reader) {
    read.aggregate =
        is_second_word(reader, "aggregate", "mean", "median") ? score_aggregate::median : score_aggregate::mean;
    read.majority_of =
        is_second_word(reader, "majority_of", "present", "cast") ? majority_base::cast : majority_base::present;
    read.disagreement_from = reader.integer("disagreement_from", 0, 100, 0);
    read.calibration_strength =
        reader.integer("calibration_strength", 1, calibration_strength_max, read.calibration_strength);
}

void read_seating(panel_rules& read, reader_type& reader) {
    read.invitation_days = reader.integer("invitation_days", 0, working_days_max, 0);
    read.reminder_days = reader.integer("reminder_days", 0, working_days_max, 0);
    read.review_days = reader.integer("review_days", 0, working_days_max, 0);
    read.drawn = reader.boolean("drawn", false);
    read.blind = reader.boolean("blind", true);
    read.field_at = read_pointer(reader, "field_at", read.field_at);
}

} // namespace

bool can_be_composed(const panel_rules& rules, std::int64_t count) {
    if (rules.odd && count % 2 == 0) return false;
    return technical_needed(rules, count) + rules.finance_min <= count;
}

std::int64_t technical_needed(const panel_rules& rules, std::int64_t count) {
    return (rules.technical_percent_min * count + 99) / 100;
}

result<panel_rules> read_panel_rules(const ordered_json& value, const std::string& pointer,
                                     const named_rubrics& known) {
    reader_type reader{value,
                       pointer,
                       reason::definition_invalid,
                       {"method",
                        "size",
                        "size_max",
                        "technical_percent_min",
                        "finance_min",
                        "odd",
                        "declaration_needed",
                        "pass_score",
                        "drop_extremes_from",
                        "quorum",
                        "majority",
                        "majority_of",
                        "aggregate",
                        "disagreement_from",
                        "calibration_strength",
                        "invitation_days",
                        "reminder_days",
                        "review_days",
                        "drawn",
                        "blind",
                        "field_at",
                        "rubric",
                        "conflicts"}};
    panel_rules read;
    read.method = read_method(reader);
    read.size = reader.integer("size", 1, panel_size_max);
    read.size_max = reader.integer("size_max", 1, panel_size_max, read.size);
    read.technical_percent_min = reader.integer("technical_percent_min", 0, 100, 0);
    read.finance_min = reader.integer("finance_min", 0, panel_size_max, 0);
    read.odd = reader.boolean("odd", false);
    read.declaration_needed = reader.boolean("declaration_needed", true);
    read.drop_extremes_from = reader.integer("drop_extremes_from", 0, panel_size_max, 0);
    read.quorum = read_share(reader, "quorum");
    read.majority = read_share(reader, "majority");
    const bool scores = read.method == review_method::score;
    read.pass_score = reader.integer("pass_score", 0, 100, scores ? std::nullopt : std::optional<std::int64_t>{0});
    if (scores) read.scored = find_rubric(reader, known);
    if (!scores && reader.find("rubric")) reader.fail("/rubric", {"表决不用评分表", "A vote has no rubric"});
    read.conflicts = read_conflicts(reader);
    read_figures(read, reader);
    read_seating(read, reader);
    check_whole(read, reader);
    if (reader.failed()) return reader.failure();
    return read;
}

} // namespace sluice::review
