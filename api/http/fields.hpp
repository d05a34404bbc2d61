#pragma once

#include "engine/base/result.hpp"

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::http {

/// Letters of ASCII are the same in both cases, whatever the locale.
bool equal_ignoring_case(std::string_view left, std::string_view right);

/// One header field (RFC 9110 §5).
struct field {
    std::string name;
    std::string value;
};

/// Header fields in the order in which they came. Names are compared without regard to case. Views that the look-ups
/// return live as long as the fields do and nothing is changed.
class fields {
public:
    fields() = default;
    fields(std::initializer_list<field> given)
        : all_{given} {}

    void reserve(std::size_t count) { all_.reserve(count); }
    void add(std::string name, std::string value);

    /// Replaces every field of that name.
    void set(std::string name, std::string value);
    void remove(std::string_view name);

    std::size_t count(std::string_view name) const;
    bool contains(std::string_view name) const { return count(name) > 0; }

    /// The first field of that name.
    std::optional<std::string_view> first(std::string_view name) const;

    /// For fields that may stand only once (`Authorization`, `Idempotency-Key`): refuses a double one with
    /// `malformed_request`, the name being the place.
    result<std::optional<std::string_view>> one(std::string_view name) const;

    /// For fields that are lists (`Accept`, `If-Match`): all of that name, joined by commas; empty if there is none.
    std::string joined(std::string_view name) const;

    std::size_t size() const { return all_.size(); }
    auto begin() const { return all_.begin(); }
    auto end() const { return all_.end(); }

private:
    std::vector<field> all_;
};

} // namespace sluice::http
