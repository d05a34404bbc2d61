#include "tests/mutation/survivors.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <ostream>
#include <set>
#include <stdexcept>

namespace sluice::mutation {
namespace {

ordered_json read_explanations(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    auto parsed = parse_ordered_json(std::string{std::istreambuf_iterator<char>{file}, {}});
    if (!parsed) throw std::runtime_error(path.string() + ": " + parsed.error().explanation.en);
    return *parsed;
}

} // namespace

bool check_survivors(const std::vector<mutant>& all, const std::vector<verdict>& verdicts,
                     const std::filesystem::path& explanations, bool whole_run, std::ostream& out) {
    const auto known = read_explanations(explanations);
    std::set<std::string> used;
    std::size_t unexplained = 0, stale = 0;
    out << "\nsurvivors\n";
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (verdicts[i].by != catcher::nothing) continue;
        const auto key = all[i].key();
        out << "  " << key << "\n";
        if (known.contains(key)) {
            used.insert(key);
            out << "      equivalent: " << known.at(key).get<std::string>() << "\n";
            continue;
        }
        ++unexplained;
        out << "      NOT EXPLAINED " << verdicts[i].words << "\n";
    }
    for (const auto& [key, why] : known.items())
        if (whole_run && !used.contains(key)) {
            ++stale;
            out << "  STALE: " << key << "\n      is caught, or no longer made\n";
        }
    out << fmt::format("{} explained, {} not explained, {} explanations stale\n", used.size(), unexplained, stale);
    return unexplained == 0 && stale == 0;
}

} // namespace sluice::mutation
