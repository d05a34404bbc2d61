#pragma once

#include "tests/support/http_client.hpp"

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace sluice::test {

/// What the client knows of one of its applications from the answers it got.
struct known_application {
    std::string id;
    std::string title;
    std::string state = "draft";
    std::int64_t revision = 1;
    std::size_t documents = 0;
};

/// One command as it was sent, and the answer if one came before the server was gone.
struct sent_command {
    std::string token;
    std::string method;
    std::string target;
    header_list headers;
    std::string body;
    std::string appropriation;                     ///< the note of the entry it is to make; empty for other commands
    std::optional<std::size_t> about;              ///< which of the client's applications, when it changes one
    std::function<void(const json& answer)> learn; ///< takes into account that it was carried out
    std::optional<http_answer> answer;

    bool has_key() const { return method == "POST"; }
};

/// One applicant among many: creates applications, amends them, files papers, submits and withdraws; now and then its
/// friend in the finance office appropriates money. Remembers every command and what was acknowledged. For one thread.
class busy_client {
public:
    struct identity {
        std::string name; ///< unique: its titles, notes and keys begin with it
        std::string token;
        std::string round; ///< of the incubator-dream-fund
        json form;         ///< that its organisation can submit
    };

    busy_client(identity, std::uint32_t seed);

    /// Sends one more command. False when no answer came; then nothing more is to be sent on this client.
    /// Throws `std::runtime_error` when a command is refused, since none of its commands should be.
    bool send_one(http_client&);

    /// The command whose answer never came, if there is one.
    sent_command* unanswered();

    std::vector<sent_command>& commands() { return commands_; }
    const std::vector<known_application>& applications() const { return applications_; }
    const std::string& token() const { return who_.token; }

    /// Starts a new run against a restarted server: forgets the commands, keeps the applications.
    void begin_again();

private:
    sent_command next();
    sent_command create();
    sent_command amend(std::size_t which);
    sent_command file_document(std::size_t which);
    sent_command send_event(std::size_t which, const std::string& type, const std::string& state_after);
    sent_command appropriate();
    std::string fresh_name();
    bool chance(int percent);

    identity who_;
    std::mt19937 random_;
    int names_ = 0;
    std::vector<known_application> applications_;
    std::vector<sent_command> commands_;
};

/// Sends it again exactly as it was.
http_answer send_again(http_client&, const sent_command&);

} // namespace sluice::test
