#pragma once

#include "engine/base/json.hpp"
#include "engine/review/composition.hpp"
#include "engine/review/expert_pool.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::review {

inline constexpr std::int64_t tickets_max = 32; ///< of one expert
inline constexpr std::int64_t usual_load = 8;   ///< what counts as a full load for an expert without a cap

/// A draw like an urn of tickets, which anyone can check with `sha256sum`.
///
/// Each expert who can be drawn has 1 to `tickets_max` tickets: (1 + 7 × match ÷ 100) × (1 + 3 × free ÷ cap), both
/// rounded down, where match is the percentage of the application's fields that the expert knows and free ÷ cap how
/// much of the load cap (or of `usual_load`) is left: who knows the field and has little to do is drawn more often, and
/// everyone can be. Ticket number i (from 0) is worth SHA-256("sluice draw 1\n" seed "\n" person "\n" i), the
/// bytes compared in order; the expert's place is that of the lowest ticket. Then seats are filled in this order, and
/// an expert is passed over when the seats left over would not suffice for the technical and finance experts needed.
///
/// Why a hash and no stream of random numbers: the draw does not depend on the order of the pool; when somebody drops
/// out the others keep their order, so that whoever is next in line is next whatever happened; and nothing has to be
/// trusted or kept but the seed. Because the least of n uniform tickets goes first, the order is exactly that of
/// drawing tickets one by one and leaving out those whose holder has been drawn.
struct drawn_expert {
    std::string person;
    expertise kind = expertise::technical;
    std::int64_t match = 0; ///< percent
    std::int64_t tickets = 0;
    std::string lowest; ///< the best ticket, the first 16 hexadecimal digits

    friend bool operator==(const drawn_expert&, const drawn_expert&) = default;
};

struct excluded_expert {
    std::string person;
    std::vector<unmet_requirement> grounds;

    friend bool operator==(const excluded_expert&, const excluded_expert&) = default;
};

struct draw_outcome {
    std::string seed;
    free_seats wanted;                     ///< what there was to fill
    std::vector<drawn_expert> drawn;       ///< in the order of the draw
    std::vector<drawn_expert> substitutes; ///< whoever would be next, in order
    std::vector<excluded_expert> excluded; ///< by person
    std::vector<unmet_requirement> unmet;  ///< what the panel would still lack; empty when the draw fills it

    friend bool operator==(const draw_outcome&, const draw_outcome&) = default;
};

/// The same seed, pool, wish and rules always give the same outcome, whatever the order of the pool. At most
/// `substitutes_max` substitutes are named.
draw_outcome draw(const std::vector<pool_expert>& pool, const review_wish& wish, const panel_rules& rules,
                  const std::string& seed, std::size_t substitutes_max);

/// `{seed, wanted: {technical, finance, any}, drawn: [{person, kind, match, tickets, lowest}], substitutes: […],
///   excluded: [{person, grounds: [{id, explanation: {zh, en}}]}], unmet: [{id, explanation}]}`.
json to_json(const draw_outcome& written);
json requirements_to_json(const std::vector<unmet_requirement>& written);

} // namespace sluice::review
