#include "api/delivery/mail_sender.hpp"

#include <boost/url/parse.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace sluice::delivery {
namespace {

using enum service::delivery_outcome::kind;

/// What is still to be sent of a message.
std::size_t give(char* room, std::size_t size, std::size_t count, void* rest) {
    auto& left = *static_cast<std::string_view*>(rest);
    const auto part = left.substr(0, size * count);
    std::copy(part.begin(), part.end(), room);
    left.remove_prefix(part.size());
    return part.size();
}

mail_security security_of(std::string_view scheme) {
    if (scheme == "smtp") return mail_security::starttls;
    if (scheme == "smtps") return mail_security::tls;
    if (scheme == "smtp+plain") return mail_security::none;
    throw std::invalid_argument{"a mail server is smtp://, smtps:// or smtp+plain://"};
}

int default_port(mail_security security) {
    return security == mail_security::tls ? 465 : security == mail_security::starttls ? 587 : 25;
}

/// The server answers with a status only when it has heard us: before that it is worth another try.
service::delivery_outcome::kind meaning_of(CURLcode code, long status) {
    if (code == CURLE_OK) return delivered;
    // That we may not log in, or send on without a login, is our own trouble and says nothing of the recipient.
    if (code == CURLE_LOGIN_DENIED || status == 503 || status == 530) return try_again;
    return status >= 500 && status < 600 ? refused : try_again;
}

} // namespace

mail_server parse_mail_server(const std::string& written) {
    const auto url = boost::urls::parse_uri(written);
    if (!url || url->host().empty() || !(url->path().empty() || url->path() == "/"))
        throw std::invalid_argument{"“" + written + "” is no mail server: write smtp://[user@]host[:port]"};
    mail_server server;
    server.security = security_of(url->scheme());
    server.host = url->host();
    server.port = url->has_port() ? url->port_number() : default_port(server.security);
    server.user = url->user();
    if (url->has_password()) throw std::invalid_argument{"the password of a mail server comes from a file"};
    return server;
}

service::delivery_outcome mail_sender::send(const mail& letter) {
    if (!is_mail_address(letter.to.address)) return {letter.id, refused, "this is no mail address"};
    const auto message = compose(letter);
    std::string_view rest = message;
    text_list recipients;
    recipients.append("<" + letter.to.address + ">");
    const auto url = fmt::format("{}://{}:{}/", server_.security == mail_security::tls ? "smtps" : "smtp", server_.host,
                                 server_.port);
    transfer_.begin_anew();
    transfer_.set(CURLOPT_URL, url.c_str());
    if (server_.security == mail_security::starttls) transfer_.set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    if (!server_.authorities.empty()) transfer_.set(CURLOPT_CAINFO, server_.authorities.c_str());
    if (!server_.user.empty()) {
        transfer_.set(CURLOPT_USERNAME, server_.user.c_str());
        transfer_.set(CURLOPT_PASSWORD, server_.password.c_str());
    }
    const auto sender = "<" + server_.from.address + ">";
    transfer_.set(CURLOPT_MAIL_FROM, sender.c_str());
    transfer_.set(CURLOPT_MAIL_RCPT, recipients.get());
    transfer_.set(CURLOPT_UPLOAD, 1L);
    transfer_.set(CURLOPT_READFUNCTION, &give);
    transfer_.set(CURLOPT_READDATA, &rest);
    const auto code = transfer_.run();
    const auto status = transfer_.status();
    return {letter.id, meaning_of(code, status),
            code == CURLE_OK ? std::to_string(status) : fmt::format("{} {}", status, transfer_.trouble(code))};
}

} // namespace sluice::delivery
