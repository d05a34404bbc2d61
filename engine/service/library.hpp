#pragma once

#include "engine/calendar/calendar.hpp"
#include "engine/programme/programme.hpp"
#include "engine/store/database.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace sluice::service {

/// A programme that cannot be published: the message is a report for people, with file, place and sentence.
class definition_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Every published version of every programme, and the calendars. Read when the server starts; immutable afterwards, so
/// that any thread may use it. Applications stay on the version with which they began, so old versions are kept by the
/// store and read from there.
class library {
public:
    /// Reads `workflows/`, publishes what is new in the store, and loads older versions from it. Throws
    /// `definition_error` when a folder has defects, or when a version that was published is found with other content.
    static std::shared_ptr<const library> load(const std::filesystem::path& workflows, store::database&, instant now);

    /// The newest version; null when there is no such programme.
    const programme::programme* current(const std::string& id) const;
    /// One version; throws `std::out_of_range` when it was never published.
    const programme::programme& version(const std::string& id, const std::string& version) const;
    const std::map<std::string, std::shared_ptr<const programme::programme>>& all() const { return current_; }
    std::vector<std::shared_ptr<const programme::programme>> versions(const std::string& id) const;
    const calendar::calendar& days() const { return days_; }

private:
    using version_key = std::pair<std::string, std::string>;

    std::map<std::string, std::shared_ptr<const programme::programme>> current_;
    std::map<version_key, std::shared_ptr<const programme::programme>> versions_;
    calendar::calendar days_;
};

/// The files of one programme's folder, and the calendar documents of `calendars/`.
programme::definition_files read_folder(const std::filesystem::path& folder);
calendar::calendar read_calendars(const std::filesystem::path& folder);

/// A readable report of defects: a line each.
std::string report(const std::string& folder, const std::vector<programme::defect>&);

} // namespace sluice::service
