#include "tests/crash/server_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <stdexcept>

namespace sluice::test {
namespace {

constexpr std::size_t line_length_max = 1'000;
constexpr std::string_view ready_words = "ready on http://127.0.0.1:";

/// Between fork and exec: calls of the system only.
[[noreturn]] void become_server(std::vector<char*>& words, int output, int log) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(output, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    execv(words.front(), words.data());
    _exit(127);
}

std::uint16_t port_in(const std::string& line) {
    std::uint16_t port = 0;
    if (line.starts_with(ready_words)) {
        const char* digits = line.data() + ready_words.size();
        std::from_chars(digits, line.data() + line.size(), port);
    }
    if (port == 0) throw std::runtime_error("the server did not become ready; it said: " + line);
    return port;
}

} // namespace

server_process::server_process(const std::filesystem::path& program, const std::filesystem::path& data,
                               const std::vector<std::string>& options) {
    const auto before = std::chrono::steady_clock::now();
    start(program, data, options);
    try {
        port_ = port_in(first_line());
    } catch (...) {
        kill_now();
        waitpid(process_, nullptr, 0);
        close(output_);
        throw;
    }
    took_to_start_ = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - before);
}

server_process::~server_process() {
    if (process_ > 0) {
        kill_now();
        waitpid(process_, nullptr, 0);
    }
    close(output_);
}

void server_process::start(const std::filesystem::path& program, const std::filesystem::path& data,
                           const std::vector<std::string>& options) {
    std::vector<std::string> words{program.string(), "serve", "--data", data.string(), "--port", "0"};
    words.insert(words.end(), options.begin(), options.end());
    std::vector<char*> pointers;
    for (auto& each : words)
        pointers.push_back(each.data());
    pointers.push_back(nullptr);
    std::filesystem::create_directories(data);
    const int log = open((data / "server.log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int ends[2];
    if (log < 0 || pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("cannot open files for the server");
    process_ = fork();
    if (process_ == 0) become_server(pointers, ends[1], log);
    close(ends[1]);
    close(log);
    output_ = ends[0];
    if (process_ < 0) throw std::runtime_error("cannot start a process");
}

std::string server_process::first_line() const {
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

std::size_t server_process::resident_bytes() const {
    std::ifstream status{"/proc/" + std::to_string(process_) + "/status"};
    for (std::string name; status >> name;) {
        std::size_t kibibytes = 0;
        if (name == "VmRSS:" && status >> kibibytes) return kibibytes * 1024;
    }
    throw std::runtime_error("the server's memory cannot be read");
}

void server_process::kill_now() const {
    kill(process_, SIGKILL);
}

void server_process::wait_until_killed() {
    int status = 0;
    if (waitpid(process_, &status, 0) != process_) throw std::runtime_error("the server cannot be waited for");
    process_ = 0;
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) throw std::runtime_error("the server ended by itself");
}

temporary_folder::temporary_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sluice-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
    path_ = pattern;
}

temporary_folder::~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

} // namespace sluice::test
