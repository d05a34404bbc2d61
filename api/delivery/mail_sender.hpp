#pragma once

#include "api/delivery/mail_message.hpp"
#include "api/delivery/transfer.hpp"

#include <string>

namespace sluice::delivery {

enum class mail_security {
    none,     ///< plain text: for a relay on this machine
    starttls, ///< required; the server's certificate is checked
    tls,      ///< from the first byte (port 465); the certificate is checked
};

struct mail_server {
    std::string host; ///< empty: there is none
    int port = 25;
    mail_security security = mail_security::starttls;
    std::string user, password; ///< empty: no login
    std::string authorities;    ///< file of certificates to trust (PEM); empty: the system's
    mailbox from;
};

/// Reads `smtp://[user@]host[:port]` (STARTTLS), `smtps://…` (TLS) or `smtp+plain://…` (neither). Throws
/// `std::invalid_argument` for anything else.
mail_server parse_mail_server(const std::string& written);

/// Hands mails to one SMTP server (RFC 5321), over one connection while it lasts. Used by one thread at a time.
class mail_sender {
public:
    explicit mail_sender(mail_server server)
        : server_{std::move(server)} {}

    /// Blocks for up to half a minute.
    service::delivery_outcome send(const mail&);

private:
    mail_server server_;
    transfer transfer_;
};

} // namespace sluice::delivery
