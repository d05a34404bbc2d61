#pragma once

#include "engine/base/json.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

/// Reads JSON text piece by piece, straight into what it is kept in: the counterpart of `json_writer`, for text that
/// this program has written itself. It takes exactly what RFC 8259 calls JSON, so that damage is found, but does not
/// ask what `parse_json` asks of text from outside. Whoever calls says what should come next; each call throws
/// `std::invalid_argument`, with the place, where something else comes. A reader that has thrown is of no further use.
/// The text must outlive the reader. One thread at a time.
class json_reader {
public:
    explicit json_reader(std::string_view text)
        : begin_{text.data()}
        , at_{text.data()}
        , end_{text.data() + text.size()} {}

    void begin_object() { open('{'); }
    /// Whether the next member of the object is called so; if it is, its value is to be read next. For objects whose
    /// members have a known order, asked one after the other.
    bool member(std::string_view name);
    /// The name of the next member, whose value is to be read next; false at the end of the object, which it leaves.
    bool next_member(std::string& name);
    /// Throws where a member is left.
    void end_object();

    void begin_array() { open('['); }
    /// Whether there is another element, which is to be read next; false at the end of the array, which it leaves.
    bool next_element();

    bool next_is_null() { return peek() == 'n'; }
    void null() { literal("null"); }
    bool truth();
    std::int64_t integer();
    std::string string() { return std::string{quoted()}; }
    /// Valid until anything else is read.
    std::string_view quoted();
    /// Any value, as `json::parse` gives it; of members with the same name the last.
    json tree();
    /// And the text that it was read from.
    json tree(std::string_view& text);

    /// Throws where something follows.
    void end();

    /// Throws as for any other damage: for what is JSON, but not what should be here.
    [[noreturn]] void fail(std::string_view why, std::string_view which = {}) const;

private:
    struct written_number {
        std::string_view text;
        bool whole; ///< neither a fraction nor an exponent
        bool negative;

        /// False where the type does not hold it.
        template<class Number>
        bool as(Number&) const;
    };

    /// Deeper than anything that is accepted from outside, within a record, and far from the end of a stack.
    static constexpr int depth_max = 100;

    /// The next character that is no blank; NUL at the end, where no value begins.
    char peek() {
        if (at_ != end_ && static_cast<unsigned char>(*at_) <= ' ') skip_blanks();
        return at_ == end_ ? '\0' : *at_;
    }
    void expect(char wanted) {
        if (peek() != wanted) fail_for_want_of(wanted);
        ++at_;
    }
    void open(char bracket);
    void close();
    bool find_name();
    bool take_name();
    written_number number();
    json number_tree();
    void literal(std::string_view wanted);
    void skip_blanks();
    void skip_digits();
    void skip_beyond_ascii();
    std::string_view unescape(const char* from);
    void unescape_one();
    std::uint32_t four_digits();
    [[noreturn]] void fail_for_want_of(char) const;

    const char *begin_, *at_, *end_;
    int depth_ = 0;
    bool fresh_ = true;     ///< nothing stands before in this object or array
    bool named_ = false;    ///< the name of the next member was read and nobody has asked for it yet
    std::string_view name_; ///< then
    std::string unescaped_; ///< a text in which something was escaped
};

} // namespace sluice
