#pragma once

#include "engine/base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::http {

/// The decoded parameters of a query, in the order in which they came, duplicates kept. Names are case-sensitive.
class query_parameters {
public:
    using parameter = std::pair<std::string, std::string>;

    void add(std::string name, std::string value) { all_.emplace_back(std::move(name), std::move(value)); }

    bool contains(std::string_view name) const { return first(name).has_value(); }
    std::optional<std::string_view> first(std::string_view name) const;

    /// For parameters that may stand only once: refuses a double one with `malformed_request` and the name as place.
    result<std::optional<std::string_view>> one(std::string_view name) const;

    /// Every value given for the name.
    std::vector<std::string_view> all(std::string_view name) const;

    /// The same query with the parameter set to the one value, encoded and without `?`; for links to other pages.
    std::string encoded_with(std::string_view name, std::string_view value) const;

    std::size_t size() const { return all_.size(); }
    auto begin() const { return all_.begin(); }
    auto end() const { return all_.end(); }

private:
    std::vector<parameter> all_;
};

/// More parameters than these in one query are refused.
inline constexpr std::size_t query_parameters_max = 100;

/// Reads what follows the `?` (application/x-www-form-urlencoded; a parameter without `=` has an empty value). Refuses
/// bad escapes, control characters, invalid UTF-8 and too many parameters with `malformed_request`.
result<query_parameters> parse_query(std::string_view encoded);

} // namespace sluice::http
