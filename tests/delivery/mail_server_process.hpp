#pragma once

#include "api/delivery/mail_sender.hpp"

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace sluice::test {

/// Debian's chasquid on free ports of this machine, for the domain `localhost`, where `ada` has an account with the
/// password `sesame`. What it takes for her lies in a folder, one file a mail. Killed with its owner.
class mail_server_process {
public:
    /// Whether the program is there at all: `./dev test` fetches it.
    static bool available();

    /// Throws `std::runtime_error` when it does not start.
    mail_server_process();
    ~mail_server_process();
    mail_server_process(const mail_server_process&) = delete;
    mail_server_process& operator=(const mail_server_process&) = delete;

    /// Where to send to, over this kind of connection; with ada's login where it is encrypted.
    delivery::mail_server address(delivery::mail_security) const;

    /// All mails that have come, as they were delivered. Waits up to some seconds until there are so many.
    std::vector<std::string> mails(std::size_t expected) const;

private:
    void write_configuration() const;
    void wait_until_it_listens() const;

    std::filesystem::path folder_;
    int plain_port_, submission_port_, tls_port_;
    pid_t process_ = 0;
};

} // namespace sluice::test
