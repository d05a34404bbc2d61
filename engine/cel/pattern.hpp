#pragma once

#include "engine/base/text.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <memory>
#include <string_view>

namespace re2 {
class RE2;
}

namespace sluice::cel {

/// Why a pattern is not one.
struct pattern_fault {
    std::string zh;
    std::string en;
};

template <class Value>
using pattern_or_fault = boost::system::result<Value, pattern_fault>;

/// A regular expression in RE2's syntax: matched anywhere in the text, in time linear in it.
class pattern {
public:
    static pattern_or_fault<pattern> compile(std::string_view written);

    bool matches(std::string_view text) const;

    /// What a match counts for.
    static std::uint64_t steps(std::uint64_t text_bytes, std::uint64_t pattern_bytes);

    static constexpr std::int64_t memory_bytes_max = 1 << 20;

private:
    std::shared_ptr<const re2::RE2> compiled_;
};

[[noreturn]] void throw_exception_from_error(const pattern_fault& unread, const boost::source_location& where);

} // namespace sluice::cel
