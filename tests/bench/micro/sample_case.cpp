#include "tests/bench/micro/sample_case.hpp"

#include "engine/service/library.hpp"
#include "tests/bench/seed/paths.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace sluice::bench {
namespace {

constexpr const char* sample_id = "01955984-ed98-72e8-af4a-dc6d455deb9e";

json contest_form() {
    std::ifstream file{std::filesystem::path{"workflows"} / measured_programme / "cases.json", std::ios::binary};
    if (!file) throw std::runtime_error("start this in the source's root: workflows/ is not here");
    return json::parse(file).at("forms").at("contest");
}

application::command command_of(const step& each, const json& form) {
    if (each.what == "create") return application::create{sample_id, "CY-2025-000001-H636", "firm", "round", form};
    if (each.what != "document") return application::send_event{each.what, each.data};
    application::document file;
    file.id = file.kind = each.data;
    file.file_name = file.kind + ".pdf";
    file.media_type = "application/pdf";
    file.size = 15;
    file.sha256 = std::string(64, 'd');
    return application::attach_document{file};
}

} // namespace

sample_case::sample_case()
    : days{service::read_calendars("workflows/calendars")}
    , form(contest_form()) {
    const auto read =
        programme::read_programme(service::read_folder(std::filesystem::path{"workflows"} / measured_programme));
    if (!read.read) throw std::runtime_error("the measured programme cannot be read");
    rules = read.read;
    known.round = {"round", founded_at(), instant{measured_at().milliseconds * 2}, fen{1'000'000'000'000}, 2025};
    known.fund.appropriation = known.fund.available = fen{1'000'000'000'000};
    known.applicant.id = "firm";
    known.applicant.name = form.at("organisation").at("name");
    known.applicant.code = form.at("organisation").at("code");
    known.overlaps = [] { return std::vector<application::overlapping_project>{}; };
    known.days = &days;
    known.new_id = [] { return std::string{sample_id}; };
    const auto paths = seeded_paths();
    const auto wanted =
        std::find_if(paths.begin(), paths.end(), [](const path& each) { return each.state == "recommendation"; });
    for (const auto& each : wanted->steps) {
        known.now = instant{founded_at().milliseconds + std::chrono::milliseconds{std::chrono::days{each.day}}.count()};
        known.actor = each.by == part::applicant
                          ? application::actor_facts{"applicant", "firm", {"applicant", "public"}}
                          : application::actor_facts{"officer", "", {"officer", "public"}};
        auto decided = application::decide(*rules, state, command_of(each, form), known);
        if (!decided) throw std::runtime_error(each.what + ": " + decided.error().explanation.en);
        state = decided->after;
        last = decided->recorded;
    }
    recommend = {"recommend", {{"in_favour", true}, {"opinion", measured_opinion}}};
}

} // namespace sluice::bench
