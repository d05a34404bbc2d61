#include "engine/application/overlap.hpp"

#include <algorithm>
#include <stdexcept>

namespace sluice::application {

json to_json(const std::vector<overlapping_project>& all) {
    json written = json::array();
    for (const auto& each : all)
        written.push_back({{"application", each.application},
                           {"programme", each.programme},
                           {"number", each.number},
                           {"title", each.title},
                           {"similarity", each.similarity},
                           {"same_organisation", each.same_organisation},
                           {"amount", each.amount.count()},
                           {"at", each.at.milliseconds}});
    return written;
}

std::vector<overlapping_project> overlaps_from_json(const json& written) try {
    std::vector<overlapping_project> all;
    for (const auto& each : written)
        all.push_back({each.at("application"), each.at("programme"), each.at("number"), each.at("title"),
                       each.at("similarity"), each.at("same_organisation"), fen{each.at("amount").get<std::int64_t>()},
                       instant{each.at("at").get<std::int64_t>()}});
    return all;
} catch (const json::exception& broken) {
    throw std::invalid_argument(std::string{"not a list of overlapping projects: "} + broken.what());
}

overlap_totals totals_of(const std::vector<overlapping_project>& all, bool anyone) {
    overlap_totals totals;
    for (const auto& each : all) {
        if (!anyone && !each.same_organisation) continue;
        totals.highest = std::max(totals.highest, each.amount);
        totals.total += each.amount;
    }
    return totals;
}

} // namespace sluice::application
