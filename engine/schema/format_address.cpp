#include "engine/schema/format_parts.hpp"

#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>
#include <boost/url/parse.hpp>

#include <algorithm>
#include <string>

namespace sluice::schema {
namespace {

bool is_mail_domain(std::string_view domain, bool international) {
    if (!domain.starts_with('[')) return international ? is_idn_host_name(domain) : is_host_name(domain);
    if (!domain.ends_with(']')) return false;
    const auto literal = domain.substr(1, domain.size() - 2);
    return literal.starts_with("IPv6:") ? is_ipv6(literal.substr(5)) : is_ipv4(literal);
}

/// A character beyond ASCII may stand in an internationalised address.
bool is_dot_atom(std::string_view local, bool international) {
    if (local.empty() || local.front() == '.' || local.back() == '.') return false;
    for (std::size_t i = 0; i < local.size(); ++i) {
        if (local[i] == '.' && local[i - 1] == '.') return false;
        if (international && static_cast<unsigned char>(local[i]) >= 0x80) continue;
        if (local[i] != '.' && !is_alphanumeric(local[i]) &&
            std::string_view{"!#$%&'*+-/=?^_`{|}~"}.find(local[i]) == std::string_view::npos)
            return false;
    }
    return true;
}

bool is_quoted(std::string_view local) {
    if (local.size() < 2 || local.front() != '"' || local.back() != '"') return false;
    const auto inner = local.substr(1, local.size() - 2);
    for (std::size_t i = 0; i < inner.size(); ++i) {
        if (inner[i] < ' ' || inner[i] > '~' || inner[i] == '"') return false;
        if (inner[i] == '\\' && ++i == inner.size()) return false;
    }
    return true;
}

bool is_mail_address(std::string_view written, bool international) {
    constexpr std::size_t local_max = 64;
    const auto at = written.rfind('@');
    if (at == std::string_view::npos || at > local_max) return false;
    const auto local = written.substr(0, at);
    return (is_dot_atom(local, international) || is_quoted(local)) &&
           is_mail_domain(written.substr(at + 1), international);
}

/// Boost.URL 1.81 reads `http://example.com:abc/path` as a host and the path `abc/path`, which RFC 3986 rules out:
/// after an authority a path is empty or begins with a slash.
template<class Parsed>
bool is_well_formed(const Parsed& parsed) {
    if (!parsed) return false;
    const auto path = parsed->encoded_path();
    return !parsed->has_authority() || path.empty() || path.front() == '/';
}

/// RFC 3987, section 3.1: the characters beyond ASCII as percent-encoded UTF-8.
std::string as_uri(std::string_view iri) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string uri;
    for (const char c : iri) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet < 0x80) {
            uri += c;
            continue;
        }
        uri += '%';
        uri += digits[octet >> 4U];
        uri += digits[octet & 15U];
    }
    return uri;
}

bool take_encoded(std::string_view& rest) {
    if (rest.size() < 3 || rest[0] != '%' || !is_hex(rest[1]) || !is_hex(rest[2])) return false;
    rest.remove_prefix(3);
    return true;
}

/// One variable of a template: `name`, `a.b`, `name:30`, `name*`.
bool is_variable(std::string_view rest) {
    bool begins = true;
    while (!rest.empty() && rest.front() != ':' && rest.front() != '*') {
        const bool separates = rest.front() == '.';
        if (separates && (begins || rest.size() == 1)) return false;
        if (rest.front() == '%') {
            if (!take_encoded(rest)) return false;
        } else {
            if (!separates && !is_alphanumeric(rest.front()) && rest.front() != '_') return false;
            rest.remove_prefix(1);
        }
        begins = separates;
    }
    if (begins) return false;
    if (rest.empty() || rest == "*") return true;
    const auto length = rest.substr(1);
    return rest.front() == ':' && !length.empty() && length.size() <= 4 && length.front() != '0' &&
           std::all_of(length.begin(), length.end(), is_digit);
}

bool is_template_expression(std::string_view inner) {
    if (!inner.empty() && std::string_view{"+#./;?&"}.find(inner.front()) != std::string_view::npos)
        inner.remove_prefix(1);
    while (true) {
        const auto comma = std::min(inner.find(','), inner.size());
        if (!is_variable(inner.substr(0, comma))) return false;
        if (comma == inner.size()) return true;
        inner.remove_prefix(comma + 1);
    }
}

} // namespace

bool is_email(std::string_view written) {
    return is_mail_address(written, false);
}

bool is_idn_email(std::string_view written) {
    return is_mail_address(written, true);
}

bool is_ipv4(std::string_view written) {
    return boost::urls::parse_ipv4_address({written.data(), written.size()}).has_value();
}

bool is_ipv6(std::string_view written) {
    return boost::urls::parse_ipv6_address({written.data(), written.size()}).has_value();
}

bool is_uri(std::string_view written) {
    return is_well_formed(boost::urls::parse_uri({written.data(), written.size()}));
}

bool is_uri_reference(std::string_view written) {
    return is_well_formed(boost::urls::parse_uri_reference({written.data(), written.size()}));
}

bool is_iri(std::string_view written) {
    return is_uri(as_uri(written));
}

bool is_iri_reference(std::string_view written) {
    return is_uri_reference(as_uri(written));
}

bool is_uri_template(std::string_view rest) {
    while (!rest.empty()) {
        const char c = rest.front();
        if (c == '{') {
            const auto close = rest.find('}');
            if (close == std::string_view::npos || !is_template_expression(rest.substr(1, close - 1))) return false;
            rest.remove_prefix(close + 1);
        } else if (c == '%') {
            if (!take_encoded(rest)) return false;
        } else {
            const bool is_control = static_cast<unsigned char>(c) <= ' ' || c == 0x7F;
            if (is_control || std::string_view{"\"'<>\\^`|}"}.find(c) != std::string_view::npos) return false;
            rest.remove_prefix(1);
        }
    }
    return true;
}

bool is_json_pointer(std::string_view written) {
    if (!written.empty() && written.front() != '/') return false;
    for (std::size_t i = 0; i < written.size(); ++i)
        if (written[i] == '~' && (i + 1 == written.size() || (written[i + 1] != '0' && written[i + 1] != '1')))
            return false;
    return true;
}

bool is_relative_json_pointer(std::string_view written) {
    const auto end = std::min(written.find_first_not_of("0123456789"), written.size());
    if (end == 0 || (written.front() == '0' && end > 1)) return false;
    const auto rest = written.substr(end);
    return rest == "#" || is_json_pointer(rest);
}

} // namespace sluice::schema
