// simulate [--seed S] [--applications N] [--data FOLDER] [--workflows FOLDER] [--habits FILE]: see README.md. Ends with
// 0 when every invariant holds, 1 when one does not, 2 when it could not run. With --data the database stays.

#include "tests/simulation/simulation.hpp"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <charconv>
#include <iostream>
#include <optional>

namespace {

using namespace sluice::simulation;

std::uint64_t number_from(const std::string& word) {
    std::uint64_t number = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
    if (read.ec != std::errc{} || read.ptr != word.data() + word.size())
        throw std::invalid_argument("'" + word + "' is not a number");
    return number;
}

settings settings_from(int count, char** words) {
    settings wanted;
    for (int i = 1; i < count; i += 2) {
        const std::string name = words[i];
        if (i + 1 >= count) throw std::invalid_argument(name + " needs a value");
        const std::string value = words[i + 1];
        if (name == "--seed")
            wanted.seed = number_from(value);
        else if (name == "--applications")
            wanted.applications = number_from(value);
        else if (name == "--data")
            wanted.data = value;
        else if (name == "--workflows")
            wanted.workflows = value;
        else if (name == "--habits")
            wanted.habits = value;
        else
            throw std::invalid_argument("there is no option " + name);
    }
    return wanted;
}

/// A folder for this run alone.
struct temporary_folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("sluice-simulation-" + std::to_string(getpid()));
    ~temporary_folder() { std::filesystem::remove_all(path); }
};

} // namespace

int main(int count, char** words) {
    try {
        auto wanted = settings_from(count, words);
        std::optional<temporary_folder> own;
        if (wanted.data.empty()) wanted.data = own.emplace().path;
        spdlog::set_level(spdlog::level::warn);
        std::cout << "seed " << wanted.seed << ", " << wanted.applications << " applications\n";
        return simulate(wanted, std::cout).sound ? 0 : 1;
    } catch (const std::exception& trouble) {
        std::cerr << "simulate: " << trouble.what() << "\n";
        return 2;
    }
}
