#pragma once

#include "engine/calendar/calendar.hpp"
#include "engine/programme/programme.hpp"
#include "engine/service/verified_definition.hpp"
#include "engine/store/database.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace sluice::service {

/// A programme that cannot be published: the message is a report for people, with file, place and sentence.
class definition_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Every published version of every programme, and the calendars: as it was at one moment. Immutable, so that any
/// thread may use it; what is published later is in the next one (`library_shelf`). A programme that is in one library
/// is in all later ones, so that a pointer to it stays good as long as the service runs.
class library {
public:
    /// Reads `workflows/`, proves and publishes what is new in the store, and loads everything that was ever published
    /// from there. Throws `definition_error` when a folder is not sound, or when a version that was published is found
    /// with other content.
    static std::shared_ptr<const library> load(const std::filesystem::path& workflows, store::database&, instant now,
                                               const prove_definition&);

    /// The version published last; null when there is no such programme.
    const programme::programme* current(const std::string& id) const;
    /// Null when it was never published.
    const programme::programme* find_version(const std::string& id, const std::string& version) const;
    /// One version; throws `std::out_of_range` when it was never published.
    const programme::programme& version(const std::string& id, const std::string& version) const;
    /// The current ones, by id.
    const std::map<std::string, std::shared_ptr<const programme::programme>>& all() const { return current_; }
    /// In the order in which they were published.
    std::vector<std::shared_ptr<const programme::programme>> versions(const std::string& id) const;
    const calendar::calendar& days() const { return days_; }

    /// The same with one version more, which becomes current unless a later one is there.
    std::shared_ptr<const library> with(std::shared_ptr<const programme::programme>, std::int64_t position) const;

private:
    struct publication {
        std::int64_t position = 0; ///< of the record
        std::shared_ptr<const programme::programme> programme;
    };
    using version_key = std::pair<std::string, std::string>;

    void add(publication);

    std::map<std::string, std::shared_ptr<const programme::programme>> current_;
    std::map<version_key, publication> versions_;
    calendar::calendar days_;
};

/// Where the present library is found. Any thread may ask; nobody waits longer than it takes to copy a pointer. Whoever
/// reads applications from the store takes the library after beginning to read: then it has every version they are on.
class library_shelf {
public:
    explicit library_shelf(std::shared_ptr<const library> first)
        : present_{std::move(first)} {}

    std::shared_ptr<const library> now() const {
        const std::lock_guard hold{guard_};
        return present_;
    }

    /// For the writer's thread alone, once the publication is durable.
    void replace(std::shared_ptr<const library> next) {
        const std::lock_guard hold{guard_};
        present_ = std::move(next);
    }

private:
    mutable std::mutex guard_;
    std::shared_ptr<const library> present_;
};

/// A version as the store keeps it: entities of this kind, by `<programme>@<version>`.
inline constexpr std::string_view version_kind = "programme_version";
std::string version_id(const std::string& programme, const std::string& version);

/// Whether the store has this very version: `already_exists` when it has it with other content.
result<bool> is_published(store::reader&, const programme::programme&);
/// Keeps the version and puts it on the record. Returns the record's position.
std::int64_t publish(store::write_transaction&, const verified_definition&, instant now, const std::string& by);

/// The files of one programme's folder (traces.json aside), and the calendar documents of `calendars/`.
programme::definition_files read_folder(const std::filesystem::path& folder);
calendar::calendar read_calendars(const std::filesystem::path& folder);

/// A readable report of defects: a line each.
std::string report(const std::string& folder, const std::vector<programme::defect>&);

} // namespace sluice::service
