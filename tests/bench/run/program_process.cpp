#include "tests/bench/run/program_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace sluice::bench {
namespace {

constexpr std::size_t line_length_max = 1'000;
constexpr std::string_view ready_words = "ready on http://127.0.0.1:";

std::vector<char*> pointers_to(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (auto& each : words)
        pointers.push_back(each.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// Between fork and exec: calls of the system only.
[[noreturn]] void become(const std::vector<char*>& words, int output, int log) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (output >= 0) dup2(output, STDOUT_FILENO);
    if (log >= 0) dup2(log, STDERR_FILENO);
    execv(words.front(), words.data());
    _exit(127);
}

std::uint16_t port_in(const std::string& line) {
    std::uint16_t port = 0;
    if (line.starts_with(ready_words))
        std::from_chars(line.data() + ready_words.size(), line.data() + line.size(), port);
    return port;
}

} // namespace

program_process::program_process(std::vector<std::string> words, const std::filesystem::path& log) {
    const auto before = std::chrono::steady_clock::now();
    const int log_file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int ends[2];
    if (log_file < 0 || pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("cannot open files for " + words.front());
    const auto pointers = pointers_to(words);
    process_ = fork();
    if (process_ == 0) become(pointers, ends[1], log_file);
    close(ends[1]);
    close(log_file);
    output_ = ends[0];
    const auto line = process_ > 0 ? first_line() : "";
    start_ms_ = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count();
    port_ = port_in(line);
    if (port_ != 0) return;
    kill_it();
    throw std::runtime_error(words.front() + " did not become ready; it said: " + line + " (see " + log.string() + ")");
}

program_process::~program_process() {
    kill_it();
}

void program_process::kill_it() {
    if (process_ > 0) {
        kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
    }
    close(output_);
}

std::string program_process::first_line() const {
    const auto until = std::chrono::steady_clock::now() + ready_within;
    std::string line;
    while (line.size() < line_length_max) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd waiting{output_, POLLIN, 0};
        if (left.count() <= 0 || poll(&waiting, 1, static_cast<int>(left.count())) <= 0) break;
        char letter = 0;
        if (read(output_, &letter, 1) != 1 || letter == '\n') break;
        line.push_back(letter);
    }
    return line;
}

double program_process::memory_bytes(const std::string& line) const {
    std::ifstream status{"/proc/" + std::to_string(process_) + "/status"};
    for (std::string name; status >> name;) {
        double kibibytes = 0;
        if (name == line + ":" && status >> kibibytes) return kibibytes * 1024;
    }
    throw std::runtime_error("the server's memory cannot be read");
}

double program_process::processor_seconds() const {
    std::ifstream file{"/proc/" + std::to_string(process_) + "/stat"};
    std::string line;
    std::getline(file, line);
    std::istringstream fields{line.substr(std::min(line.rfind(')') + 1, line.size()))};
    constexpr int before_user_time = 11; // fields 3 to 13 of proc(5)
    std::string skipped;
    for (int i = 0; i < before_user_time; ++i)
        fields >> skipped;
    double user = 0, system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

void run_program(std::vector<std::string> words) {
    const auto pointers = pointers_to(words);
    const pid_t process = fork();
    if (process == 0) become(pointers, -1, -1);
    int status = 0;
    if (process < 0 || waitpid(process, &status, 0) != process || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw std::runtime_error(words.front() + " has failed");
}

} // namespace sluice::bench
