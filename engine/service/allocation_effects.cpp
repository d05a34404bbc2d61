#include "engine/service/allocation_effects.hpp"

#include "engine/service/fund_books.hpp"
#include "engine/service/representation.hpp"
#include "engine/service/round_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace sluice::service {
namespace {

constexpr int step_percent = 10;

/// The versions of the programme that the list's applications are on, with other parameters.
class changed_versions {
public:
    explicit changed_versions(const json& parameters)
        : parameters_{parameters} {}

    const programme::programme* changed(const programme::programme* rules) {
        if (parameters_.empty()) return rules;
        auto found = versions_.find(rules);
        if (found == versions_.end()) {
            found = versions_.emplace(rules, *rules).first;
            for (const auto& parameter : parameters_.items())
                if (found->second.parameters.contains(parameter.key()))
                    found->second.parameters[parameter.key()] = parameter.value();
        }
        return &found->second;
    }

private:
    const json& parameters_;
    std::map<const programme::programme*, programme::programme> versions_;
};

/// The names of the parameters that the section's expressions read.
std::vector<std::string> parameters_read(const programme::programme& rules) {
    const auto& section = *rules.allocation;
    std::vector<std::string> read;
    for (const auto* each : {&section.claim, &section.cap, &section.score, &section.brackets, &section.formula}) {
        if (!*each) continue;
        for (const auto& path : (*each)->reads()) {
            constexpr std::string_view prefix = "parameters.";
            if (path.starts_with(prefix)) read.push_back(path.substr(prefix.size()));
        }
    }
    std::sort(read.begin(), read.end());
    read.erase(std::unique(read.begin(), read.end()), read.end());
    return read;
}

/// The money that a division gives those who are worse off, and those who are better off.
json difference(const ledger::division& before, const ledger::division& after) {
    std::size_t gain = 0, lose = 0;
    fen most_gained, most_lost;
    for (const auto& [application, share] : before.shares) {
        const fen now = after.shares.at(application);
        gain += now > share ? 1 : 0;
        lose += now < share ? 1 : 0;
        most_gained = std::max(most_gained, now - share);
        most_lost = std::max(most_lost, share - now);
    }
    return {{"total", money_to_json(after.total)},
            {"gain", gain},
            {"lose", lose},
            {"most_gained", money_to_json(most_gained)},
            {"most_lost", money_to_json(most_lost)}};
}

json effect(const std::string& parameter, json value, json tried, const result<application::shared_list>& outcome,
            const application::shared_list& as_it_is) {
    json shown = {{"parameter", parameter},
                  {"value", std::move(value)},
                  {"tried", std::move(tried)},
                  {"refused", nullptr},
                  {"outcome", nullptr}};
    if (outcome)
        shown["outcome"] = difference(as_it_is.divided, outcome->divided);
    else
        shown["refused"] = text_to_json(outcome.error().explanation);
    return shown;
}

std::int64_t a_tenth_off(std::int64_t value, int direction) {
    const std::int64_t tenth = std::max<std::int64_t>(1, value / (100 / step_percent));
    return std::max<std::int64_t>(0, value + direction * tenth);
}

/// Whether the definition writes this parameter as money; what is read of it is in fen either way.
bool is_money(const programme::programme& rules, const std::string& name) {
    const auto file = rules.files.find("workflow.json");
    const auto written = file == rules.files.end() ? result<json>{refusal{}} : parse_json(file->second, {64, 2'000});
    if (!written) return false;
    const auto parameter = written->value(json::json_pointer{"/parameters/" + pointer_step(name)}, json(nullptr));
    return parameter.is_object() && parameter.contains("currency");
}

} // namespace

result<application::shared_list> share_with(const programme::programme& rules, const stored_entity& round,
                                            const ledger::round_use& use, const std::deque<claimant>& claimants,
                                            const changed_figures& figures) {
    auto budget = budget_of_round(round.body);
    if (figures.pool) budget.total = *figures.pool;
    if (const auto sound = ledger::check(budget); !sound) return sound.error();
    std::map<std::string, fen> pools{{"", ledger::free_of_pool(budget, use, "")}};
    for (const auto& [name, amount] : budget.named)
        pools[name] = ledger::free_of_pool(budget, use, name);
    changed_versions versions{figures.parameters};
    std::vector<application::facts> known;
    known.reserve(claimants.size());
    std::vector<application::listed_application> listed;
    for (const auto& each : claimants) {
        auto& facts = known.emplace_back(each.known);
        facts.round.budget = budget.total;
        listed.push_back({versions.changed(each.application.rules), &each.application.state, &facts});
    }
    return application::share_out(*versions.changed(&rules), budget, pools, listed);
}

json effects_of(const programme::programme& rules, const stored_entity& round, const ledger::round_use& use,
                const std::deque<claimant>& claimants, const application::shared_list& as_it_is) {
    json effects = json::array();
    const fen pool = budget_of_round(round.body).total;
    for (const int direction : {-1, +1}) {
        const fen tried{a_tenth_off(pool.count(), direction)};
        effects.push_back(effect("pool", money_to_json(pool), money_to_json(tried),
                                 share_with(rules, round, use, claimants, {tried, json::object()}), as_it_is));
    }
    for (const auto& name : parameters_read(rules)) {
        const json value = rules.parameters.value(name, json(nullptr));
        if (!value.is_number()) continue;
        const bool money = is_money(rules, name);
        const auto shown = [&](const json& figure) {
            return money ? money_to_json(fen{figure.get<std::int64_t>()}) : figure;
        };
        for (const int direction : {-1, +1}) {
            const json tried = value.is_number_integer()
                                   ? json(a_tenth_off(value.get<std::int64_t>(), direction))
                                   : json(value.get<double>() * (100 + direction * step_percent) / 100);
            effects.push_back(effect(name, shown(value), shown(tried),
                                     share_with(rules, round, use, claimants, {std::nullopt, {{name, tried}}}),
                                     as_it_is));
        }
    }
    return effects;
}

result<json> parameters_in_fen(const programme::programme& rules, const json& wanted) {
    json converted = json::object();
    for (const auto& [name, value] : wanted.items()) {
        const auto place = "/parameters/" + pointer_step(name);
        const auto known = rules.parameters.find(name);
        if (known == rules.parameters.end())
            return refuse(reason::invalid_value, {"没有参数：" + name, "There is no such parameter: " + name}, place);
        json figure = value;
        if (value.is_object()) {
            const auto amount = money_from_json(value, place);
            if (!amount) return amount.error();
            figure = amount->count();
        }
        const bool alike =
            known->is_number_integer() ? figure.is_number_integer() : known->is_number() && figure.is_number();
        if (!alike)
            return refuse(
                reason::invalid_value,
                {"参数须为数字，且与定义中的种类相同", "A parameter to try is a number of the kind it is defined as"},
                place);
        converted[name] = std::move(figure);
    }
    return result<json>{boost::system::in_place_value, std::move(converted)};
}

} // namespace sluice::service
