#include "engine/cel/pattern.hpp"

#include "engine/cel/steps.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <stdexcept>

namespace sluice::cel {

pattern_or_fault<pattern> pattern::compile(std::string_view written) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(memory_bytes_max);
    pattern made;
    auto compiled = std::make_shared<const re2::RE2>(re2::StringPiece{written.data(), written.size()}, options);
    if (!compiled->ok())
        return pattern_fault{fmt::format("正则表达式不合法：{}", compiled->error()),
                             fmt::format("invalid regular expression: {}", compiled->error())};
    made.compiled_ = std::move(compiled);
    return made;
}

bool pattern::matches(std::string_view text) const {
    return re2::RE2::PartialMatch({text.data(), text.size()}, *compiled_);
}

std::uint64_t pattern::steps(std::uint64_t text_bytes, std::uint64_t pattern_bytes) {
    return (steps_for_bytes(text_bytes) + 1) * (steps_for_bytes(pattern_bytes) + 1);
}

void throw_exception_from_error(const pattern_fault& unread, const boost::source_location&) {
    throw std::logic_error{"an invalid pattern was not looked at: " + unread.en};
}

} // namespace sluice::cel
