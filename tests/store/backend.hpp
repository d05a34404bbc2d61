#pragma once

#include "engine/store/database.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sluice::store::tests {

/// The backends that the contract is held to. A new one joins here and in `open_backend`.
std::vector<std::string> backends();

/// An empty database of a backend, removed at the end.
class fresh_store {
public:
    explicit fresh_store(const std::string& backend);
    ~fresh_store();
    fresh_store(const fresh_store&) = delete;
    fresh_store& operator=(const fresh_store&) = delete;

    database& operator*() { return *database_; }
    database* operator->() { return database_.get(); }

    /// Closes it and opens it again, as a restart does.
    void reopen();

    /// Where it lies, for tests of one backend.
    const std::filesystem::path& path() const { return path_; }

private:
    std::string backend_;
    std::filesystem::path path_;
    std::unique_ptr<database> database_;
};

} // namespace sluice::store::tests
