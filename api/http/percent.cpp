#include "api/http/percent.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <cstdint>

namespace sluice::http {

namespace {

/// How many bytes the character takes that begins with `lead`, or 0 if none does.
std::size_t sequence_length(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xc2 && lead <= 0xdf) return 2;
    if (lead >= 0xe0 && lead <= 0xef) return 3;
    if (lead >= 0xf0 && lead <= 0xf4) return 4;
    return 0;
}

/// Whether the bytes after the lead are continuations and the code point is neither overlong, a surrogate nor too big.
bool is_sequence(std::string_view sequence) {
    std::uint32_t code = static_cast<unsigned char>(sequence[0]) & (0xffu >> (sequence.size() + 1));
    for (const char each : sequence.substr(1)) {
        const auto byte = static_cast<unsigned char>(each);
        if ((byte & 0xc0u) != 0x80u) return false;
        code = (code << 6) | (byte & 0x3fu);
    }
    if (sequence.size() == 2) return true; // the lead bytes allowed leave nothing to check
    if (sequence.size() == 3) return code >= 0x800 && (code < 0xd800 || code > 0xdfff);
    return code >= 0x10000 && code <= 0x10ffff;
}

} // namespace

bool is_plain_text(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        if (bytes[at] >= 0x20 && bytes[at] < 0x7f) { // most text that comes here is ASCII
            ++at;
            continue;
        }
        const auto lead = static_cast<unsigned char>(bytes[at]);
        const std::size_t length = sequence_length(lead);
        if (length == 0 || length > bytes.size() - at || lead < 0x20 || lead == 0x7f) return false;
        if (length > 1 && !is_sequence(bytes.substr(at, length))) return false;
        at += length;
    }
    return true;
}

std::optional<std::string> percent_decode(std::string_view encoded, plus_sign plus) {
    const bool plain_already = encoded.find('%') == std::string_view::npos &&
                               (plus == plus_sign::itself || encoded.find('+') == std::string_view::npos);
    if (plain_already) return is_plain_text(encoded) ? std::optional{std::string{encoded}} : std::nullopt;
    const auto checked = boost::urls::make_pct_string_view(encoded);
    if (!checked) return std::nullopt;
    boost::urls::encoding_opts options;
    options.space_as_plus = plus == plus_sign::space;
    std::string plain = checked->decode(options);
    if (!is_plain_text(plain)) return std::nullopt;
    return plain;
}

std::string percent_encode(std::string_view plain) {
    return boost::urls::encode(plain, boost::urls::unreserved_chars);
}

} // namespace sluice::http
