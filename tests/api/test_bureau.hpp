#pragma once

#include "engine/base/instant.hpp"
#include "engine/service/outgoing_post.hpp"
#include "tests/support/http_client.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sluice::test {

/// Whether the definitions of a bureau are proven when it opens, as a server's are, or only read: for definitions that
/// are to go wrong at work.
enum class definitions { proven, only_read };

/// A whole server in this process, on a port of its own, with an empty database, a clock that stands still until it is
/// moved, and clients for each person. Every request and answer is held against schemas/openapi.json.
class test_bureau {
public:
    explicit test_bureau(std::string_view now, std::filesystem::path workflows = "workflows",
                         definitions = definitions::proven);
    ~test_bureau();

    /// Registers somebody and gives them a token. Returns the id.
    std::string hire(const std::string& name, const json& roles, const std::string& organisation = "",
                     const json& expert = nullptr, const std::string& email = "");
    std::string register_organisation(const std::string& name, const std::string& code);
    std::string open_round(const std::string& programme, std::string_view opens_at, std::string_view closes_at,
                           const json& budget, int year);
    void appropriate(const std::string& fund, const json& amount);

    const std::string& id_of(const std::string& name) const { return people_.at(name).id; }

    /// Requests as a person (by name; empty: the public). POSTs get a fresh Idempotency-Key unless one is given.
    http_answer get(const std::string& person, const std::string& target);
    http_answer post(const std::string& person, const std::string& target, const json& body, header_list headers = {});
    http_answer patch(const std::string& person, const std::string& target, const json& body, header_list headers = {});
    http_answer upload(const std::string& person, const std::string& target, const std::string& media_type,
                       std::string_view bytes);
    http_answer send(const std::string& person, const std::string& method, const std::string& target,
                     header_list headers, std::string_view body);

    instant now() const;
    /// Moves the clock on; timers that fall due on the way fire at their times.
    void move_to(instant);
    /// What leaves for the outside; nothing carries it but the test.
    service::outgoing_post& post_office();
    std::uint16_t port() const;
    const std::string& token_of(const std::string& name) const { return people_.at(name).token; }

private:
    struct employee {
        std::string id;
        std::string token;
    };
    class implementation;

    std::unique_ptr<implementation> self_;
    std::map<std::string, employee> people_;
};

} // namespace sluice::test
