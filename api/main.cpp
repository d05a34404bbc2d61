#include "api/auth/token.hpp"
#include "api/composition/server_composition.hpp"
#include "api/demo/demo_data.hpp"
#include "api/memory/process_memory.hpp"
#include "api/tools/tools.hpp"
#include "engine/service/library.hpp"

#include <CLI/CLI.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include <unistd.h>

namespace {

using namespace sluice;

struct serve_options {
    composition_options parts;
    std::filesystem::path data = "var";
    std::filesystem::path demo_file = "api/demo/demo.json";
    std::string clock; ///< an instant, from which an adjustable clock runs
    std::string log_level = "info";
    bool demo = false;
    std::string mail_server, mail_from = "sluice@localhost";
    std::filesystem::path mail_password_file;
    std::string mail_authorities;
    bool webhooks_anywhere = false;
};

bool is_loopback(const std::string& address) {
    return address == "127.0.0.1" || address == "::1" || address == "localhost";
}

/// A fresh server gets its first administrator, whose token is shown this once.
void appoint_first_administrator(service::service& engine) {
    const auto carry_out = [&](service::command wanted) {
        return engine.carry_out({{"founder", "", "", {{"admin"}}, ""}, std::move(wanted), std::nullopt, std::nullopt})
            .value()
            .body;
    };
    const std::string id =
        carry_out(service::create_person{"管理员 / Administrator", "", "", {{"admin"}}, nullptr}).at("id");
    const auto token = auth::make_token();
    carry_out(service::issue_token{id, "first administrator", std::nullopt, token});
    std::cout << "The first administrator's token, shown only now: " << token << std::endl;
}

/// The password comes from a file, so that no list of processes shows it.
delivery::mail_server read_mail_server(const serve_options& wanted) {
    if (wanted.mail_server.empty()) return {};
    auto server = delivery::parse_mail_server(wanted.mail_server);
    if (!delivery::is_mail_address(wanted.mail_from)) throw std::invalid_argument("--mail-from is no mail address");
    server.from = {"渠成 Sluice", wanted.mail_from};
    server.authorities = wanted.mail_authorities;
    if (wanted.mail_password_file.empty()) return server;
    std::ifstream file{wanted.mail_password_file};
    if (!std::getline(file, server.password))
        throw std::invalid_argument("cannot read --mail-password-file " + wanted.mail_password_file.string());
    return server;
}

void wait_for_the_end() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    int received = 0;
    sigwait(&signals, &received);
}

/// Before any thread starts: the end comes to `wait_for_the_end` alone, and a client that has gone is no reason to
/// stop.
void take_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

int serve(serve_options wanted, std::chrono::steady_clock::time_point started) {
    if (wanted.demo && !is_loopback(wanted.parts.http.address)) {
        std::cerr << "--demo uses tokens that everybody knows: it serves on a loopback address only\n";
        return 2;
    }
    std::filesystem::create_directories(wanted.data);
    wanted.parts.database = wanted.data / "sluice.db";
    wanted.parts.mail = read_mail_server(wanted);
    if (wanted.webhooks_anywhere) wanted.parts.webhooks = delivery::webhook_reach::anywhere;
    std::unique_ptr<service::clock> time = std::make_unique<service::system_clock>();
    if (wanted.demo || !wanted.clock.empty()) {
        const auto begin =
            wanted.clock.empty() ? result<instant>{demo::begins(wanted.demo_file)} : parse_rfc3339(wanted.clock);
        if (!begin) throw std::invalid_argument("--clock: " + begin.error().explanation.en);
        auto adjustable = std::make_unique<service::adjustable_clock>(*begin, true);
        wanted.parts.adjustable = adjustable.get();
        time = std::move(adjustable);
    }
    take_signals();
    server_composition running{wanted.parts, *time};
    // A training clock goes on where it was, never back behind what is on the record.
    if (const auto last = running.engine().last_act(); last && wanted.parts.adjustable && *last > time->now())
        wanted.parts.adjustable->set(*last);
    if (running.engine().empty()) {
        if (wanted.demo)
            demo::fill(running.engine(), wanted.demo_file);
        else
            appoint_first_administrator(running.engine());
    }
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started);
    std::cout << "ready on http" << (wanted.parts.http.tls_certificate_file.empty() ? "" : "s") << "://"
              << wanted.parts.http.address << ":" << running.port() << " in " << took.count() << " ms" << std::endl;
    settle_memory();
    wait_for_the_end();
    return 0;
}

