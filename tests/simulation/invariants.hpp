#pragma once

#include "engine/store/database.hpp"
#include "tests/simulation/bureau.hpp"
#include "tests/simulation/population.hpp"
#include "tests/simulation/rounds.hpp"
#include "tests/simulation/treasury.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace sluice::simulation {

/// What the checks look at.
struct evidence {
    const bureau& at;
    const population& people;
    const std::vector<intake_round>& rounds;
    const treasury& money;
    std::int64_t looks_at_fellows = 0; ///< while it ran
    std::int64_t looks_at_others = 0;
};

/// Something that must not be, and where.
struct breach {
    std::string what;
    std::string application{};
};

/// One invariant, with how much was looked at.
struct finding {
    std::string invariant;
    std::string figure;
    std::vector<breach> breaches{};
};

/// Checks and prints every invariant; of one that is broken, the first application with its history. True: all hold.
bool check_invariants(const evidence&, std::ostream&);

// The checks, by what they are about.
std::vector<finding> check_record(const evidence&, store::reader&);
std::vector<finding> check_money(const evidence&, store::reader&);
std::vector<finding> check_people(const evidence&, store::reader&);
std::vector<finding> check_publicity(const evidence&, store::reader&);

/// Calls `each` with every item of a list of the store, page by page.
template<class List, class Each>
void walk(List&& list, Each&& each) {
    store::page_request want{std::nullopt, store::page_limit_max};
    for (bool more = true; more;) {
        const auto page = list(want);
        for (const auto& item : page.items)
            each(item);
        want.after = page.next;
        more = page.next.has_value();
    }
}

} // namespace sluice::simulation
