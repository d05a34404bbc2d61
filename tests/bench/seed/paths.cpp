#include "tests/bench/seed/paths.hpp"

namespace sluice::bench {
namespace {

using namespace std::chrono_literals;

date day(unsigned month, unsigned number) {
    return std::chrono::sys_days{std::chrono::year{2025} / static_cast<int>(month) / static_cast<int>(number)};
}

std::vector<date> every(int days, date first, int count) {
    std::vector<date> all;
    for (int i = 0; i < count; ++i)
        all.push_back(first + std::chrono::days{i * days});
    return all;
}

step on_day(int number, part by, std::string what, json data = json::object()) {
    return {by, std::move(what), std::move(data), number, 8h + 30min};
}

std::vector<step> submitted() {
    return {{part::applicant, "create", nullptr, 0, 8h + 30min},
            {part::applicant, "document", "business_plan", 0, 8h + 34min},
            {part::applicant, "document", "contest_certificate", 0, 8h + 35min},
            {part::applicant, "submit", json::object(), 0, 8h + 40min}};
}

std::vector<step> after(std::vector<step> earlier, step last) {
    earlier.push_back(std::move(last));
    return earlier;
}

} // namespace

instant founded_at() {
    return instant{start_of(day(1, 6)).milliseconds + std::chrono::milliseconds{9h}.count()};
}

instant firms_registered_at() {
    return instant{founded_at().milliseconds + std::chrono::milliseconds{1h}.count()};
}

instant measured_at() {
    return instant{start_of(day(4, 16)).milliseconds + std::chrono::milliseconds{9h}.count()};
}

std::vector<path> seeded_paths() {
    const auto accepted = after(submitted(), on_day(2, part::officer, "accept"));
    const auto verified = after(accepted, on_day(6, part::officer, "confirm_verification",
                                                 {{"findings", "来文与证明材料一致，资金用途符合规定。"}}));
    const auto visited = after(verified, on_day(13, part::officer, "confirm_site_visit",
                                                {{"visited_on", "2025-01-20"}, {"findings", "现场情况与申报一致。"}}));
    const auto recommended =
        after(visited, on_day(16, part::officer, "recommend", {{"in_favour", true}, {"opinion", "建议予以支持。"}}));
    const json reason = {{"reason", "不符合申报条件。"}}, items = {{"items", {"营业执照副本"}}};

    const auto whole_season = every(5, day(1, 13), 12), drafts_too = every(4, day(1, 13), 22);
    const std::vector<date> within_the_term{day(4, 10), day(4, 11), day(4, 14), day(4, 15)};
    return {{"draft", 10, {submitted().front()}, drafts_too},
            {"formal_check", 25, submitted(), within_the_term},
            {"correction",
             3,
             after(submitted(), on_day(1, part::officer, "request_correction", items)),
             {day(4, 9), day(4, 10), day(4, 13), day(4, 14)}},
            {"verification", 7, accepted, whole_season},
            {"site_visit", 6, verified, whole_season},
            {"recommendation", 25, visited, whole_season},
            {"decision", 15, recommended, whole_season},
            {"withdrawn", 4, after(submitted(), on_day(1, part::applicant, "withdraw")), whole_season},
            {"not_accepted", 5, after(submitted(), on_day(2, part::officer, "not_accept", reason)), whole_season}};
}

} // namespace sluice::bench
