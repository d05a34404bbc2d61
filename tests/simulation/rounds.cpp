#include "tests/simulation/rounds.hpp"

#include "engine/base/fen.hpp"

#include <fmt/format.h>

namespace sluice::simulation {
namespace {

constexpr double fen_of_yuan = 100;

fen from_yuan(double yuan) {
    return fen{static_cast<std::int64_t>(yuan * fen_of_yuan)};
}

date day_of(const json& written) {
    return parse_iso_date(written.get_ref<const std::string&>()).value();
}

intake_round open(bureau& at, const population& people, const programme& rules, const json& wanted, double yuan) {
    intake_round round;
    round.programme = rules.id;
    round.opens = day_of(wanted.at("opens"));
    round.closes = day_of(wanted.at("closes"));
    round.year = wanted.at("year");
    round.share = wanted.at("share");
    const auto number = wanted.at("name").get<std::string>();
    const service::open_round asked{rules.id,
                                    {round.programme + " " + number, round.programme + " " + number},
                                    round.year,
                                    start_of(round.opens),
                                    start_of(round.closes),
                                    from_yuan(std::max(1.0, yuan * wanted.at("budget").get<double>()))};
    round.id = at.must(people.head, asked).at("id");
    return round;
}

} // namespace

std::map<std::string, std::size_t> shares_of(const bureau& at, std::size_t applications) {
    double sum = 0;
    for (const auto& each : at.programmes())
        sum += at.habits().number(each.id, "share");
    std::map<std::string, std::size_t> shares;
    std::size_t given = 0;
    for (const auto& each : at.programmes()) {
        shares[each.id] =
            static_cast<std::size_t>(static_cast<double>(applications) * at.habits().number(each.id, "share") / sum);
        given += shares[each.id];
    }
    if (!shares.empty()) shares.begin()->second += applications - given;
    return shares;
}

std::vector<intake_round> open_rounds(bureau& at, const population& people, std::size_t applications) {
    std::vector<intake_round> rounds;
    std::map<std::string, double> appropriations;
    for (const auto& [id, count] : shares_of(at, applications)) {
        const auto& rules = at.programme_named(id);
        const double yuan = at.habits().number(id, "yuan_per_application") * static_cast<double>(count);
        if (!rules.fund.empty()) appropriations[rules.fund] += yuan * at.habits().number(id, "appropriated");
        for (const auto& each : at.habits().of(id, "rounds"))
            rounds.push_back(open(at, people, rules, each, yuan));
    }
    for (const auto& [fund, yuan] : appropriations)
        at.must(people.treasurer, service::appropriate_funds{fund, from_yuan(yuan), "年初预算下达"});
    return rounds;
}

} // namespace sluice::simulation
