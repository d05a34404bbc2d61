#pragma once

#include "engine/base/json.hpp"

#include <charconv>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace sluice {

/// Writes JSON text piece by piece, for what is written with every request: building a tree first would cost many times
/// the writing. Strings are escaped as `json::dump` does; they must be valid UTF-8. Keys come out in the order of the
/// calls, so text that has to be canonical is written with its keys sorted. Whoever calls keeps objects and arrays
/// balanced.
class json_writer {
public:
    json_writer() { out_.reserve(size_at_first); }

    json_writer& begin_object() { return open('{'); }
    json_writer& end_object() { return close('}'); }
    json_writer& begin_array() { return open('['); }
    json_writer& end_array() { return close(']'); }

    /// A name that needs no escaping, as the keys of our own formats.
    json_writer& key(std::string_view plain) {
        separate();
        (((out_ += '"') += plain) += "\":");
        fresh_ = true;
        return *this;
    }
    /// Any name, for keys that are data.
    json_writer& key_of(std::string_view any) {
        value(any);
        out_ += ':';
        fresh_ = true;
        return *this;
    }

    json_writer& value(std::string_view text) {
        separate();
        out_ += '"';
        escape(text);
        out_ += '"';
        return *this;
    }
    json_writer& value(const std::string& text) { return value(std::string_view{text}); }
    json_writer& value(const char* text) { return value(std::string_view{text}); }
    json_writer& value(std::nullptr_t) { return raw("null"); }
    template<std::same_as<bool> Bool>
    json_writer& value(Bool truth) {
        return raw(truth ? "true" : "false");
    }
    template<std::integral Integer>
    requires(!std::same_as<Integer, bool>) json_writer& value(Integer number) {
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
        return raw({digits, static_cast<std::size_t>(end - digits)});
    }
    /// The same as `json::dump` writes.
    json_writer& tree(const json& any);

    /// Text that is JSON already.
    json_writer& raw(std::string_view written) {
        separate();
        out_ += written;
        return *this;
    }

    template<class Value>
    json_writer& member(std::string_view plain, const Value& held) {
        return key(plain).value(held);
    }

    const std::string& text() const { return out_; }
    std::string take() { return std::move(out_); }

private:
    static constexpr std::size_t size_at_first = 4096;

    json_writer& open(char bracket) {
        separate();
        out_ += bracket;
        fresh_ = true;
        return *this;
    }
    json_writer& close(char bracket) {
        out_ += bracket;
        fresh_ = false;
        return *this;
    }
    void separate() {
        if (!fresh_) out_ += ',';
        fresh_ = false;
    }
    void escape(std::string_view text);

    std::string out_;
    bool fresh_ = true; ///< nothing stands before in this object or array, or a key does
};

} // namespace sluice
