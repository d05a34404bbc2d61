#pragma once

#include "engine/cel/environment.hpp"
#include "engine/programme/programme.hpp"

namespace sluice::programme {

/// The variables that every expression of a programme sees, in the order of their slots.
enum class word : std::size_t {
    form,
    vars,
    parameters,
    applicant,
    overlap,
    application,
    round,
    fund,
    money,
    reviews,
    votes,
    documents,
    payments,
    objections,
    signatures,
    event,
    actor,
    time
};
inline constexpr std::size_t word_count = 18;
std::string_view name_of(word);

/// Which states are active, for In("state"); the user pointer of an activation points at one.
class configuration_view {
public:
    virtual ~configuration_view() = default;
    virtual bool in(std::string_view state) const = 0;
};

/// The environment in which a programme's expressions are typed, without `event`, which differs by transition.
cel::environment vocabulary_of(const programme&);

/// The same with `event.data` as the schema types it; null: anything.
cel::environment with_event(const cel::environment&, const schema::schema* data);

/// The same with `pool`, which only the formula of an allocation sees: `amount`, `claims` (their sum), `count`.
cel::environment with_pool(const cel::environment&);

/// What the section `match` sees: `profile`, `parameters`, `time`, and the functions.
cel::environment match_vocabulary(const programme&);

/// What CEL makes of a shape: money is int fen, optional fields need has().
cel::type type_of(const schema::shape&, const std::string& name);

} // namespace sluice::programme
