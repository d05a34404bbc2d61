#pragma once

#include "engine/base/json.hpp"
#include "engine/base/text.hpp"

#include <map>
#include <string>

namespace sluice::pages {

/// The list of public notices as it was asked for.
struct notice_list {
    json items;                             ///< notices as the API shows them
    std::map<std::string, text> programmes; ///< titles by id
    std::string programme, round, status;   ///< as filtered; empty: all
    std::string next;                       ///< cursor of the next page; empty at the end
    bool first = true;                      ///< whether this is the first page
};

std::string notices_to_html(const notice_list&, language);

/// One notice with its clock and how to object.
std::string notice_to_html(const json& notice, const std::map<std::string, text>& programmes, language);

/// The list for a spreadsheet: RFC 4180 in UTF-8, without a byte order mark, a line of headings first. A field that a
/// spreadsheet would take for a formula begins with an apostrophe.
std::string notices_to_csv(const notice_list&, language);

/// How a notice stands, in words.
text words_of_status(const std::string& status);

} // namespace sluice::pages
