#include "tests/delivery/mail_server_process.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace sluice::test {
namespace {

const std::filesystem::path programs = std::filesystem::path{SLUICE_MAIL_SERVER} / "usr/bin";

sockaddr_in on_this_machine(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

int free_port() {
    const int probe = socket(AF_INET, SOCK_STREAM, 0);
    auto address = on_this_machine(0);
    socklen_t size = sizeof address;
    if (bind(probe, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("no port is free");
    close(probe);
    return ntohs(address.sin_port);
}

bool listens(int port) {
    const int probe = socket(AF_INET, SOCK_STREAM, 0);
    const auto address = on_this_machine(port);
    const bool connected = connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(probe);
    return connected;
}

void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream{path} << text;
}

void run(const std::string& command) {
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
}

} // namespace

bool mail_server_process::available() {
    return access((programs / "chasquid").c_str(), X_OK) == 0;
}

mail_server_process::mail_server_process()
    : plain_port_{free_port()}
    , submission_port_{free_port()}
    , tls_port_{free_port()} {
    std::string pattern = (std::filesystem::temp_directory_path() / "sluice-mail-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
    folder_ = pattern;
    write_configuration();
    process_ = fork();
    if (process_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        const int log = open((folder_ / "log").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(log, STDOUT_FILENO);
        dup2(log, STDERR_FILENO);
        execl((programs / "chasquid").c_str(), "chasquid", "-config_dir", (folder_ / "conf").c_str(), nullptr);
        _exit(127);
    }
    wait_until_it_listens();
}

mail_server_process::~mail_server_process() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    std::filesystem::remove_all(folder_);
}

void mail_server_process::write_configuration() const {
    const auto conf = folder_ / "conf", certificate = conf / "certs/localhost";
    for (const auto& each : {certificate, conf / "domains/localhost", folder_ / "data", folder_ / "mail"})
        std::filesystem::create_directories(each);
    write(conf / "chasquid.conf", fmt::format(R"(hostname: "localhost"
smtp_address: "127.0.0.1:{}"
submission_address: "127.0.0.1:{}"
submission_over_tls_address: "127.0.0.1:{}"
mail_delivery_agent_bin: "{}"
data_dir: "{}"
mail_log_path: "<stderr>"
)",
                                              plain_port_, submission_port_, tls_port_, (folder_ / "keep").string(),
                                              (folder_ / "data").string()));
    write(folder_ / "keep",
          fmt::format("#!/bin/sh\ncat > {0}/.part-$$ && mv {0}/.part-$$ {0}/$$\n", (folder_ / "mail").string()));
    std::filesystem::permissions(folder_ / "keep", std::filesystem::perms::owner_all);
    run(fmt::format("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout {0}/privkey.pem -out {0}/fullchain.pem "
                    "-subj /CN=localhost -addext subjectAltName=DNS:localhost 2>/dev/null",
                    certificate.string()));
    run(fmt::format("{} -C={} user-add ada@localhost --password=sesame >/dev/null",
                    (programs / "chasquid-util").string(), conf.string()));
}

void mail_server_process::wait_until_it_listens() const {
    for (int patience = 0; patience < 200; ++patience) {
        if (listens(plain_port_) && listens(submission_port_) && listens(tls_port_)) return;
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    throw std::runtime_error("the mail server does not listen");
}

delivery::mail_server mail_server_process::address(delivery::mail_security security) const {
    delivery::mail_server server;
    server.host = "localhost";
    server.security = security;
    server.from = {"渠成", "ada@localhost"};
    server.port = plain_port_;
    if (security == delivery::mail_security::none) return server;
    server.port = security == delivery::mail_security::tls ? tls_port_ : submission_port_;
    server.user = "ada@localhost";
    server.password = "sesame";
    server.authorities = (folder_ / "conf/certs/localhost/fullchain.pem").string();
    return server;
}

std::vector<std::string> mail_server_process::mails(std::size_t expected) const {
    std::vector<std::string> found;
    for (int patience = 0; patience < 200; ++patience) {
        found.clear();
        for (const auto& each : std::filesystem::directory_iterator{folder_ / "mail"}) {
            if (each.path().filename().string().starts_with('.')) continue;
            std::ifstream file{each.path(), std::ios::binary};
            found.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
        }
        if (found.size() >= expected) break;
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    return found;
}

} // namespace sluice::test
