#include "api/workers/graphviz.hpp"

#include "engine/base/digest.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <string_view>
#include <system_error>

namespace sluice::workers {
namespace {

using std::chrono::steady_clock;

/// Closes the file that it owns.
class descriptor {
public:
    explicit descriptor(int number)
        : number_{number} {
        if (number_ < 0) throw std::system_error{errno, std::generic_category(), "graphviz"};
    }
    ~descriptor() { ::close(number_); }
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

/// A file in memory that holds the text, to be read from its beginning.
descriptor file_of(const std::string& content) {
    const int number = ::memfd_create("dot", MFD_CLOEXEC);
    std::size_t written = 0;
    while (number >= 0 && written < content.size()) {
        const auto count = ::write(number, content.data() + written, content.size() - written);
        if (count <= 0) throw std::system_error{errno, std::generic_category(), "graphviz"};
        written += static_cast<std::size_t>(count);
    }
    if (number >= 0) ::lseek(number, 0, SEEK_SET);
    return descriptor{number};
}

/// A child process that is killed, if it still runs, and waited for.
class child {
public:
    explicit child(pid_t id)
        : id_{id} {}
    ~child() {
        if (id_ == 0) return;
        ::kill(id_, SIGKILL);
        wait();
    }
    child(const child&) = delete;
    child& operator=(const child&) = delete;

    /// Whether it ended well.
    bool wait() {
        int status = 0;
        while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
        } // bounded: only signals interrupt
        id_ = 0;
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

private:
    pid_t id_; ///< 0 once it has been waited for
};

/// Starts the program; the error number is 0 when it runs.
int spawn(const std::string& program, int input, int output, pid_t& id) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::string name = program;
    std::string format = "-Tsvg";
    std::array<char*, 3> arguments{name.data(), format.data(), nullptr};
    const int error = ::posix_spawnp(&id, program.c_str(), &files, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

/// Everything up to the end, or nothing if the end does not come in time or there is too much.
std::optional<std::string> read_all(int from, steady_clock::time_point deadline, std::size_t bytes_max) {
    std::string all;
    std::array<char, 16 * 1024> part;
    while (all.size() <= bytes_max) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - steady_clock::now());
        pollfd waiting{from, POLLIN, 0};
        const int ready = left.count() > 0 ? ::poll(&waiting, 1, static_cast<int>(left.count())) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return std::nullopt;
        const auto count = ::read(from, part.data(), part.size());
        if (count == 0) return all;
        if (count < 0) return std::nullopt;
        all.append(part.data(), static_cast<std::size_t>(count));
    }
    return std::nullopt;
}

/// Says to aids for reading what the picture is called; all of its text stays readable to them.
std::string with_name(std::string svg) {
    constexpr std::string_view root = "<svg ", opening = "<title>", closing = "</title>";
    const auto at = svg.find(root), begin = svg.find(opening, at);
    const auto end = svg.find(closing, begin);
    if (at == std::string::npos || begin == std::string::npos || end == std::string::npos) return svg;
    std::string name;
    for (const char letter : svg.substr(begin + opening.size(), end - begin - opening.size()))
        name += letter == '"' ? std::string{"&quot;"} : std::string{letter};
    svg.insert(at + root.size(), "role=\"graphics-document document\" aria-label=\"" + name + "\" ");
    return svg;
}

refusal not_installed() {
    return refuse(reason::service_unavailable,
                  {"服务器未安装 Graphviz，无法绘图；流程见 /workflow",
                   "Graphviz is not installed on the server, so it cannot draw; the procedure is at /workflow"});
}

refusal not_drawn() {
    return refuse(reason::service_unavailable, {"绘图失败或超出限制；流程见 /workflow",
                                                "Drawing failed or took too long; the procedure is at /workflow"});
}

} // namespace

graphviz::graphviz(limits bounds, std::string program)
    : limits_{bounds}
    , program_{std::move(program)} {}

result<std::string> graphviz::draw(const std::string& dot) {
    auto digest = to_hex(sha256(dot));
    std::string svg;
    if (recall(digest, svg)) return svg;
    auto drawn = run(dot);
    if (drawn.has_value()) remember(std::move(digest), *drawn);
    return drawn;
}

result<std::string> graphviz::run(const std::string& dot) const {
    const auto deadline = steady_clock::now() + limits_.time_max;
    const auto input = file_of(dot);
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error{errno, std::generic_category(), "graphviz"};
    const descriptor reading{ends[0]};
    std::optional<descriptor> writing{std::in_place, ends[1]};

    pid_t id = 0;
    const int error = spawn(program_, input.number(), writing->number(), id);
    if (error != 0) return error == ENOENT ? not_installed() : not_drawn();
    child drawing{id};
    writing.reset(); // so that the end of the picture is seen
    auto svg = read_all(reading.number(), deadline, limits_.svg_bytes_max);
    if (!svg || !drawing.wait()) return not_drawn();
    return with_name(std::move(*svg));
}

bool graphviz::recall(const std::string& digest, std::string& svg) {
    const std::lock_guard hold{guard_};
    const auto found = found_by_digest_.find(digest);
    if (found == found_by_digest_.end()) return false;
    kept_.splice(kept_.begin(), kept_, found->second);
    svg = found->second->second;
    return true;
}

void graphviz::remember(std::string digest, const std::string& svg) {
    const std::lock_guard hold{guard_};
    if (found_by_digest_.contains(digest)) return; // drawn twice at the same time
    kept_.emplace_front(digest, svg);
    found_by_digest_.emplace(std::move(digest), kept_.begin());
    if (kept_.size() <= limits_.pictures_kept_max) return;
    found_by_digest_.erase(kept_.back().first);
    kept_.pop_back();
}

} // namespace sluice::workers
