#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace sluice::bench {

/// A program that says `ready on http://127.0.0.1:PORT…` when it serves, as a process of its own, killed with its
/// owner.
class program_process {
public:
    /// Starts it and waits for that line. What it complains of goes to the log file. Throws `std::runtime_error` when
    /// it ends instead, or says something else, or is not ready in `ready_within`.
    program_process(std::vector<std::string> words, const std::filesystem::path& log);
    ~program_process();
    program_process(const program_process&) = delete;
    program_process& operator=(const program_process&) = delete;

    static constexpr std::chrono::seconds ready_within{300};

    std::uint16_t port() const { return port_; }

    /// From before the process was made until its line had been read.
    double start_ms() const { return start_ms_; }

    /// A line of /proc/PID/status, in bytes: `VmRSS` (all that is resident), `RssAnon` (without files).
    double memory_bytes(const std::string& line) const;

    /// Processor time it has used so far, user and system.
    double processor_seconds() const;

private:
    std::string first_line() const;
    void kill_it();

    pid_t process_ = 0;
    int output_ = -1;
    std::uint16_t port_ = 0;
    double start_ms_ = 0;
};

/// Runs a program to its end, with our own standard error. Throws `std::runtime_error` unless it succeeds.
void run_program(std::vector<std::string> words);

} // namespace sluice::bench
