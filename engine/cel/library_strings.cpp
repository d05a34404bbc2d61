#include "engine/cel/library.hpp"
#include "engine/cel/pattern.hpp"
#include "engine/cel/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::cel {
namespace {

using arguments_view = std::span<const value>;

bool all_strings(arguments_view arguments) {
    return std::all_of(arguments.begin(), arguments.end(),
                       [](const value& argument) { return argument.kind() == value_kind::string; });
}

template<bool (*Test)(std::string_view, std::string_view)>
result<value> tested(arguments_view arguments, step_counter&) {
    if (!all_strings(arguments)) return no_such_overload(arguments);
    return value::boolean(Test(arguments[0].as_string(), arguments[1].as_string()));
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}
bool starts_with(std::string_view text, std::string_view part) {
    return text.starts_with(part);
}
bool ends_with(std::string_view text, std::string_view part) {
    return text.ends_with(part);
}

result<value> matches(arguments_view arguments, step_counter& steps) {
    if (!all_strings(arguments)) return no_such_overload(arguments);
    const auto compiled = pattern::compile(arguments[1].as_string());
    if (!compiled) return failure(compiled.error().zh, compiled.error().en);
    if (!steps.take(pattern::steps(arguments[0].as_string().size(), arguments[1].as_string().size()))) return value{};
    return value::boolean(compiled->matches(arguments[0].as_string()));
}

refusal index_out_of_range(std::int64_t index) {
    return failure(fmt::format("下标 {} 越界", index), fmt::format("index out of range: {}", index));
}

/// A character position as a byte offset.
std::optional<std::size_t> byte_offset(std::string_view text, std::int64_t position) {
    if (position < 0) return std::nullopt;
    return offset_of(text, static_cast<std::size_t>(position));
}

bool text_and_integers(arguments_view arguments, std::size_t texts) {
    return all_strings(arguments.first(texts)) &&
           std::all_of(arguments.begin() + static_cast<std::ptrdiff_t>(texts), arguments.end(),
                       [](const value& argument) { return argument.kind() == value_kind::integer; });
}

result<value> char_at(arguments_view arguments, step_counter&) {
    if (!text_and_integers(arguments, 1)) return no_such_overload(arguments);
    const auto text = arguments[0].as_string();
    const auto offset = byte_offset(text, arguments[1].as_integer());
    if (!offset) return index_out_of_range(arguments[1].as_integer());
    const auto found = decode(text, *offset);
    return value::string(std::string{text.substr(*offset, found ? found->length : 0)});
}

value character_index(std::string_view text, std::size_t offset) {
    if (offset == std::string_view::npos) return value::integer(-1);
    return value::integer(static_cast<std::int64_t>(count_characters(text.substr(0, offset))));
}

result<value> index_of(arguments_view arguments, step_counter&) {
    if (!text_and_integers(arguments, 2)) return no_such_overload(arguments);
    const auto text = arguments[0].as_string();
    const auto from = byte_offset(text, arguments.size() > 2 ? arguments[2].as_integer() : 0);
    if (!from) return index_out_of_range(arguments[2].as_integer());
    return character_index(text, text.find(arguments[1].as_string(), *from));
}

result<value> last_index_of(arguments_view arguments, step_counter&) {
    if (!text_and_integers(arguments, 2)) return no_such_overload(arguments);
    const auto text = arguments[0].as_string();
    std::size_t from = std::string_view::npos;
    if (arguments.size() > 2) {
        const auto offset = byte_offset(text, arguments[2].as_integer());
        if (!offset) return index_out_of_range(arguments[2].as_integer());
        from = *offset;
    }
    return character_index(text, text.rfind(arguments[1].as_string(), from));
}

result<value> substring(arguments_view arguments, step_counter&) {
    if (!text_and_integers(arguments, 1)) return no_such_overload(arguments);
    const auto text = arguments[0].as_string();
    const auto begin = byte_offset(text, arguments[1].as_integer());
    if (!begin) return index_out_of_range(arguments[1].as_integer());
    auto end = std::optional<std::size_t>{text.size()};
    if (arguments.size() > 2) end = byte_offset(text, arguments[2].as_integer());
    if (!end || *end < *begin) return index_out_of_range(arguments[2].as_integer());
    return value::string(std::string{text.substr(*begin, *end - *begin)});
}

template<char First, int Shift>
result<value> with_case(arguments_view arguments, step_counter&) {
    if (!all_strings(arguments)) return no_such_overload(arguments);
    std::string text{arguments[0].as_string()};
    for (char& c : text)
        if (c >= First && c < First + 26) c = static_cast<char>(c + Shift);
    return value::string(std::move(text));
}

bool is_blank(char32_t code) {
    return (code >= 9 && code <= 13) || code == ' ' || code == 0x85 || code == 0xA0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F ||
           code == 0x3000;
}

result<value> trim(arguments_view arguments, step_counter&) {
    if (!all_strings(arguments)) return no_such_overload(arguments);
    const auto text = arguments[0].as_string();
    std::size_t begin = text.size(), end = 0;
    for (std::size_t i = 0; i < text.size();) {
        const auto next = decode(text, i);
        const std::size_t length = next ? next->length : 1;
        if (!next || !is_blank(next->code)) begin = std::min(begin, i), end = i + length;
        i += length;
    }
    return value::string(std::string{begin < end ? text.substr(begin, end - begin) : std::string_view{}});
}

/// Where to cut: before each character when the separator is empty.
std::size_t next_cut(std::string_view text, std::string_view separator, std::size_t from) {
    if (!separator.empty()) return text.find(separator, from);
    const auto first = decode(text, from);
    const std::size_t after = from + (first ? first->length : 1);
    return after < text.size() ? after : std::string_view::npos;
}

result<value> split(arguments_view arguments, step_counter& steps) {
    if (!text_and_integers(arguments, 2)) return no_such_overload(arguments);
    const auto text = arguments[0].as_string(), separator = arguments[1].as_string();
    const std::int64_t limit = arguments.size() > 2 ? arguments[2].as_integer() : -1;
    std::vector<value> parts;
    if (limit == 0 || (text.empty() && separator.empty())) return value::list({});
    std::size_t begin = 0;
    while (limit < 0 || static_cast<std::int64_t>(parts.size()) + 1 < limit) {
        const std::size_t cut = next_cut(text, separator, begin);
        if (cut == std::string_view::npos || !steps.take(1)) break;
        parts.push_back(value::string(std::string{text.substr(begin, cut - begin)}));
        begin = cut + separator.size();
    }
    parts.push_back(value::string(std::string{text.substr(begin)}));
    return value::list(std::move(parts));
}

/// An empty `from` stands before each character and at the end.
result<value> replace(arguments_view arguments, step_counter&) {
    if (!text_and_integers(arguments, 3)) return no_such_overload(arguments);
    const auto text = arguments[0].as_string(), from = arguments[1].as_string(), to = arguments[2].as_string();
    std::int64_t left = arguments.size() > 3 ? arguments[3].as_integer() : -1;
    std::string made;
    std::size_t at = 0;
    while (at <= text.size() && left != 0) {
        const std::size_t found = text.find(from, at);
        if (found == std::string_view::npos) break;
        made.append(text.substr(at, found - at)).append(to);
        at = found + from.size();
        if (from.empty()) {
            const auto kept = decode(text, at);
            const std::size_t length = kept ? kept->length : 1;
            made.append(text.substr(std::min(at, text.size()), length));
            at += length;
        }
        if (made.size() > made_text_bytes_max) return too_long();
        --left;
    }
    if (at < text.size()) made.append(text.substr(at));
    return made.size() > made_text_bytes_max ? result<value>{too_long()} : value::string(std::move(made));
}

result<value> reverse(arguments_view arguments, step_counter&) {
    if (!all_strings(arguments)) return no_such_overload(arguments);
    const auto text = arguments[0].as_string();
    std::string made(text.size(), ' ');
    for (std::size_t i = 0; i < text.size();) {
        const auto next = decode(text, i);
        const std::size_t length = next ? next->length : 1;
        text.copy(made.data() + (text.size() - i - length), length, i);
        i += length;
    }
    return value::string(std::move(made));
}

result<value> join(arguments_view arguments, step_counter& steps) {
    const auto& list = arguments[0];
    if (list.kind() != value_kind::list || !all_strings(arguments.subspan(1))) return no_such_overload(arguments);
    const auto separator = arguments.size() > 1 ? arguments[1].as_string() : std::string_view{};
    if (!steps.take(list.size())) return value{};
    std::string made;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const value part = list.at(i);
        if (part.kind() != value_kind::string) return no_such_overload(arguments);
        if (i > 0) made += separator;
        made += part.as_string();
        if (made.size() > made_text_bytes_max) return too_long();
    }
    return value::string(std::move(made));
}

} // namespace

