#include "tests/conformance/xstate/node_process.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

namespace sluice::conformance {

namespace {

std::string read_line(FILE* from) {
    char* line = nullptr;
    std::size_t capacity = 0;
    const auto length = getline(&line, &capacity, from);
    std::string read = length > 0 ? std::string(line, static_cast<std::size_t>(length)) : std::string{};
    std::free(line);
    if (length <= 0) throw std::runtime_error{"the Node.js script has ended"};
    return read;
}

} // namespace

node_process::node_process(const std::string& script, const std::string& modules_folder) {
    std::array<int, 2> input{}, output{};
    if (pipe(input.data()) != 0 || pipe(output.data()) != 0) throw std::runtime_error{"no pipe can be had"};
    std::signal(SIGPIPE, SIG_IGN);
    process_ = fork();
    if (process_ == 0) {
        dup2(input[0], STDIN_FILENO);
        dup2(output[1], STDOUT_FILENO);
        for (const int inherited : {input[0], input[1], output[0], output[1]})
            close(inherited);
        execlp("node", "node", script.c_str(), modules_folder.c_str(), nullptr);
        _exit(127);
    }
    close(input[0]);
    close(output[1]);
    if (process_ < 0) throw std::runtime_error{"node cannot be started"};
    to_ = fdopen(input[1], "w");
    from_ = fdopen(output[0], "r");
}

node_process::~node_process() {
    std::fclose(to_);
    std::fclose(from_);
    waitpid(process_, nullptr, 0);
}

std::vector<json> node_process::answers(const std::vector<std::string>& questions) {
    for (const auto& question : questions)
        std::fprintf(to_, "%s\n", question.c_str());
    std::fprintf(to_, "answer\n");
    std::fflush(to_);
    std::vector<json> answered;
    for (std::size_t count = 0; count < questions.size(); ++count)
        answered.push_back(json::parse(read_line(from_)));
    return answered;
}

} // namespace sluice::conformance
