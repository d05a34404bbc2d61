#include "tests/store/backend.hpp"

#include "engine/store/sqlite/open.hpp"

#include <atomic>
#include <stdexcept>
#include <unistd.h>

namespace sluice::store::tests {

namespace {

std::filesystem::path fresh_folder() {
    static std::atomic<int> made = 0;
    const std::string name = "sluice-store-" + std::to_string(getpid()) + "-" + std::to_string(++made);
    std::filesystem::path folder = std::filesystem::temp_directory_path() / name;
    std::filesystem::create_directories(folder);
    return folder;
}

std::unique_ptr<database> open_backend(const std::string& backend, const std::filesystem::path& path) {
    if (backend == "sqlite") return sqlite::open(path);
    throw std::invalid_argument("no such backend: " + backend);
}

} // namespace

std::vector<std::string> backends() {
    return {"sqlite"};
}

fresh_store::fresh_store(const std::string& backend)
    : backend_{backend}
    , path_{fresh_folder() / "sluice.db"}
    , database_{open_backend(backend, path_)} {}

fresh_store::~fresh_store() {
    database_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(path_.parent_path(), ignored);
}

void fresh_store::reopen() {
    database_.reset();
    database_ = open_backend(backend_, path_);
}

} // namespace sluice::store::tests
