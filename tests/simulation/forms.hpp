#pragma once

#include "tests/simulation/bureau.hpp"
#include "tests/simulation/population.hpp"

namespace sluice::simulation {

/// What makes one form differ from the next.
struct form_wish {
    const firm& applicant;
    const programme& rules;
    int year = 0;        ///< of the round
    std::string subject; ///< unique; the beginning of the title
    double money = 1;    ///< by which all amounts of the model are multiplied
};

/// A complete form after one of the models in the programme's cases.json, made the firm's own. The same wish and
/// chance give the same form.
json fill_in(const bureau&, const form_wish&, chance&);

/// The same with a slip in it: something left out, or a wrong code.
json with_a_slip(json form, const json& schema, chance&);

} // namespace sluice::simulation
