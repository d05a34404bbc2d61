#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sluice::verifier {

/// Where in a JSON text each value stands, by its JSON pointer.
class place_index {
public:
    struct place {
        std::size_t line = 0, column = 0; ///< from 1, columns in bytes; of the member's name, where it has one
    };

    /// Of a text that is valid JSON; nesting is as bounded as the parser that said so.
    explicit place_index(std::string_view text);

    /// The place of the value, or of the nearest one around it that there is.
    place find(std::string pointer) const;

private:
    std::unordered_map<std::string, place> places_;
};

} // namespace sluice::verifier
