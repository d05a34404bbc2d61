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
constexpr std::size_t firms_min = 3;
constexpr double severity_max = 0.08; ///< of the full score
constexpr const char* office_mail = "office@bureau.example.org";

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
        add_all({hiring("管理员", "", {"admin"}, nullptr, office_mail,
                        [this](service::caller who) { made_.admin = std::move(who); })});
    }

    population run() {
        add_firms();
        add_experts();
        add_staff();
        return std::move(made_);
    }

private:
    /// Registers many at once, each being told what came of it.
    void add_all(std::vector<intent> all) {
        for (auto& each : all)
            each.then = [then = std::move(each.then)](const result<service::answer>& given) {
                if (!given) throw std::runtime_error("nobody can be registered: " + given.error().explanation.en);
                then(given);
            };
        at_.carry_out(std::move(all));
    }

    intent hiring(const std::string& name, const std::string& organisation, const std::vector<std::string>& roles,
                  const json& expert, const std::string& mail, std::function<void(service::caller)> hired) {
        std::vector<service::role_grant> grants;
        for (const auto& each : roles)
            grants.push_back({each, "*"});
        intent made{made_.admin, service::create_person{name, mail, organisation, grants, expert}};
        made.then = [=](const result<service::answer>& given) {
            hired({given->data().at("id"), name, organisation, grants, ""});
        };
        return made;
    }

    intent founding(const std::string& name, const std::string& code, std::function<void(std::string)> found) {
        intent made{made_.admin, service::create_organisation{name, code, ""}};
        made.then = [=](const result<service::answer>& given) { found(given->data().at("id")); };
        return made;
    }

    firm imagine_firm(std::size_t number) {
        auto lots = at_.lots({"firm", std::to_string(number)});
        firm each;
        each.name = fmt::format("{}{}{:04}有限公司", lots.one_of(words(habits_.at("towns"))),
                                lots.one_of(words(habits_.at("trades"))), number);
        each.code = social_credit_code(lots);
        each.telephone = digits(telephone_digits, lots);
        each.account = digits(account_digits, lots);
        each.mail = fmt::format("contact{}@firm{:04}.example.org", digits(4, lots), number);
        each.contact = name_of_person(lots);
        for (const auto& personal : {each.telephone, each.account, each.mail})
            at_.keep_secret(personal);
        return each;
    }

    void add_firms() {
        const double count = static_cast<double>(applications_) * habits_.at("firms_per_application").get<double>();
        for (std::size_t i = 1; i <= std::max(firms_min, static_cast<std::size_t>(count)); ++i)
            made_.firms.push_back(imagine_firm(i));
        std::vector<intent> founded, hired;
        for (auto& each : made_.firms)
            founded.push_back(founding(each.name, each.code, [&each](std::string id) { each.id = std::move(id); }));
        add_all(std::move(founded));
        for (auto& each : made_.firms)
            hired.push_back(hiring(each.contact, each.id, {"applicant"}, nullptr, each.mail,
                                   [&each](service::caller who) { each.applicant = std::move(who); }));
        add_all(std::move(hired));
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
        std::vector<std::string> homes;
        std::vector<intent> founded, hired;
        for (std::size_t i = 1; i <= habits_.at("institutes").get<std::size_t>(); ++i) {
            auto lots = at_.lots({"institute", std::to_string(i)});
            founded.push_back(founding(fmt::format("浙江{:02}研究院", i), social_credit_code(lots),
                                       [&homes](std::string id) { homes.push_back(std::move(id)); }));
        }
        add_all(std::move(founded));
        for (std::size_t i = 0; i < habits_.at("experts").get<std::size_t>(); ++i) {
            auto lots = at_.lots({"expert", std::to_string(i)});
            const bool of_firm = lots.happens(habits_.at("expert_of_a_firm").get<double>());
            const auto& home = of_firm ? lots.one_of(made_.firms).id : homes[i % homes.size()];
            const auto mail = fmt::format("expert{}@institute{:02}.example.org", i, i % homes.size());
            const double severity = lots.between(-severity_max, severity_max);
            hired.push_back(hiring(name_of_person(lots), home, {"reviewer"}, profile(i, lots), mail,
                                   [this, severity](service::caller who) {
                                       made_.experts.push_back({std::move(who), severity});
                                   }));
        }
        add_all(std::move(hired));
    }

    /// Somebody of the office, under each of their roles.
    intent official(const std::vector<std::string>& roles, std::string_view which) {
        auto lots = at_.lots({"staff", roles.front(), which});
        return hiring(name_of_person(lots), "", roles, nullptr, office_mail, [this, roles](const service::caller& who) {
            for (const auto& each : roles)
                made_.staff[each].push_back(who);
        });
    }

    void add_staff() {
        std::set<std::string> roles;
        for (const auto& each : at_.programmes())
            roles.insert(each.roles.begin(), each.roles.end());
        const auto& counts = habits_.at("staff");
        std::vector<intent> hired;
        for (const auto& role : roles)
            for (int i = 0; i < counts.value(role, counts.at("*").get<int>()); ++i)
                hired.push_back(official({role}, std::to_string(i)));
        for (const auto& hats : habits_.at("two_hats"))
            hired.push_back(official(words(hats), hats.dump()));
        for (const auto& [role, place] :
             {std::pair{"auditor", &made_.auditor}, {"finance", &made_.treasurer}, {"director", &made_.head}})
            hired.push_back(hiring(role, "", {role}, nullptr, office_mail,
                                   [to = place](service::caller who) { *to = std::move(who); }));
        add_all(std::move(hired));
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