void describe_serve(CLI::App& verb, serve_options& wanted) {
    auto& http = wanted.parts.http;
    verb.add_option("--address", http.address, "where to listen")->capture_default_str();
    verb.add_option("--port", http.port, "0 takes any free one")->capture_default_str();
    verb.add_option("--threads", http.threads, "for HTTP; 0: one for each processor")->capture_default_str();
    verb.add_option("--data", wanted.data, "folder of the database")->capture_default_str();
    verb.add_option("--workflows", wanted.parts.workflows, "folder of the programmes")->capture_default_str();
    verb.add_option("--contract", wanted.parts.contract, "openapi.json")->capture_default_str();
    verb.add_option("--tls-certificate", http.tls_certificate_file, "PEM, the whole chain");
    verb.add_option("--tls-key", http.tls_key_file, "PEM");
    verb.add_flag("--demo", wanted.demo, "fill an empty server with demonstration data; loopback only");
    verb.add_option("--demo-data", wanted.demo_file, "what --demo fills it with")->capture_default_str();
    verb.add_option("--clock", wanted.clock,
                    "for training and tests: begin at this instant, and let administrators set the clock");
    verb.add_option(
        "--mail-server", wanted.mail_server,
        "notifications leave by mail through smtp://[user@]host[:port] (STARTTLS), smtps://… or smtp+plain://…");
    verb.add_option("--mail-from", wanted.mail_from, "the sender's address")->capture_default_str();
    verb.add_option("--mail-password-file", wanted.mail_password_file, "its first line logs in at the mail server");
    verb.add_option("--mail-authorities", wanted.mail_authorities, "certificates to trust at the mail server, PEM");
    verb.add_option("--portal", wanted.parts.portal, "where people read on, for the links in mails");
    verb.add_flag("--webhooks-anywhere", wanted.webhooks_anywhere,
                  "let webhooks have http addresses and be on private networks; for development");
    verb.add_option("--log-level", wanted.log_level, "debug, info, warning or error")->capture_default_str();
}

bool is_coloured_terminal() {
    return isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
}

void describe_check(CLI::App& verb, std::vector<std::filesystem::path>& folders, tools::check_options& wanted) {
    wanted.colour = is_coloured_terminal();
    verb.add_option("folder", folders, "programme folders")->required();
    verb.add_option("--calendars", wanted.calendars)->capture_default_str();
    verb.add_option("--states-max", wanted.states_max, "bound of the state space to be proven")->capture_default_str();
    verb.add_flag("--json", wanted.as_json, "findings for machines");
    verb.add_flag("--record-traces", wanted.record_traces, "write what the scenarios do to traces.json, for review");
    verb.add_flag_callback(
        "--zh", [&wanted] { wanted.spoken = language::zh; }, "speak Chinese");
    verb.add_flag("--colour,!--no-colour", wanted.colour, "colours; by default where a person looks on");
}

} // namespace

int main(int count, char** words) {
    const auto started = std::chrono::steady_clock::now();
    CLI::App program{"Sluice (渠成): a workflow engine for public funds"};
    program.require_subcommand(1);

    serve_options serving;
    auto* serve_verb = program.add_subcommand("serve", "serve the API");
    describe_serve(*serve_verb, serving);

    std::vector<std::filesystem::path> folders;
    tools::check_options checking;
    auto* check_verb = program.add_subcommand("check", "prove programme definitions sound and run their scenarios");
    describe_check(*check_verb, folders, checking);

    std::filesystem::path folder;
    std::string language = "zh", format = "svg";
    auto* diagram_verb = program.add_subcommand("diagram", "draw a programme");
    diagram_verb->add_option("folder", folder)->required();
    diagram_verb->add_option("--language", language, "zh or en")
        ->check(CLI::IsMember({"zh", "en"}))
        ->capture_default_str();
    diagram_verb->add_option("--format", format, "svg, dot, mermaid, scxml or xstate")
        ->check(CLI::IsMember({"svg", "dot", "mermaid", "scxml", "xstate"}))
        ->capture_default_str();

    CLI11_PARSE(program, count, words);
    spdlog::set_default_logger(spdlog::stderr_logger_mt("sluice"));
    spdlog::set_level(spdlog::level::from_str(serving.log_level));
    try {
        if (check_verb->parsed()) return tools::check(folders, checking, std::cout);
        if (diagram_verb->parsed()) return tools::diagram(folder, language, format, std::cout);
        return serve(std::move(serving), started);
    } catch (const std::exception& trouble) {
        std::cerr << "sluice: " << trouble.what() << "\n";
        return 1;
    }
}
