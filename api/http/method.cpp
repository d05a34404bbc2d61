#include "api/http/method.hpp"

#include <array>

namespace sluice::http {

std::string_view name_of(method verb) {
    switch (verb) {
    case method::get:
        return "GET";
    case method::head:
        return "HEAD";
    case method::post:
        return "POST";
    case method::put:
        return "PUT";
    case method::patch:
        return "PATCH";
    case method::delete_:
        return "DELETE";
    case method::options:
        return "OPTIONS";
    }
    return "";
}

std::optional<method> method_from(std::string_view name) {
    constexpr std::array all{method::get,   method::head,    method::post,   method::put,
                             method::patch, method::delete_, method::options};
    for (const method verb : all)
        if (name_of(verb) == name) return verb;
    return std::nullopt;
}

} // namespace sluice::http
