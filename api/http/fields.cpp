#include "api/http/fields.hpp"

#include <algorithm>
#include <utility>

namespace sluice::http {

namespace {

char lower(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

} // namespace

bool equal_ignoring_case(std::string_view left, std::string_view right) {
    constexpr int but_the_case = 0xdf; // most names that differ do so in the first letter
    if (left.size() != right.size()) return false;
    if (!left.empty() && ((left.front() ^ right.front()) & but_the_case) != 0) return false;
    return std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

void fields::add(std::string name, std::string value) {
    all_.push_back({std::move(name), std::move(value)});
}

void fields::set(std::string name, std::string value) {
    if (contains(name)) remove(name);
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
