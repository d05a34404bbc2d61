#include "engine/cel/library.hpp"

#include <fmt/format.h>

namespace sluice::cel {

const function_table& standard_library() {
    static const function_table table = [] {
        function_table made;
        add_operators(made);
        add_conversions(made);
        add_strings(made);
        add_format(made);
        add_math(made);
        add_encoders(made);
        add_times(made);
        add_optionals(made);
        return made;
    }();
    return table;
}

const standard_function* find_standard_function(std::string_view name) {
    const auto found = standard_library().find(name);
    return found == standard_library().end() ? nullptr : &found->second;
}

refusal failure(std::string zh, std::string en) {
    return refuse(reason::guard_failed, {std::move(zh), std::move(en)});
}

refusal no_such_overload(std::span<const value> arguments) {
    std::string kinds;
    for (const auto& argument : arguments) {
        kinds += kinds.empty() ? "" : ", ";
        kinds += argument.type_name();
    }
    return failure(fmt::format("运算不适用于这些类型：({})", kinds), fmt::format("no such overload for ({})", kinds));
}

refusal out_of_range(std::string_view what_zh, std::string_view what_en) {
    return failure(fmt::format("{}超出范围", what_zh), fmt::format("{} out of range", what_en));
}

refusal too_long() {
    return failure(fmt::format("结果文本超过 {} 字节", made_text_bytes_max),
                   fmt::format("the resulting text is longer than {} bytes", made_text_bytes_max));
}

} // namespace sluice::cel
