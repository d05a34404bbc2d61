#include "engine/base/json_reader.hpp"

#include "engine/base/json_plain.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <stdexcept>

namespace sluice {
namespace {

constexpr bool is_digit(char each) {
    return each >= '0' && each <= '9';
}

void append_utf8(std::string& to, std::uint32_t point) {
    const auto add = [&](std::uint32_t byte) { to += static_cast<char>(byte); };
    if (point < 0x80) return add(point);
    if (point < 0x800) {
        add(0xc0 | point >> 6);
    } else {
        if (point < 0x10000) {
            add(0xe0 | point >> 12);
        } else {
            add(0xf0 | point >> 18);
            add(0x80 | (point >> 12 & 0x3f));
        }
        add(0x80 | (point >> 6 & 0x3f));
    }
    add(0x80 | (point & 0x3f));
}

} // namespace

template<class Number>
bool json_reader::written_number::as(Number& read) const {
    return std::from_chars(text.data(), text.data() + text.size(), read).ec == std::errc{};
}

void json_reader::fail(std::string_view why, std::string_view which) const {
    throw std::invalid_argument(fmt::format("this cannot be read, at byte {}: {}{}", at_ - begin_, why, which));
}

void json_reader::fail_for_want_of(char wanted) const {
    fail("there is no ", {&wanted, 1});
}

void json_reader::skip_blanks() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r'))
        ++at_;
}

void json_reader::open(char bracket) {
    expect(bracket);
    if (++depth_ > depth_max) fail("it is nested too deeply");
    fresh_ = true;
}

void json_reader::close() {
    ++at_;
    --depth_;
    fresh_ = false;
}

bool json_reader::find_name() {
    if (named_) return true;
    if (peek() == '}') return false;
    if (!fresh_) expect(',');
    name_ = quoted();
    expect(':');
    return named_ = true;
}

bool json_reader::take_name() {
    if (!find_name()) {
        close();
        return false;
    }
    named_ = false;
    return true;
}

bool json_reader::next_member(std::string& name) {
    const bool found = take_name();
    if (found) name.assign(name_);
    return found;
}

bool json_reader::member(std::string_view name) {
    // As json_writer writes it, it need not be taken apart to be known.
    const char* next = at_ + (fresh_ ? 0 : 1);
    if (!named_ && static_cast<std::size_t>(end_ - at_) > name.size() + 4 && (fresh_ || *at_ == ',') &&
        next[0] == '"' && next[name.size() + 1] == '"' && next[name.size() + 2] == ':' &&
        std::memcmp(next + 1, name.data(), name.size()) == 0) {
        at_ = next + name.size() + 3;
        return true;
    }
    if (!find_name() || name_ != name) return false;
    named_ = false;
    return true;
}

void json_reader::end_object() {
    if (find_name()) fail("nothing is known of the member ", name_);
    close();
}

bool json_reader::next_element() {
    if (peek() == ']') {
        close();
        return false;
    }
    if (!fresh_) expect(',');
    return true;
}

bool json_reader::truth() {
    const bool truth = peek() == 't';
    literal(truth ? "true" : "false");
    return truth;
}

std::int64_t json_reader::integer() {
    const auto written = number();
    std::int64_t count = 0;
    if (!written.whole || !written.as(count)) fail("the number is no integer of 64 bits");
    return count;
}

void json_reader::literal(std::string_view wanted) {
    peek();
    if (!std::string_view{at_, static_cast<std::size_t>(end_ - at_)}.starts_with(wanted)) fail("there is no ", wanted);
    at_ += wanted.size();
    fresh_ = false;
}

void json_reader::skip_digits() {
    if (at_ == end_ || !is_digit(*at_)) fail("there is no digit");
    while (at_ != end_ && is_digit(*at_))
        ++at_;
}

json_reader::written_number json_reader::number() {
    const bool negative = peek() == '-';
    const char* from = at_;
    if (negative) ++at_;
    const char* digits = at_;
    skip_digits();
    if (*digits == '0' && at_ - digits > 1) fail("a number begins with 0");
    const char* whole = at_;
    if (at_ != end_ && *at_ == '.') {
        ++at_;
        skip_digits();
    }
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
        ++at_;
        if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
        skip_digits();
    }
    fresh_ = false;
    return {{from, static_cast<std::size_t>(at_ - from)}, at_ == whole, negative};
}

/// As json::parse has it: what is not negative is unsigned, and what fits neither is a double.
json json_reader::number_tree() {
    const auto written = number();
    if (std::int64_t count = 0; written.whole && written.negative && written.as(count)) return count;
    if (std::uint64_t count = 0; written.whole && !written.negative && written.as(count)) return count;
    double measure = 0;
    if (!written.as(measure)) fail("no double holds the number");
    return measure;
}

