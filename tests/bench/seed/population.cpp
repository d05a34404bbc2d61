#include "tests/bench/seed/population.hpp"

#include "tests/bench/seed/organisations.hpp"
#include "tests/bench/seed/paths.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::bench {
namespace {

/// Which path a number from 0 to 99 stands for.
std::vector<std::size_t> path_of_percent() {
    std::vector<std::size_t> paths;
    const auto all = seeded_paths();
    for (std::size_t i = 0; i < all.size(); ++i)
        paths.insert(paths.end(), all[i].share, i);
    return paths;
}

/// CY-2025-000001-7K3Q, as the service gives it: the tail comes from the id.
std::string number_of(const std::string& pattern_number, std::size_t running, const std::string& id) {
    static constexpr std::string_view symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const auto prefix = pattern_number.substr(0, pattern_number.find('-'));
    const auto hash = sha256(id);
    std::string tail;
    for (std::size_t i = 0; i < 4; ++i)
        tail += symbols[hash[i] % symbols.size()];
    return fmt::format("{}-2025-{:06}-{}", prefix, running, tail);
}

} // namespace

population::population(const patterns& all, const title_maker& titles, std::size_t applications, std::uint64_t seed)
    : patterns_{all}
    , titles_{titles}
    , seed_{seed}
    , firms_{std::max<std::size_t>(applications / applications_of_a_firm, 1)} {
    chance drawn{seed};
    const auto paths = path_of_percent();
    applications_.reserve(applications);
    for (std::size_t i = 0; i < applications; ++i) {
        const auto& choices = all.of_path[paths[drawn.below(paths.size())]];
        planned_application each;
        each.pattern = static_cast<std::uint16_t>(choices[drawn.below(choices.size())]);
        each.shift_ms = static_cast<std::uint32_t>(drawn.below(static_cast<std::uint64_t>(shift_max.count())));
        each.firm = static_cast<std::uint32_t>(drawn.below(firms_));
        each.seed = drawn.next();
        each.created_at = all.applications[each.pattern].row.created_at.milliseconds + each.shift_ms;
        applications_.push_back(each);
    }
    std::stable_sort(applications_.begin(), applications_.end(),
                     [](const auto& a, const auto& b) { return a.created_at < b.created_at; });
}

std::vector<planned_act> population::acts() const {
    std::vector<planned_act> all;
    for (std::uint32_t i = 0; i < applications_.size(); ++i) {
        const auto& acts = pattern_of(i).acts;
        for (std::uint32_t act = 0; act < acts.size(); ++act)
            all.push_back({acts[act].at.milliseconds + applications_[i].shift_ms, i, act});
    }
    std::sort(all.begin(), all.end(), [](const planned_act& a, const planned_act& b) {
        return std::tie(a.at, a.application, a.act) < std::tie(b.at, b.application, b.act);
    });
    return all;
}

std::vector<std::string> population::words_of(std::size_t application, const text_template* text) const {
    const auto& planned = applications_[application];
    const auto& pattern = pattern_of(application);
    const auto needs = [&](std::size_t word) { return !text || text->uses(word); };
    chance drawn{planned.seed}, titled{planned.seed + 1};
    std::vector<std::string> words(w_first_time + pattern.acts.size());
    words[w_id] = make_id(instant{planned.created_at}, drawn.entropy());
    if (needs(w_title)) words[w_title] = titles_.title(titled);
    if (needs(w_number)) words[w_number] = number_of(pattern.row.number, application + 1, words[w_id]);
    if (needs(w_organisation) || needs(w_person)) {
        auto firm = ids_of_firm(planned.firm);
        words[w_organisation] = std::move(firm.organisation);
        words[w_person] = std::move(firm.person);
    }
    if (needs(w_firm)) words[w_firm] = firm_name(planned.firm);
    if (needs(w_code)) words[w_code] = firm_code(planned.firm);
    for (std::size_t i = 0; i < pattern.documents.size(); ++i) // drawn in order, whether needed or not
        words[w_first_document + i] =
            make_id(instant{pattern.documents[i].at.milliseconds + planned.shift_ms}, drawn.entropy());
    for (std::size_t i = 0; i < pattern.acts.size(); ++i)
        words[w_first_time + i] = std::to_string(pattern.acts[i].at.milliseconds + planned.shift_ms);
    return words;
}

population::firm_ids population::ids_of_firm(std::size_t firm) const {
    constexpr std::size_t firms_of_a_millisecond = 10;
    const instant at{firms_registered_at().milliseconds + static_cast<std::int64_t>(firm / firms_of_a_millisecond)};
    chance drawn{seed_ ^ (0xf1a3'0000'0000'0000 + firm)};
    auto organisation = make_id(at, drawn.entropy());
    auto person = make_id(at, drawn.entropy());
    return {std::move(organisation), std::move(person), at};
}

} // namespace sluice::bench
