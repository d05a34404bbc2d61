#include "engine/cel/base64.hpp"
#include "engine/cel/library.hpp"

namespace sluice::cel {
namespace {

using arguments_view = std::span<const value>;

result<value> encode(arguments_view arguments, step_counter&) {
    if (arguments[0].kind() != value_kind::bytes) return no_such_overload(arguments);
    if (arguments[0].as_bytes().size() > made_text_bytes_max / 4 * 3) return too_long();
    return value::string(to_base64(arguments[0].as_bytes()));
}

result<value> decode(arguments_view arguments, step_counter&) {
    if (arguments[0].kind() != value_kind::string) return no_such_overload(arguments);
    auto octets = from_base64(arguments[0].as_string());
    if (!octets) return failure("不是合法的 base64 文本", "the text is not base64");
    return value::bytes(std::move(*octets));
}

} // namespace

void add_encoders(function_table& table) {
    table.emplace("base64.encode", standard_function{{{false, {type::bytes()}, type::string()}}, encode});
    table.emplace("base64.decode", standard_function{{{false, {type::string()}, type::bytes()}}, decode});
}

} // namespace sluice::cel