/// One character, in the only form in which UTF-8 has it.
void json_reader::skip_beyond_ascii() {
    const auto byte = [this](int ahead) {
        return end_ - at_ > ahead ? static_cast<unsigned char>(at_[ahead]) : static_cast<unsigned char>(0);
    };
    const auto first = byte(0), second = byte(1);
    int length = 0;
    unsigned char second_min = 0x80, second_max = 0xbf;
    if (first >= 0xc2 && first <= 0xdf) {
        length = 2;
    } else if (first >= 0xe0 && first <= 0xef) {
        length = 3;
        if (first == 0xe0) second_min = 0xa0; // shorter forms
        if (first == 0xed) second_max = 0x9f; // halves of pairs
    } else if (first >= 0xf0 && first <= 0xf4) {
        length = 4;
        if (first == 0xf0) second_min = 0x90;
        if (first == 0xf4) second_max = 0x8f; // beyond the last character
    }
    bool valid = length > 0 && second >= second_min && second <= second_max;
    for (int ahead = 2; ahead < length; ++ahead)
        valid = valid && (byte(ahead) & 0xc0) == 0x80;
    if (!valid) fail("a text is not in UTF-8");
    at_ += length;
}

std::string_view json_reader::quoted() {
    expect('"');
    fresh_ = false;
    const char* from = at_;
    for (;;) {
        at_ = skip_plain<plain_text::ascii_only>(at_, end_);
        if (at_ == end_) fail("it ends within a text");
        const char each = *at_;
        if (each == '"') {
            const std::string_view whole{from, static_cast<std::size_t>(at_ - from)};
            ++at_;
            return whole;
        }
        if (each == '\\') return unescape(from);
        if (static_cast<unsigned char>(each) < 0x80) fail("a control character stands in a text");
        do
            skip_beyond_ascii();
        while (at_ != end_ && static_cast<unsigned char>(*at_) >= 0x80);
    }
}

/// From the first that is escaped to the closing quote; what stands before it is taken as it is.
std::string_view json_reader::unescape(const char* from) {
    unescaped_.assign(from, at_);
    for (;;) {
        from = at_;
        at_ = skip_plain<plain_text::ascii_only>(at_, end_);
        while (at_ != end_ && static_cast<unsigned char>(*at_) >= 0x80) {
            skip_beyond_ascii();
            at_ = skip_plain<plain_text::ascii_only>(at_, end_);
        }
        unescaped_.append(from, at_);
        if (at_ == end_) fail("it ends within a text");
        const char each = *at_++;
        if (each == '"') return unescaped_;
        if (each != '\\') fail("a control character stands in a text");
        unescape_one();
    }
}

void json_reader::unescape_one() {
    static constexpr std::string_view letters = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    if (at_ == end_) fail("it ends within a text");
    const char letter = *at_++;
    if (const auto which = letters.find(letter); which != letters.npos) {
        unescaped_ += meant[which];
        return;
    }
    if (letter != 'u') fail("nothing is escaped so");
    std::uint32_t point = four_digits();
    if (point >= 0xdc00 && point <= 0xdfff) fail("half a pair of \\u stands alone");
    if (point >= 0xd800 && point <= 0xdbff) {
        if (end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u') fail("half a pair of \\u stands alone");
        at_ += 2;
        const std::uint32_t low = four_digits();
        if (low < 0xdc00 || low > 0xdfff) fail("half a pair of \\u stands alone");
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
    }
    append_utf8(unescaped_, point);
}

std::uint32_t json_reader::four_digits() {
    std::uint32_t point = 0;
    if (end_ - at_ < 4 || std::from_chars(at_, at_ + 4, point, 16).ptr != at_ + 4) fail("four digits follow a \\u");
    at_ += 4;
    return point;
}

json json_reader::tree() {
    switch (peek()) {
    case '{': {
        json object(json::value_t::object);
        auto& members = object.get_ref<json::object_t&>();
        begin_object();
        // A name of our own text comes behind those before it.
        while (take_name()) {
            json& member = members.emplace_hint(members.end(), name_, nullptr)->second;
            member = tree();
        }
        return object;
    }
    case '[': {
        json array(json::value_t::array);
        auto& elements = array.get_ref<json::array_t&>();
        begin_array();
        while (next_element())
            elements.push_back(tree());
        return array;
    }
    case '"':
        return json::string_t{quoted()};
    case 't':
    case 'f':
        return truth();
    case 'n':
        null();
        return nullptr;
    default:
        return number_tree();
    }
}

json json_reader::tree(std::string_view& text) {
    peek();
    const char* from = at_;
    json read = tree();
    text = {from, static_cast<std::size_t>(at_ - from)};
    return read;
}

void json_reader::end() {
    if (peek() != '\0' || at_ != end_) fail("something follows it");
}

} // namespace sluice
