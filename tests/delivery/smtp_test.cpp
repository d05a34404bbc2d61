#include "api/delivery/mail_sender.hpp"
#include "tests/delivery/mail_server_process.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::delivery;
using enum service::delivery_outcome::kind;
using test::mail_server_process;

namespace {

mail letter_to(const std::string& address, const mailbox& from, const std::string& id = "letter-1") {
    return {id,
            from,
            {"艾达", address},
            "【创业梦想基金】请补正",
            "您好：\n请补正材料。\n",
            "zh",
            instant{1'772'000'000'000}};
}

#define NEEDS_MAIL_SERVER                                                                                              \
    if (!mail_server_process::available()) SKIP("chasquid is not there; ./dev test fetches it")

} // namespace

TEST_CASE("a real SMTP server takes a mail over each kind of connection") {
    NEEDS_MAIL_SERVER;
    const transfer_library library;
    const mail_server_process server;
    for (const auto security : {mail_security::none, mail_security::starttls, mail_security::tls}) {
        const auto address = server.address(security);
        mail_sender sender{address};
        const auto outcome = sender.send(letter_to("ada@localhost", address.from));
        INFO(outcome.reply);
        CHECK(outcome.what == delivered);
    }
    const auto received = server.mails(3);
    REQUIRE(received.size() == 3);
    for (const auto& each : received) {
        CHECK(each.find("Message-ID: <letter-1@localhost>") != std::string::npos);
        CHECK(each.find("Auto-Submitted: auto-generated") != std::string::npos);
        CHECK(each.find("5oKo5aW977yaDQror7fooaXmraPmnZDmlpnjgIINCg==") != std::string::npos);
    }
}

TEST_CASE("one connection carries several mails, also behind one that is refused") {
    NEEDS_MAIL_SERVER;
    const transfer_library library;
    const mail_server_process server;
    const auto address = server.address(mail_security::none);
    mail_sender sender{address};
    CHECK(sender.send(letter_to("ada@localhost", address.from, "letter-1")).what == delivered);
    const auto unknown = sender.send(letter_to("nobody@localhost", address.from, "letter-2"));
    INFO(unknown.reply);
    CHECK(unknown.what == refused);
    CHECK(unknown.reply.find("550") != std::string::npos);
    CHECK(sender.send(letter_to("ada@localhost", address.from, "letter-3")).what == delivered);
    CHECK(server.mails(2).size() == 2);
}

TEST_CASE("what is wrong with the server or with us is worth another try") {
    NEEDS_MAIL_SERVER;
    const transfer_library library;
    const mail_server_process server;
    auto wrong_password = server.address(mail_security::starttls);
    wrong_password.password = "open barley";
    CHECK(mail_sender{wrong_password}.send(letter_to("ada@localhost", wrong_password.from)).what == try_again);
    auto untrusted = server.address(mail_security::starttls);
    untrusted.authorities.clear();
    CHECK(mail_sender{untrusted}.send(letter_to("ada@localhost", untrusted.from)).what == try_again);
    auto absent = server.address(mail_security::none);
    absent.port = 1;
    CHECK(mail_sender{absent}.send(letter_to("ada@localhost", absent.from)).what == try_again);
    const auto no_login = server.address(mail_security::none);
    const auto relayed = mail_sender{no_login}.send(letter_to("somebody@elsewhere.example", no_login.from));
    INFO(relayed.reply);
    CHECK(relayed.what == try_again);
    CHECK(server.mails(0).empty());
}

TEST_CASE("no address smuggles a command to the server") {
    const transfer_library library;
    mail_server nowhere;
    nowhere.host = "localhost";
    nowhere.port = 1;
    CHECK(mail_sender{nowhere}.send(letter_to("ada@localhost>\r\nRCPT TO:<eve@localhost", {})).what == refused);
}

TEST_CASE("a mail server is written as a URL") {
    const auto plain = parse_mail_server("smtp+plain://relay.bureau.example");
    CHECK(plain.host == "relay.bureau.example");
    CHECK(plain.port == 25);
    CHECK(plain.security == mail_security::none);
    const auto encrypted = parse_mail_server("smtp://office%40bureau.example@mail.bureau.example:2587");
    CHECK(encrypted.security == mail_security::starttls);
    CHECK(encrypted.port == 2587);
    CHECK(encrypted.user == "office@bureau.example");
    CHECK(parse_mail_server("smtps://mail.bureau.example").port == 465);
    for (const char* wrong : {"mail.bureau.example", "http://mail", "smtp://", "smtp://a:b@mail", "smtp://mail/path"})
        CHECK_THROWS_AS(parse_mail_server(wrong), std::invalid_argument);
}
