#include "tests/bench/load/readings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace sluice::bench {
namespace {

constexpr std::size_t page_items = 50;
constexpr int depth_max = 5;
constexpr std::uint64_t pages_followed = 3; ///< one of so many
constexpr std::uint64_t looked_at_closely = 16;
constexpr std::size_t moving_max = 1'000; ///< more applications than ever are between two states

constexpr std::string_view mark_of_item = R"("messages":{"all":)";
constexpr std::string_view mark_of_task = R"("working_days_late":)";

/// The text after `before` and up to the next quotation mark.
std::string_view quoted_after(std::string_view text, std::string_view before) {
    const auto at = text.find(before);
    if (at == std::string_view::npos) return {};
    const auto begin = at + before.size();
    return text.substr(begin, text.find('"', begin) - begin);
}

/// What stands behind `mark`, up to the next quotation mark, wherever it stands.
std::vector<std::string_view> all_quoted_after(std::string_view text, std::string_view mark) {
    std::vector<std::string_view> found;
    for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at)) {
        at += mark.size();
        found.push_back(text.substr(at, text.find('"', at) - at));
    }
    return found;
}

/// What stands before `mark`, from the quotation mark before it, wherever it stands.
std::vector<std::string_view> all_quoted_before(std::string_view text, std::string_view mark) {
    std::vector<std::string_view> found;
    for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + mark.size())) {
        const auto begin = text.rfind('"', at - 1) + 1;
        found.push_back(text.substr(begin, at - begin));
    }
    return found;
}

/// No application twice, and in the order asked for. Read from the text: a tree would cost the generator more than the
/// page costs the server.
void expect_order(const answer& given, std::string_view query, std::size_t items) {
    const bool descending = query.find("sort=-") != std::string_view::npos;
    const bool by_change = query.find("updated_at") != std::string_view::npos;
    auto ids = all_quoted_before(given.body, R"(","number":)");
    std::vector<instant> keys;
    for (const auto each : all_quoted_after(given.body, by_change ? R"("updated_at":")" : R"("created_at":")"))
        keys.push_back(parse_rfc3339(std::string{each}).value());
    if (ids.size() != items || keys.size() != items) complain(given, "not every item has an id and its time");
    if (descending) std::reverse(keys.begin(), keys.end());
    if (!std::is_sorted(keys.begin(), keys.end())) complain(given, "the page is out of order");
    std::sort(ids.begin(), ids.end());
    if (std::adjacent_find(ids.begin(), ids.end()) != ids.end()) complain(given, "an application is there twice");
}

} // namespace

get_workload::get_workload(known_base& base, std::size_t connections, const std::vector<std::uint32_t>& among)
    : base_{base}
    , among_{among}
    , under_way_(connections) {}

void get_workload::ask(std::size_t connection, std::string& bytes) {
    const auto which = among_[base_.drawn.below(among_.size())];
    under_way_[connection] = {which, base_.applications[which].revision};
    begin_request(bytes, "GET", fmt::format("/v1/applications/{}", base_.applications[which].name()), base_.officer);
    end_request(bytes, "");
}

void get_workload::check(std::size_t connection, const answer& given) {
    const auto& now = under_way_[connection];
    const auto& which = base_.applications[now.application];
    expect_status(given, 200);
    expect_text(given, fmt::format(R"("id":"{}")", which.name()));
    const auto revision = revision_of(given);
    expect_text(given, fmt::format(R"("revision":{},)", revision));
    const auto newest = which.revision + (which.busy ? 1 : 0);
    if (revision < now.revision || revision > newest)
        complain(given, fmt::format("revision {} where it is {} to {}", revision, now.revision, newest));
    if (now.revision == newest) expect_text(given, fmt::format(R"("ids":["{}"])", base_.states[which.state]));
}

