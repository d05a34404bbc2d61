#pragma once

#include "engine/base/json.hpp"
#include "engine/cel/time.hpp"
#include "engine/cel/type.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::cel {

enum class value_kind : std::uint8_t {
    null,
    boolean,
    integer,
    unsigned_integer,
    floating,
    string,
    bytes,
    list,
    map,
    type,
    timestamp,
    duration,
    optional,
};

/// A CEL value. Immutable and cheap to copy: scalars are held inside, lists, maps and owned strings are shared. The
/// `as_…` readers throw `std::logic_error` on a value of another kind: look at `kind()` first.
class value {
public:
    /// `null`.
    value() = default;

    static value null() { return {}; }
    static value boolean(bool truth);
    static value integer(std::int64_t number);
    static value unsigned_integer(std::uint64_t number);
    static value floating(double number);
    static value string(std::string text);
    static value bytes(std::string octets);
    /// Strings and bytes that the caller keeps alive as long as the value and everything taken from it.
    static value borrowed_string(std::string_view text);
    static value borrowed_bytes(std::string_view octets);
    static value list(std::vector<value> elements);
    /// Keys are bool, int, uint or string; refuses another kind of key and a repeated one with `guard_failed`.
    static result<value> map(std::vector<std::pair<value, value>> entries);
    /// A type as a value, as `type(1)` gives; only its outermost kind counts.
    static value of_type(type_kind kind);
    static value time(timestamp when);
    static value time(instant when);
    static value length(duration span);
    static value optional(std::optional<value> held);

    /// A lazy view of JSON, nothing copied: the document must outlive the value and all that is taken from it.
    /// Integers become int (uint beyond its range), other numbers double, objects maps, arrays lists.
    static value view(const json& document);

    /// The document as JSON: bytes as base64, timestamps and durations as strings, map keys written as strings, types by
    /// name; a number that JSON cannot write (NaN, infinity) and an empty optional become null.
    json to_json() const;

    value_kind kind() const { return kind_; }
    /// The name of the value's type at run time, as `type(x)` shows it: `int`, `google.protobuf.Timestamp`.
    std::string_view type_name() const;

    bool as_boolean() const { return expect(value_kind::boolean).boolean; }
    std::int64_t as_integer() const { return expect(value_kind::integer).integer; }
    std::uint64_t as_unsigned() const { return expect(value_kind::unsigned_integer).unsigned_integer; }
    double as_floating() const { return expect(value_kind::floating).floating; }
    std::string_view as_string() const { return expect(value_kind::string).text.view(); }
    std::string_view as_bytes() const { return expect(value_kind::bytes).text.view(); }
    type_kind as_type() const { return expect(value_kind::type).denoted; }
    timestamp as_timestamp() const { return expect(value_kind::timestamp).when; }
    duration as_duration() const { return expect(value_kind::duration).length; }
    /// What an optional holds, or null.
    const value* as_optional() const;

    /// The number of elements of a list or entries of a map.
    std::size_t size() const;
    /// The element of a list; `index` < `size()`.
    value at(std::size_t index) const;
    /// The entry of a map with that key; numbers are compared by value, whatever their kinds.
    std::optional<value> find(const value& key) const;
    std::optional<value> find(std::string_view key) const;
    /// The keys of a map: as written, or sorted where it is a view of JSON.
    std::vector<value> keys() const;

private:
    struct span_of_text {
        const char* data;
        std::size_t size;
        std::string_view view() const { return {data, size}; }
    };
    struct mapping;
    union payload {
        std::int64_t integer;
        bool boolean;
        std::uint64_t unsigned_integer;
        double floating;
        span_of_text text;
        const std::vector<value>* elements;
        const mapping* entries;
        const json* document;
        type_kind denoted;
        timestamp when;
        duration length;
        const value* held;

        payload() : text{nullptr, 0} {}
    };

    explicit value(value_kind kind) : kind_{kind} {}
    const payload& expect(value_kind wanted) const {
        if (kind_ != wanted) wrong_kind(wanted);
        return content_;
    }
    [[noreturn]] void wrong_kind(value_kind wanted) const;

    payload content_;
    std::shared_ptr<const void> owner_;
    value_kind kind_ = value_kind::null;
    bool is_view_ = false; ///< a list or map that is a JSON document
};

/// The kind of type that values of a kind have at run time.
type_kind kind_of_type(value_kind kind);

/// The name of a type at run time: `int`, `null_type`, `google.protobuf.Timestamp`.
std::string_view runtime_name(type_kind kind);

} // namespace sluice::cel
