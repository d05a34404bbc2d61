#pragma once

#include "engine/store/record.hpp"
#include "tests/bench/seed/office.hpp"
#include "tests/bench/seed/text_template.hpp"
#include "tests/bench/seed/titles.hpp"

#include <filesystem>
#include <vector>

/// Applications that the service itself has brought as far as a path says; the seeded ones are made after them.
namespace sluice::bench {

/// The words by which two applications of one pattern differ, as positions in the values of its templates.
enum word : std::size_t { w_id, w_number, w_title, w_organisation, w_firm, w_code, w_person, w_first_document };
inline constexpr std::size_t documents_max = 2;
inline constexpr std::size_t w_first_time = w_first_document + documents_max;

/// What a project is found by, as far as it is the same for all of a pattern.
struct project_pattern {
    json form; ///< the form's part `project` alone
    instant at;
};

struct application_pattern {
    std::size_t path = 0;
    store::application_record row;
    text_template body{"", {}};
    std::vector<store::log_record> acts;
    std::vector<text_template> act_bodies;
    std::vector<store::timer_record> timers;
    std::vector<store::task_record> tasks;
    std::vector<store::document_record> documents;
    std::optional<project_pattern> project; ///< of one that was submitted
};

/// A firm and a person of it as the service registers them.
struct firm_pattern {
    store::entity organisation, person;
    store::log_record organisation_act, person_act;
    text_template organisation_body{"", {}}, person_body{"", {}};
    std::vector<std::string> literals; ///< organisation, firm, code, person
};

/// What the product writes for one step of the measured cycle, in bytes.
struct step_sizes {
    std::size_t body = 0;   ///< of the application's row
    std::size_t event = 0;  ///< of the whole record
    std::size_t outbox = 0; ///< of the whole message
};

struct patterns {
    std::vector<application_pattern> applications;
    std::vector<std::vector<std::size_t>> of_path; ///< positions in `applications`
    firm_pattern firm;
    step_sizes sizes;
};

/// Lives every path on each of its first days, in one round or another, in a copy of the office's database, and reads
/// back what the service has written. Throws `std::runtime_error` when something is in it that only one application can
/// have.
patterns live_patterns(const std::filesystem::path& office_database, const office&, const title_maker&,
                       std::uint64_t seed);

} // namespace sluice::bench
