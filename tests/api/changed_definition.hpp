#pragma once

#include "engine/base/json.hpp"
#include "tests/api/dream_fund.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace sluice::test {

/// The files of the dream fund as they are on disk, to be changed and published as another version.
class changed_definition {
public:
    explicit changed_definition(const std::string& version);

    /// Replaces text in workflow.json, in cases.json, or in both; throws when it is not there.
    changed_definition& in_workflow(const std::string& from, const std::string& to);
    changed_definition& in_cases(const std::string& from, const std::string& to);
    changed_definition& in_form(const std::string& from, const std::string& to);

    /// Changes the parsed workflow; its layout is lost.
    changed_definition& edit(const std::function<void(ordered_json&)>&);

    const json& files() const { return files_; }
    json body() const { return {{"files", files_}}; }

private:
    changed_definition& replace(const char* file, const std::string& from, const std::string& to);

    json files_ = json::object();
};

/// Sound: the formal check is called desk_check and takes ten working days.
changed_definition with_desk_check();

/// The version that the programme is on when the bureau opens.
std::string first_version();

/// Publishes, and returns the answer; throws when it was not published.
json publish(test_bureau&, const changed_definition&);

std::string versions_path();
std::string migrations_path();

} // namespace sluice::test
