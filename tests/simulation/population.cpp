#include "tests/simulation/population.hpp"

#include "engine/base/social_credit_code.hpp"
#include "tests/simulation/sample_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

namespace sluice::simulation {
namespace {

constexpr std::size_t telephone_digits = 11, account_digits = 19;

std::vector<std::string> words(const json& list) {
    return list.get<std::vector<std::string>>();
}

class settlement {
public:
    settlement(bureau& at, std::size_t applications)
        : at_{at}
        , habits_{at.habits()["population"]}
        , applications_{applications} {
        made_.admin = {"founder", "Founder", "", {{"admin"}}, ""};
        made_.admin = hire("管理员", "", {"admin"}, nullptr, "admin@bureau.example.org");
    }

    population run() {
        add_firms();
        add_experts();
        add_staff();
        return std::move(made_);
    }

private:
    service::caller hire(const std::string& name, const std::string& organisation,
                         const std::vector<std::string>& roles, const json& expert, const std::string& mail) {
        std::vector<service::role_grant> grants;
        for (const auto& each : roles)
            grants.push_back({each, "*"});
        const auto body = at_.must(made_.admin, service::create_person{name, mail, organisation, grants, expert});
        return {body.at("id"), name, organisation, grants, ""};
    }

    std::string found(const std::string& name, const std::string& code) {
        return at_.must(made_.admin, service::create_organisation{name, code, ""}).at("id");
    }

    void add_firms() {
        const auto count =
            std::max<std::size_t>(3, static_cast<std::size_t>(static_cast<double>(applications_) *
                                                              habits_.at("firms_per_application").get<double>()));
        const auto towns = words(habits_.at("towns")), trades = words(habits_.at("trades"));
        for (std::size_t i = 0; i < count; ++i) {
            auto lots = at_.lots({"firm", std::to_string(i)});
            firm each;
            each.name = fmt::format("{}{}{:04}有限公司", lots.one_of(towns), lots.one_of(trades), i + 1);
            each.code = social_credit_code(lots);
            each.telephone = digits(telephone_digits, lots);
            each.account = digits(account_digits, lots);
            each.mail = fmt::format("contact{}@firm{:04}.example.org", digits(4, lots), i + 1);
            each.contact = name_of_person(lots);
            for (const auto& personal : {each.telephone, each.account, each.mail})
                at_.keep_secret(personal);
            each.id = found(each.name, each.code);
            each.applicant = hire(each.contact, each.id, {"applicant"}, nullptr, each.mail);
            made_.firms.push_back(std::move(each));
        }
    }

    json profile(std::size_t number, chance& lots) {
        const double place = static_cast<double>(number % 20) / 20;
        const auto fields = words(habits_.at("fields"));
        json made = {{"kind", place < 0.6    ? "technical"
                              : place < 0.85 ? "finance"
                                             : "management"},
                     {"fields", json::array({lots.one_of(fields)})},
                     {"load_max", lots.between(std::int64_t{15}, std::int64_t{60})}};
        if (lots.happens(habits_.at("expert_has_ties").get<double>()))
            made["relations"] = {{{"ground", "employment"}, {"with", lots.one_of(made_.firms).code}}};
        return made;
    }

    void add_experts() {
        const auto institutes = habits_.at("institutes").get<std::size_t>();
        std::vector<std::string> homes;
        for (std::size_t i = 0; i < institutes; ++i) {
            auto lots = at_.lots({"institute", std::to_string(i)});
            homes.push_back(found(fmt::format("浙江{:02}研究院", i + 1), social_credit_code(lots)));
        }
        for (std::size_t i = 0; i < habits_.at("experts").get<std::size_t>(); ++i) {
            auto lots = at_.lots({"expert", std::to_string(i)});
            const bool of_firm = lots.happens(habits_.at("expert_of_a_firm").get<double>());
            const auto home = of_firm ? lots.one_of(made_.firms).id : homes[i % homes.size()];
            const auto mail = fmt::format("expert{}@institute{:02}.example.org", i, i % homes.size());
            made_.experts.push_back(
                {hire(name_of_person(lots), home, {"reviewer"}, profile(i, lots), mail), lots.between(-0.08, 0.08)});
        }
    }

    void add_staff() {
        std::set<std::string> roles;
        for (const auto& each : at_.programmes())
            roles.insert(each.roles.begin(), each.roles.end());
        const auto& counts = habits_.at("staff");
        for (const auto& role : roles)
            for (int i = 0; i < counts.value(role, counts.at("*").get<int>()); ++i) {
                auto lots = at_.lots({"staff", role, std::to_string(i)});
                made_.staff[role].push_back(
                    hire(name_of_person(lots), "", {role}, nullptr, "office@bureau.example.org"));
            }
        for (const auto& hats : habits_.at("two_hats")) {
            auto lots = at_.lots({"hats", hats.dump()});
            const auto both = words(hats);
            const auto who = hire(name_of_person(lots), "", both, nullptr, "office@bureau.example.org");
            for (const auto& role : both)
                made_.staff[role].push_back(who);
        }
        made_.auditor = hire("审计", "", {"auditor"}, nullptr, "audit@bureau.example.org");
        made_.treasurer = hire("出纳", "", {"finance"}, nullptr, "office@bureau.example.org");
        made_.head = hire("局长", "", {"director"}, nullptr, "office@bureau.example.org");
    }

    bureau& at_;
    const json& habits_;
    std::size_t applications_;
    population made_;
};

} // namespace

const firm* population::firm_of(const std::string& organisation) const {
    const auto found =
        std::find_if(firms.begin(), firms.end(), [&](const firm& each) { return each.id == organisation; });
    return found == firms.end() ? nullptr : &*found;
}

std::vector<service::caller> population::colleagues(const std::string& role, const std::string& application) const {
    const auto found = staff.find(role);
    if (found == staff.end()) return {};
    auto all = found->second;
    const auto first = chance{0, {role, application}}.below(all.size());
    std::rotate(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(first), all.end());
    return all;
}

population populate(bureau& at, std::size_t applications) {
    return settlement{at, applications}.run();
}

std::string social_credit_code(chance& lots) {
    static constexpr std::string_view symbols = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    std::string code = "91330784";
    while (code.size() < 17)
        code += symbols[lots.below(symbols.size())];
    for (const char check : symbols)
        if (is_social_credit_code(code + check)) return code + check;
    throw std::logic_error("every code has a check character");
}

} // namespace sluice::simulation