void add_strings(function_table& table) {
    const type string = type::string(), number = type::integer(), truth = type::boolean(), strings = type::list(string);
    const auto method = [&](std::string name, std::initializer_list<std::vector<type>> overloads, const type& gives,
                            implementation run) {
        standard_function made{{}, run};
        for (const auto& parameters : overloads)
            made.overloads.push_back({true, parameters, gives});
        table.emplace(std::move(name), std::move(made));
    };
    method("contains", {{string, string}}, truth, tested<contains>);
    method("startsWith", {{string, string}}, truth, tested<starts_with>);
    method("endsWith", {{string, string}}, truth, tested<ends_with>);
    method("matches", {{string, string}}, truth, matches);
    table["matches"].overloads.push_back({false, {string, string}, truth});
    method("charAt", {{string, number}}, string, char_at);
    method("indexOf", {{string, string}, {string, string, number}}, number, index_of);
    method("lastIndexOf", {{string, string}, {string, string, number}}, number, last_index_of);
    method("substring", {{string, number}, {string, number, number}}, string, substring);
    method("lowerAscii", {{string}}, string, with_case<'A', 'a' - 'A'>);
    method("upperAscii", {{string}}, string, with_case<'a', 'A' - 'a'>);
    method("trim", {{string}}, string, trim);
    method("reverse", {{string}}, string, reverse);
    method("split", {{string, string}, {string, string, number}}, strings, split);
    method("replace", {{string, string, string}, {string, string, string, number}}, string, replace);
    method("join", {{strings}, {strings, string}}, string, join);
}

} // namespace sluice::cel
