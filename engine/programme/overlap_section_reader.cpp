// The section `overlap` of workflow.json: when two applications are about the same project.

#include "engine/programme/definition_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace sluice::programme {

using value_t = ordered_json::value_t;

namespace {

constexpr const char* place = "/overlap";

/// Below this, titles that have nothing to do with each other would be reported, and the index does not look for them.
constexpr double share_min = 0.3;

} // namespace

void definition_reader::read_overlap() {
    const auto* section = member(document_, "overlap", "", value_t::object, false);
    if (!section) return;
    has_only(*section, {"title_similarity", "summary_similarity", "summary_at", "counts"}, place);
    auto& rules = made_->overlap;
    rules.title_per_mille = share_at(*section, "title_similarity", rules.title_per_mille);
    rules.summary_per_mille = share_at(*section, "summary_similarity", rules.summary_per_mille);
    if (const auto at = string_at(*section, "summary_at", place, false); !at.empty()) rules.summary_at = at;
    if (!rules.summary_at.starts_with('/'))
        defect_at(std::string{place} + "/summary_at",
                  {"须为 JSON 指针，如 /project/summary", "This is a JSON pointer such as /project/summary"});
    const auto counts = string_at(*section, "counts", place, false);
    if (!counts.empty() && counts != "same_organisation" && counts != "anyone")
        defect_at(std::string{place} + "/counts",
                  {"须为 same_organisation 或 anyone", "This is either same_organisation or anyone"});
    rules.anyone = counts == "anyone";
}

int definition_reader::share_at(const ordered_json& section, const char* name, int otherwise) {
    const auto found = section.find(name);
    if (found == section.end()) return otherwise;
    const double share = found->is_number() ? found->get<double>() : 0;
    if (share >= share_min && share <= 1) return static_cast<int>(std::lround(share * 1000));
    defect_at(fmt::format("{}/{}", place, name), {fmt::format("须为 {} 至 1 之间的数", share_min),
                                                  fmt::format("This is a number from {} to 1", share_min)});
    return otherwise;
}

} // namespace sluice::programme
