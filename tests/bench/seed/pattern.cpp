#include "tests/bench/seed/pattern.hpp"

#include "engine/store/sqlite/open.hpp"
#include "tests/bench/seed/organisations.hpp"
#include "tests/bench/seed/paths.hpp"
#include "tests/bench/seed/pattern_reading.hpp"

#include <algorithm>

namespace sluice::bench {
namespace {

/// One application to be lived.
struct life {
    std::size_t path;
    date first_day;
    std::string round;
    service::caller applicant;
    json form;
    std::string id{};
};

struct due_step {
    instant at;
    std::size_t life, step;
};

std::vector<life> all_lives(seeding_service& engine, const std::vector<path>& paths, const office& bureau,
                            const title_maker& titles, std::uint64_t seed) {
    chance drawn{seed};
    std::vector<life> lives;
    for (std::size_t p = 0; p < paths.size(); ++p)
        for (const auto first_day : paths[p].first_days) {
            const auto number = pattern_firms_from + static_cast<std::int64_t>(lives.size());
            json form = contest_form();
            form["organisation"]["name"] = form["bank_account"]["holder"] = firm_name(number);
            form["organisation"]["code"] = firm_code(number);
            form["project"]["title"] = titles.title(drawn);
            lives.push_back({p, first_day, bureau.rounds[lives.size() % bureau.rounds.size()],
                             register_applicant(engine, firm_name(number), firm_code(number)), std::move(form)});
        }
    return lives;
}

std::vector<due_step> in_order(const std::vector<life>& lives, const std::vector<path>& paths) {
    std::vector<due_step> all;
    for (std::size_t l = 0; l < lives.size(); ++l)
        for (std::size_t s = 0; s < paths[lives[l].path].steps.size(); ++s) {
            const auto& each = paths[lives[l].path].steps[s];
            const auto midnight = start_of(lives[l].first_day + std::chrono::days{each.day});
            all.push_back({instant{midnight.milliseconds + std::chrono::milliseconds{each.time}.count()}, l, s});
        }
    std::stable_sort(all.begin(), all.end(), [](const due_step& a, const due_step& b) { return a.at < b.at; });
    return all;
}

void take(seeding_service& engine, const office& bureau, life& whose, const step& wanted) {
    const auto& who = wanted.by == part::officer    ? bureau.officer
                      : wanted.by == part::director ? bureau.director
                                                    : whose.applicant;
    if (wanted.what == "create")
        whose.id = engine.carry_out(who, service::create_application{measured_programme, whose.round, "", whose.form})
                       .at("id");
    else if (wanted.what == "document")
        engine.carry_out(who, service::attach_document{whose.id, wanted.data, wanted.data.get<std::string>() + ".pdf",
                                                       "application/pdf", "%PDF-1.4 sample"});
    else
        engine.carry_out(who, service::send_event{whose.id, wanted.what, wanted.data});
}

} // namespace

patterns live_patterns(const std::filesystem::path& office_database, const office& bureau, const title_maker& titles,
                       std::uint64_t seed) {
    const auto paths = seeded_paths();
    std::vector<life> lives;
    std::string cycled;
    {
        seeding_service engine{office_database, founded_at(), seed};
        engine.set_time(firms_registered_at()); // later than the office's own ids
        lives = all_lives(engine, paths, bureau, titles, seed);
        for (const auto& each : in_order(lives, paths)) {
            engine.set_time(each.at);
            take(engine, bureau, lives[each.life], paths[lives[each.life].path].steps[each.step]);
        }
        engine.set_time(measured_at());
        const std::size_t last = lives.size() - 1; // goes through the measured cycle once, so that it can be weighed
        life extra = lives[last];
        extra.form["project"]["title"] = "循环";
        const auto to_decision =
            std::find_if(paths.begin(), paths.end(), [](const path& each) { return each.state == "decision"; });
        for (const auto& each : to_decision->steps)
            take(engine, bureau, extra, each);
        take(engine, bureau, extra, {part::director, "return_to_officer", {{"reason", measured_reason}}, 0, {}});
        take(engine, bureau, extra,
             {part::officer, "recommend", {{"in_favour", true}, {"opinion", measured_opinion}}, 0, {}});
        cycled = extra.id;
    }
    const auto database = store::sqlite::open(office_database);
    const auto reader = database->read();
    patterns made;
    made.of_path.resize(paths.size());
    for (const auto& each : lives) {
        made.of_path[each.path].push_back(made.applications.size());
        made.applications.push_back(read_application_pattern(*reader, each.id, each.path, each.applicant,
                                                             each.form.at("organisation").at("name")));
    }
    made.firm = read_firm_pattern(*reader, lives.front().applicant);
    made.sizes = weigh_steps(*reader, cycled);
    return made;
}

} // namespace sluice::bench
