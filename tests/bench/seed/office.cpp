#include "tests/bench/seed/office.hpp"

#include "engine/programme/programme.hpp"
#include "engine/store/sqlite/open.hpp"
#include "tests/bench/seed/organisations.hpp"
#include "tests/bench/seed/paths.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace sluice::bench {
namespace {

constexpr std::int64_t budget_fen = 5'000'000'000'000; ///< enough for whatever is approved
constexpr int rounds_count = 4;
constexpr int page_cache_kib = 512 * 1'024;

store::sqlite::options with_cache() {
    store::sqlite::options settings;
    settings.cache_kib = page_cache_kib;
    return settings;
}

const service::caller founder{"founder", "", "", {{"admin"}, {"director"}, {"finance"}}, ""};

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string add_person(seeding_service& engine, const std::string& name, const std::string& role,
                       const std::string& token) {
    const std::string id = engine.carry_out(founder, service::create_person{name, "", "", {{role}}, nullptr}).at("id");
    engine.carry_out(founder, service::issue_token{id, "measuring", std::nullopt, token});
    return id;
}

std::string open_round(seeding_service& engine, int number) {
    return engine
        .carry_out(founder, service::open_round{measured_programme,
                                                {fmt::format("第 {} 批", number), fmt::format("Round {}", number)},
                                                2025,
                                                parse_rfc3339("2025-01-06T00:00:00+08:00").value(),
                                                parse_rfc3339("2026-12-31T00:00:00+08:00").value(),
                                                fen{budget_fen}})
        .at("id");
}

} // namespace

std::string applicant_token(int number) {
    return fmt::format("bench-applicant-{}", number);
}

id_entropy seeded_clock::entropy() {
    const std::lock_guard hold{guard_};
    return drawn_.entropy();
}

seeding_service::seeding_service(const std::filesystem::path& database, instant now, std::uint64_t seed)
    : clock_{now, seed}
    , engine_{service::service::start(store::sqlite::open(database, with_cache()), clock_, {"workflows"})} {}

json seeding_service::carry_out(const service::caller& who, service::command wanted) {
    const auto done = engine_->carry_out({who, std::move(wanted), std::nullopt, std::nullopt});
    if (!done) throw std::runtime_error("seeding: " + done.error().explanation.en + " " + done.error().place);
    return done->data();
}

service::caller applicant_of(const std::string& person, const std::string& organisation) {
    return {person, "", organisation, {{"applicant"}}, ""};
}

service::caller register_applicant(seeding_service& engine, const std::string& firm, const std::string& code) {
    const std::string organisation = engine.carry_out(founder, service::create_organisation{firm, code, ""}).at("id");
    const std::string person =
        engine.carry_out(founder, service::create_person{firm, "", organisation, {{"applicant"}}, nullptr}).at("id");
    return applicant_of(person, organisation);
}

office found_office(seeding_service& engine) {
    office made;
    made.officer = {add_person(engine, "经办人 / Officer", "officer", officer_token), "", "", {{"officer"}}, ""};
    made.director = {add_person(engine, "负责人 / Director", "director", director_token), "", "", {{"director"}}, ""};
    add_person(engine, "审计 / Auditor", "auditor", auditor_token);
    add_person(engine, "管理员 / Administrator", "admin", admin_token);
    for (int number = 1; number <= rounds_count; ++number)
        made.rounds.push_back(open_round(engine, number));
    engine.carry_out(founder, service::appropriate_funds{measured_programme, fen{budget_fen}, "measuring"});
    for (int i = 0; i < applicants_with_token; ++i) {
        const auto who = register_applicant(engine, firm_name(busy_firms_from + i), firm_code(busy_firms_from + i));
        engine.carry_out(founder, service::issue_token{who.person, "measuring", std::nullopt, applicant_token(i)});
    }
    return made;
}

json contest_form() {
    return json::parse(read_file(std::filesystem::path{"workflows"} / measured_programme / "cases.json"))
        .at("forms")
        .at("contest");
}

} // namespace sluice::bench
