#include "engine/similarity/shared_passages.hpp"

#include <algorithm>
#include <unordered_map>

namespace sluice::similarity {
namespace {

/// Places in the other text that are tried for one beginning; more would only be repetitions.
constexpr std::size_t places_max = 32;

/// Where each beginning of a passage stands in a text.
class beginnings {
public:
    beginnings(std::u32string_view letters, std::size_t size)
        : letters_{letters}
        , size_{size} {
        for (std::size_t at = 0; at + size <= letters.size(); ++at) {
            auto& places = places_[std::u32string{letters.substr(at, size)}];
            if (places.size() < places_max) places.push_back(at);
        }
    }

    /// How long the passage is that begins the text and stands here too; 0 when it is too short.
    std::size_t longest(std::u32string_view text) const {
        if (text.size() < size_) return 0;
        const auto found = places_.find(std::u32string{text.substr(0, size_)});
        if (found == places_.end()) return 0;
        std::size_t length = 0;
        for (const auto at : found->second) {
            const auto here = letters_.substr(at);
            const auto differ = std::mismatch(text.begin(), text.end(), here.begin(), here.end());
            length = std::max(length, static_cast<std::size_t>(differ.first - text.begin()));
        }
        return length;
    }

private:
    std::u32string_view letters_;
    std::size_t size_;
    std::unordered_map<std::u32string, std::vector<std::size_t>> places_;
};

} // namespace

std::vector<shared_passage> shared_passages(const normal_form& first, const normal_form& second,
                                            passage_bounds bounds) {
    const std::u32string_view letters = first.letters;
    const beginnings known{second.letters, bounds.letters_min};
    std::vector<shared_passage> found;
    for (std::size_t at = 0; at < letters.size();) {
        const auto length = known.longest(letters.substr(at));
        if (length == 0 || (at + 1 < letters.size() && known.longest(letters.substr(at + 1)) > length)) {
            ++at;
            continue;
        }
        found.push_back({first.begins[at], first.ends[at + length - 1], length});
        at += length;
    }
    std::stable_sort(found.begin(), found.end(), [](const shared_passage& left, const shared_passage& right) {
        return left.letters > right.letters;
    });
    if (found.size() > bounds.passages_max) found.resize(bounds.passages_max);
    return found;
}

} // namespace sluice::similarity
