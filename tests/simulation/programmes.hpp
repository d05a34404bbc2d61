#pragma once

#include "engine/base/json.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace sluice::simulation {

struct criterion {
    std::string id;
    std::int64_t points_max = 0;
};

/// What somebody who reads a folder of workflows/ knows of the programme. Nothing here decides anything: that is what
/// is being simulated.
struct programme {
    std::string id, fund;
    json workflow;                                         ///< workflow.json
    json form_schema;                                      ///< form.schema.json
    json cases;                                            ///< cases.json: its forms are the models of ours
    std::map<std::string, std::vector<criterion>> rubrics; ///< of the panels that score
    std::set<std::string> roles;                           ///< of the office, that have anything to do here
    bool divides = false;                                  ///< a round's pool is decided as one list
    std::vector<std::string> decides;                      ///< who decides that list

    /// Schema of the event's data; null when it takes none.
    const json* data_schema(const std::string& event) const;

private:
    friend programme read_programme(const std::filesystem::path& folder);
    std::map<std::string, json> data_;
};

/// Throws when a file is missing or no JSON.
programme read_programme(const std::filesystem::path& folder);

/// All folders with a workflow.json, by id.
std::vector<programme> read_programmes(const std::filesystem::path& workflows);

} // namespace sluice::simulation
