#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace sluice::test {

/// The real server as a process of its own, on a free port, killed with its owner. What it logs goes to `server.log`
/// in its data folder.
class server_process {
public:
    /// Starts `program serve --data <data> --port 0 <options>` and waits until it says that it is ready. Throws
    /// `std::runtime_error` when it ends instead, or is not ready in `ready_within`.
    server_process(const std::filesystem::path& program, const std::filesystem::path& data,
                   const std::vector<std::string>& options);
    ~server_process();
    server_process(const server_process&) = delete;
    server_process& operator=(const server_process&) = delete;

    static constexpr std::chrono::seconds ready_within{30};

    std::uint16_t port() const { return port_; }

    /// From before the process was made until its line had been read.
    std::chrono::microseconds took_to_start() const { return took_to_start_; }

    /// Resident memory now, from /proc.
    std::size_t resident_bytes() const;

    /// SIGKILL, at once. Thread-safe, also while other threads talk to the server.
    void kill_now() const;

    /// After `kill_now`: until the process is gone. Throws `std::runtime_error` if it ended in any other way.
    void wait_until_killed();

private:
    void start(const std::filesystem::path& program, const std::filesystem::path& data,
               const std::vector<std::string>& options);
    std::string first_line() const;

    pid_t process_ = 0;
    int output_ = -1; ///< the reading end of its standard output
    std::uint16_t port_ = 0;
    std::chrono::microseconds took_to_start_{};
};

/// A folder of its own under the system's temporary one, gone with its owner.
class temporary_folder {
public:
    temporary_folder();
    ~temporary_folder();
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace sluice::test
