#pragma once

#include "engine/base/text.hpp"
#include "engine/cel/environment.hpp"
#include "engine/cel/expression.hpp"
#include "engine/programme/template.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::programme {

/// Something that a firm's profile has to fulfil, with the words that say what would.
struct match_condition {
    std::string id;
    std::optional<cel::expression> that; ///< never empty once read
    bilingual_template otherwise;
};

/// What a firm can expect: either `exact`, or a range; fen.
struct match_amount {
    std::optional<cel::expression> exact, from, to;
    text note; ///< what else has to be known of it, or empty
};

/// A document that has to be handed in; always, or when the profile says so.
struct match_document {
    std::string name;
    std::optional<cel::expression> when;
};

struct match_part {
    std::vector<match_condition> conditions;
    std::optional<match_amount> amount;
    std::vector<match_document> documents;
};

/// One of several ways to be eligible.
struct match_route {
    std::string id;
    text title;
    match_part part;
};

/// The section `match`: for whom a programme is. Without routes, whoever fulfils the conditions of `all` is eligible;
/// with them, whoever fulfils those and the conditions of any route.
struct match_rules {
    cel::environment vocabulary; ///< what its expressions see
    match_part all;
    std::vector<match_route> routes;
};

} // namespace sluice::programme
