#include "api/http/language.hpp"

#include "api/http/internal/header_syntax.hpp"

#include <optional>

namespace sluice::http {

namespace {

/// What the header says of one language: the best weight, and where in the list it stood.
struct preference {
    int weight = 0;
    std::size_t position = 0;
};

void note(std::optional<preference>& preferred, int weight, std::size_t position) {
    if (!preferred || weight > preferred->weight) preferred = preference{weight, position};
}

/// The first part of a language tag in lower case: `en` of `en-GB`.
std::string primary(std::string_view range) {
    return internal::to_lower(range.substr(0, range.find('-')));
}

} // namespace

language preferred_language(std::string_view accept_language) {
    std::optional<preference> zh;
    std::optional<preference> en;
    std::optional<preference> any;
    std::size_t position = 0;
    for (const auto entry : internal::split_outside_quotes(accept_language, ',')) {
        const auto parts = internal::split_outside_quotes(entry, ';');
        if (parts.empty()) continue;
        const auto weight = internal::weight_of(parts);
        if (!weight) continue;
        const auto range = primary(parts.front());
        if (range == "zh") note(zh, *weight, position);
        if (range == "en") note(en, *weight, position);
        if (range == "*") note(any, *weight, position);
        ++position;
    }
    const preference other = any.value_or(preference{0, position});
    const preference chinese = zh.value_or(other);
    const preference english = en.value_or(other);
    if (chinese.weight != english.weight) return chinese.weight > english.weight ? language::zh : language::en;
    return english.position < chinese.position && english.weight > 0 ? language::en : language::zh;
}

std::string_view tag_of(language spoken) {
    switch (spoken) {
    case language::zh:
        return "zh";
    case language::en:
        return "en";
    }
    return "zh";
}

} // namespace sluice::http
