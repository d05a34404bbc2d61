#include "engine/programme/diagram_words.hpp"

#include "engine/programme/role_names.hpp"

namespace sluice::programme {
statechart::diagram_options diagram_words(const programme& of, language wanted) {
    statechart::diagram_options words;
    words.language = wanted;
    words.roles = role_names(of);
    for (const auto& [name, value] : of.parameters.items()) {
        if (value.is_string()) words.values.emplace("parameters." + name, value.get<std::string>());
    }
    return words;
}

} // namespace sluice::programme
