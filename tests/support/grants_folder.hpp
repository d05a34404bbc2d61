#pragma once

#include "engine/base/json.hpp"

#include <filesystem>
#include <string>

namespace sluice::test {

/// A folder of programmes: three small grants as data, `grant-a`, `grant-b` and `grant-c`, that support the same
/// project at the highest of their standards only (100,000, 150,000 and 120,000 yuan): each awards what its standard
/// exceeds of what the project has had. Gone with it.
class grants_folder {
public:
    grants_folder();
    ~grants_folder();
    grants_folder(const grants_folder&) = delete;
    grants_folder& operator=(const grants_folder&) = delete;

    const std::filesystem::path& path() const { return path_; }

    /// The files of one of them.
    json files(const std::string& id) const;

private:
    std::filesystem::path path_;
};

/// A complete form of any of them.
json grant_form(const std::string& title, const std::string& summary = "");

} // namespace sluice::test
