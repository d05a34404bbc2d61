#include "api/http/link.hpp"

#include "api/http/internal/header_syntax.hpp"

#include <algorithm>
#include <stdexcept>

namespace sluice::http {

namespace {

bool is_reference(std::string_view target) {
    return !target.empty() && std::all_of(target.begin(), target.end(), [](char character) {
        return character > 0x20 && character < 0x7f && character != '<' && character != '>' && character != '"';
    });
}

} // namespace

std::string link_header(std::span<const link> links) {
    std::string header;
    for (const auto& [target, relation] : links) {
        if (!is_reference(target) || !internal::is_token(relation)) throw std::invalid_argument{"not fit for a link"};
        if (!header.empty()) header += ", ";
        header += "<" + target + ">; rel=\"" + relation + "\"";
    }
    return header;
}

link page_link(const request& asked, std::string relation, std::string_view cursor) {
    return {asked.path + "?" + asked.query.encoded_with("cursor", cursor), std::move(relation)};
}

} // namespace sluice::http
