#include "engine/review/spot_check.hpp"

#include "engine/base/digest.hpp"

#include <algorithm>

namespace sluice::review {

std::size_t drawn_of(std::size_t population, const spot_check_size& size) {
    const auto percent = static_cast<std::size_t>(std::clamp(size.percent, 0, 100));
    const auto share = (population * percent + 99) / 100;
    return std::min(population, std::max(share, static_cast<std::size_t>(std::max(size.at_least, 0))));
}

spot_check_outcome draw_spot_check(std::vector<std::string> numbers, const spot_check_size& size,
                                   const std::string& seed) {
    std::sort(numbers.begin(), numbers.end());
    std::vector<spot_check_ticket> tickets;
    for (const auto& number : numbers)
        tickets.push_back({number, to_hex(sha256("sluice spot check 1\n" + seed + "\n" + number))});
    std::sort(tickets.begin(), tickets.end(),
              [](const spot_check_ticket& one, const spot_check_ticket& other) { return one.ticket < other.ticket; });
    tickets.resize(drawn_of(numbers.size(), size));
    return {seed, std::move(numbers), std::move(tickets)};
}

std::string digest_of_population(const std::vector<std::string>& sorted) {
    std::string lines;
    for (const auto& number : sorted)
        lines += number + "\n";
    return to_hex(sha256(lines));
}

} // namespace sluice::review