list_workload::list_workload(known_base& base, std::size_t connections)
    : base_{base}
    , under_way_(connections) {
    const auto by_state = [&](const char* state, const char* sort) {
        kinds_.push_back({fmt::format("state={}&sort={}", state, sort), fmt::format(R"("ids":["{}"])", state),
                          base.count_in(state) > moving_max + page_items * (depth_max + 1)});
    };
    const auto by_round = [&](const std::string& round, const char* sort) {
        kinds_.push_back({fmt::format("round={}&sort={}", round, sort), fmt::format(R"("round":"{}")", round), false});
    };
    const auto by_programme = [&](const char* sort) {
        kinds_.push_back({fmt::format("programme={}&sort={}", base.programme, sort),
                          fmt::format(R"("programme":"{}")", base.programme),
                          base.visible.size() > page_items * (depth_max + 1)});
    };
    by_state("formal_check", "-updated_at");
    by_state("recommendation", "created_at");
    by_state("decision", "updated_at");
    by_state("recommendation", "-created_at");
    by_round(base.rounds[0], "-created_at");
    by_round(base.rounds[1], "updated_at");
    by_programme("-created_at");
    by_programme("-updated_at");
}

void list_workload::ask(std::size_t connection, std::string& bytes) {
    auto& now = under_way_[connection];
    const bool follows = !now.next.empty() && now.depth < depth_max && base_.drawn.below(pages_followed) == 0;
    if (follows) {
        ++now.depth;
    } else {
        now = {base_.drawn.below(kinds_.size()), 0, ""};
    }
    begin_request(
        bytes, "GET",
        fmt::format("/v1/applications?{}&limit=50{}{}", kinds_[now.kind].query, follows ? "&cursor=" : "", now.next),
        base_.officer);
    end_request(bytes, "");
}

void list_workload::check(std::size_t connection, const answer& given) {
    auto& now = under_way_[connection];
    const auto& asked = kinds_[now.kind];
    expect_status(given, 200);
    const auto items = occurrences(given, mark_of_item);
    // The cursor stands at one end of the body: after the items, or in the link.
    const auto tail = given.body.substr(given.body.size() - std::min<std::size_t>(given.body.size(), 1'000));
    now.next = quoted_after(tail, R"("next":")");
    if (items > page_items || ((asked.is_full || !now.next.empty()) && items != page_items))
        complain(given, fmt::format("{} items instead of {}", items, page_items));
    if (occurrences(given, asked.of_each) != items) complain(given, "not every item has " + asked.of_each);
    if (base_.drawn.below(looked_at_closely) == 0) expect_order(given, asked.query, items);
}

work_list_workload::work_list_workload(known_base& base)
    : base_{base}
    , expected_{std::min(page_items, base.count_in("formal_check"))} {}

void work_list_workload::ask(std::size_t, std::string& bytes) {
    begin_request(bytes, "GET", "/v1/tasks?limit=50", base_.officer);
    end_request(bytes, "");
}

void work_list_workload::check(std::size_t, const answer& given) {
    expect_status(given, 200);
    const auto items = occurrences(given, mark_of_task);
    if (items < expected_ || items > page_items)
        complain(given, fmt::format("{} tasks instead of {}", items, expected_));
}

void totals_workload::ask(std::size_t, std::string& bytes) {
    begin_request(bytes, "GET", target, base_.officer);
    end_request(bytes, "");
}

void totals_workload::check(std::size_t, const answer& given) {
    expect_status(given, 200);
    constexpr std::string_view mark = R"("count":)";
    std::size_t sum = 0;
    for (auto at = given.body.find(mark); at != std::string_view::npos; at = given.body.find(mark, at + 1)) {
        std::size_t count = 0;
        std::from_chars(given.body.data() + at + mark.size(), given.body.data() + given.body.size(), count);
        sum += count;
    }
    if (sum != base_.visible.size())
        complain(given, fmt::format("the counts add up to {} instead of {}", sum, base_.visible.size()));
}

void bare_workload::ask(std::size_t, std::string& bytes) {
    begin_request(bytes, "GET", "/", "bench-officer");
    end_request(bytes, "");
}

void bare_workload::check(std::size_t, const answer& given) {
    expect_status(given, 200);
    if (given.body.size() != bare_body_bytes) complain(given, "it is not the fixed body");
}

} // namespace sluice::bench
