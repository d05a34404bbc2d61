#pragma once

#include <string>
#include <string_view>

namespace sluice {

/// The languages in which the server speaks to people.
enum class language { zh, en };

/// A sentence or title in both languages. Both are always filled: a reader never gets an empty one.
struct text {
    std::string zh;
    std::string en;

    const std::string& in(language wanted) const { return wanted == language::zh ? zh : en; }
    friend bool operator==(const text&, const text&) = default;
};

} // namespace sluice
