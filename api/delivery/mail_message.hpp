#pragma once

#include "engine/base/instant.hpp"

#include <string>
#include <string_view>

namespace sluice::delivery {

struct mailbox {
    std::string name; ///< may be empty
    std::string address;
};

struct mail {
    std::string id; ///< the same at every attempt: receivers drop what they have already
    mailbox from, to;
    std::string subject, text; ///< UTF-8; lines of the text end in \n
    std::string language;      ///< zh, en
    instant at;
};

/// The whole message for SMTP: headers by RFC 5322 with encoded words (RFC 2047), a text/plain body in base64, lines
/// end in CRLF. `Auto-Submitted` (RFC 3834) keeps automatic answers away. Control characters of names and subject
/// become blanks, so that none of them can begin a header.
std::string compose(const mail&);

/// A text as a header may hold it: as it is when it is plain ASCII, else as encoded words of at most 75 characters, cut
/// between characters.
std::string encoded_header_text(std::string_view);

/// Whether the address is `something@host` of printable ASCII without blanks, brackets, quotes or commas: others are
/// legal, but not worth their danger here.
bool is_mail_address(std::string_view);

} // namespace sluice::delivery
