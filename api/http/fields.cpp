#include "api/http/fields.hpp"

#include "api/http/internal/header_syntax.hpp"

#include <algorithm>
#include <utility>

namespace sluice::http {

using internal::equal_ignoring_case;

void fields::add(std::string name, std::string value) {
    all_.push_back({std::move(name), std::move(value)});
}

void fields::set(std::string name, std::string value) {
    remove(name);
    add(std::move(name), std::move(value));
}

void fields::remove(std::string_view name) {
    std::erase_if(all_, [name](const field& each) { return equal_ignoring_case(each.name, name); });
}

std::size_t fields::count(std::string_view name) const {
    return static_cast<std::size_t>(std::count_if(
        all_.begin(), all_.end(), [name](const field& each) { return equal_ignoring_case(each.name, name); }));
}

std::optional<std::string_view> fields::first(std::string_view name) const {
    for (const field& each : all_)
        if (equal_ignoring_case(each.name, name)) return each.value;
    return std::nullopt;
}

result<std::optional<std::string_view>> fields::one(std::string_view name) const {
    if (count(name) > 1)
        return refuse(reason::malformed_request,
                      {"请求头字段 " + std::string{name} + " 只能出现一次",
                       "The header field " + std::string{name} + " may stand only once"},
                      std::string{name});
    return first(name);
}

std::string fields::joined(std::string_view name) const {
    std::string all;
    for (const field& each : all_) {
        if (!equal_ignoring_case(each.name, name)) continue;
        if (!all.empty()) all += ", ";
        all += each.value;
    }
    return all;
}

} // namespace sluice::http
