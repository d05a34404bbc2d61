#include "engine/review/composition.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::review {

std::optional<free_seats> seats_to_fill(const panel& seats, const panel_rules& rules) {
    std::int64_t technical = 0, finance = 0;
    const auto seated = seats.seated();
    for (const auto* member : seated) {
        technical += member->kind == expertise::technical ? 1 : 0;
        finance += member->kind == expertise::finance ? 1 : 0;
    }
    const auto members = static_cast<std::int64_t>(seated.size());
    for (auto size = std::max(rules.size, members); size <= rules.size_max; ++size) {
        if (!can_be_composed(rules, size)) continue;
        free_seats needed;
        needed.technical = std::max<std::int64_t>(technical_needed(rules, size) - technical, 0);
        needed.finance = std::max<std::int64_t>(rules.finance_min - finance, 0);
        needed.any = size - members - needed.technical - needed.finance;
        if (needed.any >= 0) return needed;
    }
    return std::nullopt;
}

std::vector<unmet_requirement> composition(const panel& seats, const panel_rules& rules) {
    const auto seated = seats.seated();
    const auto members = static_cast<std::int64_t>(seated.size());
    const auto of_kind = [&](expertise kind) {
        return std::count_if(seated.begin(), seated.end(), [=](const auto* one) { return one->kind == kind; });
    };
    const auto technical = of_kind(expertise::technical);
    const auto finance = of_kind(expertise::finance);

    std::vector<unmet_requirement> unmet;
    if (members < rules.size || members > rules.size_max)
        unmet.push_back(
            {"panel_size",
             "",
             {fmt::format("评审组须有 {} 至 {} 名专家，现有 {} 名", rules.size, rules.size_max, members),
              fmt::format("The panel needs {} to {} members and has {}", rules.size, rules.size_max, members)}});
    if (rules.odd && members % 2 == 0)
        unmet.push_back({"panel_odd",
                         "",
                         {fmt::format("专家人数须为单数，现有 {} 名", members),
                          fmt::format("The number of members must be odd and is {}", members)}});
    if (technical * 100 < rules.technical_percent_min * members)
        unmet.push_back({"panel_technical",
                         "",
                         {fmt::format("技术专家须占 {}% 以上，现为 {} 名中的 {} 名", rules.technical_percent_min,
                                      members, technical),
                          fmt::format("At least {}% must be technical experts; {} of {} are",
                                      rules.technical_percent_min, technical, members)}});
    if (finance < rules.finance_min)
        unmet.push_back(
            {"panel_finance",
             "",
             {fmt::format("至少须有 {} 名财务专家，现有 {} 名", rules.finance_min, finance),
              fmt::format("At least {} finance experts are needed; there are {}", rules.finance_min, finance)}});
    return unmet;
}

} // namespace sluice::review
