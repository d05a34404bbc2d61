#include "tests/conformance/cel/encoded_value.hpp"

#include "engine/cel/names.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

namespace sluice::cel::conformance {
namespace {

std::string from_base64(std::string_view written) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string octets;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : written) {
        if (c == '=') break;
        bits = bits << 6U | static_cast<std::uint32_t>(alphabet.find(c));
        count += 6;
        if (count < 8) continue;
        count -= 8;
        octets += static_cast<char>(static_cast<unsigned char>(bits >> count));
    }
    return octets;
}

double decode_double(const json& encoded) {
    if (encoded.is_number()) return encoded.get<double>();
    const auto word = encoded.get<std::string>();
    if (word == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (word == "-0") return -0.0;
    return word == "-Infinity" ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
}

std::int64_t whole(const json& encoded) {
    return encoded.is_string() ? std::stoll(encoded.get<std::string>()) : encoded.get<std::int64_t>();
}

/// Protobuf gives seconds and nanoseconds the same sign; ours are normalised.
duration decode_duration(const json& encoded) {
    auto seconds = whole(encoded.at("seconds"));
    auto nanoseconds = encoded.contains("nanos") ? whole(encoded.at("nanos")) : 0;
    if (nanoseconds < 0) --seconds, nanoseconds += 1'000'000'000;
    return {seconds, static_cast<std::int32_t>(nanoseconds)};
}

value decode_list(const json& encoded) {
    std::vector<value> elements;
    for (const auto& element : encoded)
        elements.push_back(decode_value(element));
    return value::list(std::move(elements));
}

value decode_map(const json& encoded) {
    std::vector<std::pair<value, value>> entries;
    for (const auto& entry : encoded)
        entries.emplace_back(decode_value(entry.at(0)), decode_value(entry.at(1)));
    return value::map(std::move(entries)).value();
}

bool same_double(double left, double right) {
    if (std::isnan(left) || std::isnan(right)) return std::isnan(left) && std::isnan(right);
    return left == right && std::signbit(left) == std::signbit(right);
}

} // namespace

value decode_value(const json& encoded) {
    if (!encoded.is_object() || encoded.size() != 1)
        throw std::runtime_error{"not an encoded value: " + encoded.dump()};
    const std::string& kind = encoded.begin().key();
    const json& content = encoded.begin().value();
    if (kind == "null") return value::null();
    if (kind == "bool") return value::boolean(content.get<bool>());
    if (kind == "int") return value::integer(std::stoll(content.get<std::string>()));
    if (kind == "uint") return value::unsigned_integer(std::stoull(content.get<std::string>()));
    if (kind == "double") return value::floating(decode_double(content));
    if (kind == "string") return value::string(content.get<std::string>());
    if (kind == "bytes") return value::bytes(from_base64(content.get<std::string>()));
    if (kind == "list") return decode_list(content);
    if (kind == "map") return decode_map(content);
    if (kind == "timestamp") {
        return value::time(
            timestamp{whole(content.at("seconds")),
                      static_cast<std::int32_t>((content.contains("nanos") ? whole(content["nanos"]) : 0))});
    }
    if (kind == "duration") return value::length(decode_duration(content));
    if (kind == "type") return value::of_type(type_named(content.get<std::string>()).value().kind());
    throw std::runtime_error{"an encoding that the suite does not use: " + kind};
}

type decode_type(std::string_view written) {
    static const std::map<std::string_view, type> words{{"dyn", type::dynamic()},
                                                        {"any", type::dynamic()},
                                                        {"null", type::null()},
                                                        {"timestamp", type::timestamp()},
                                                        {"duration", type::duration()}};
    if (const auto found = words.find(written); found != words.end()) return found->second;
    const std::size_t open = written.find('(');
    if (open == std::string_view::npos) {
        if (const auto named = type_named(written)) return *named;
        throw std::runtime_error{"a type that the suite does not use: " + std::string{written}};
    }
    const auto outer = written.substr(0, open), inner = written.substr(open + 1, written.size() - open - 2);
    if (outer == "list") return type::list(decode_type(inner));
    if (outer == "optional_type") return type::optional(decode_type(inner));
    if (outer == "type") return type::type_of(decode_type(inner));
    const std::size_t comma = inner.find(", ");
    if (outer != "map" || comma == std::string_view::npos)
        throw std::runtime_error{"a type that the suite does not use: " + std::string{written}};
    return type::map(decode_type(inner.substr(0, comma)), decode_type(inner.substr(comma + 2)));
}

bool is_encoded(const value& got, const json& encoded) {
    const value wanted = decode_value(encoded);
    if (got.kind() != wanted.kind()) return false;
    const auto& content = *encoded.begin();
    if (got.kind() == value_kind::floating) return same_double(got.as_floating(), wanted.as_floating());
    if (got.kind() == value_kind::type) return runtime_name(got.as_type()) == content.get<std::string>();
    if (got.kind() == value_kind::string) return got.as_string() == wanted.as_string();
    if (got.kind() == value_kind::bytes) return got.as_bytes() == wanted.as_bytes();
    if (got.kind() == value_kind::list) {
        if (got.size() != content.size()) return false;
        for (std::size_t i = 0; i < got.size(); ++i)
            if (!is_encoded(got.at(i), content[i])) return false;
        return true;
    }
    if (got.kind() == value_kind::map) {
        for (const auto& entry : content) {
            const auto found = got.find(decode_value(entry.at(0)));
            if (!found || !is_encoded(*found, entry.at(1))) return false;
        }
        return got.size() == content.size();
    }
    return got.to_json() == wanted.to_json();
}

} // namespace sluice::cel::conformance
