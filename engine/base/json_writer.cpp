#include "engine/base/json_writer.hpp"

#include "engine/base/json_plain.hpp"

namespace sluice {

void json_writer::escape(std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    const char *at = text.data(), *end = at + text.size();
    for (;;) {
        const char* plain_until = skip_plain<plain_text::any>(at, end);
        out_.append(at, static_cast<std::size_t>(plain_until - at));
        if (plain_until == end) return;
        at = plain_until + 1;
        switch (const char each = *plain_until; each) {
        case '"':
            out_ += "\\\"";
            break;
        case '\\':
            out_ += "\\\\";
            break;
        case '\b':
            out_ += "\\b";
            break;
        case '\f':
            out_ += "\\f";
            break;
        case '\n':
            out_ += "\\n";
            break;
        case '\r':
            out_ += "\\r";
            break;
        case '\t':
            out_ += "\\t";
            break;
        default:
            out_ += "\\u00";
            out_ += digits[static_cast<unsigned char>(each) >> 4];
            out_ += digits[static_cast<unsigned char>(each) & 15];
        }
    }
}

json_writer& json_writer::tree(const json& any) {
    switch (any.type()) {
    case json::value_t::object:
        begin_object();
        for (const auto& [name, held] : any.get_ref<const json::object_t&>())
            key_of(name).tree(held);
        return end_object();
    case json::value_t::array:
        begin_array();
        for (const auto& each : any.get_ref<const json::array_t&>())
            tree(each);
        return end_array();
    case json::value_t::string:
        return value(any.get_ref<const std::string&>());
    case json::value_t::boolean:
        return value(any.get<bool>());
    case json::value_t::number_integer:
        return value(any.get<std::int64_t>());
    case json::value_t::number_unsigned:
        return value(any.get<std::uint64_t>());
    default:
        return raw(any.dump());
    }
}

} // namespace sluice
