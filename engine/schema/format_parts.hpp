#pragma once

#include <string_view>

// The formats that format.cpp lists. Internal to the module: use `find_format`.
namespace sluice::schema {

bool is_digit(char c);
bool is_hex(char c);
bool is_alphanumeric(char c);

// format_time.cpp: RFC 3339
bool is_date(std::string_view written);
bool is_time(std::string_view written);
bool is_date_time(std::string_view written);
bool is_duration(std::string_view written);

// format_host.cpp: RFC 1123 and RFC 5890 to 5892; of the latter the rules that tell names apart, without the tables of
// Unicode's compatibility forms
bool is_host_name(std::string_view written);
bool is_idn_host_name(std::string_view written);

// format_address.cpp: RFC 5321 and 6531, RFC 3986 and 3987, RFC 6570, RFC 6901
bool is_email(std::string_view written);
bool is_idn_email(std::string_view written);
bool is_ipv4(std::string_view written);
bool is_ipv6(std::string_view written);
bool is_uri(std::string_view written);
bool is_uri_reference(std::string_view written);
bool is_iri(std::string_view written);
bool is_iri_reference(std::string_view written);
bool is_uri_template(std::string_view written);
bool is_json_pointer(std::string_view written);
bool is_relative_json_pointer(std::string_view written);

} // namespace sluice::schema
