#include "engine/service/facts.hpp"

#include "engine/service/errand.hpp"
#include "engine/service/fund_books.hpp"
#include "engine/service/organisation_record.hpp"
#include "engine/service/overlaps.hpp"
#include "engine/service/round_record.hpp"

namespace sluice::service {
namespace {

application::applicant_facts describe_applicant(store::reader& reader, const std::string& organisation) {
    application::applicant_facts known;
    known.id = organisation;
    const auto found = find_entity(reader, "organisation", organisation);
    if (!found) return known;
    known.name = found->body.at("name");
    known.code = found->body.at("code");
    known.barred_until = instant{found->body.at("barred_until").get<std::int64_t>()};
    const json owed = found->body.value("obligations", json::object());
    for (const auto& [application, all] : owed.items())
        for (const auto& each : all)
            known.obligations.push_back({application,
                                         each.at("number"),
                                         {each.at("title").at("zh"), each.at("title").at("en")},
                                         instant{each.at("due_at").get<std::int64_t>()}});
    known.funded = awards_of(found->body);
    known.holdings = holdings_of(found->body);
    known.certificates = certificates_of(found->body);
    return known;
}

application::round_facts describe_round(store::reader& reader, const std::string& round) {
    const auto found = find_entity(reader, "round", round);
    if (!found) return {};
    const auto& body = found->body;
    const auto limits = budget_of_round(body);
    application::round_facts known{round,
                                   instant{body.at("opens_at").get<std::int64_t>()},
                                   instant{body.at("closes_at").get<std::int64_t>()},
                                   limits.total,
                                   body.at("year").get<int>(),
                                   limits.named,
                                   read_round_use(reader, round)};
    if (const auto since = exhausted_since(body)) known.exhausted_at = *since;
    return known;
}

} // namespace

application::facts gather_facts(store::reader& reader, const library& definitions, sluice::service::clock& clock,
                                const programme::programme& rules, const store::application_record& row,
                                application::actor_facts actor, instant now) {
    application::facts known;
    known.now = now;
    known.actor = std::move(actor);
    known.applicant = describe_applicant(reader, row.organisation);
    known.round = describe_round(reader, row.round);
    if (!rules.fund.empty()) known.fund = read_totals(reader, rules.fund, "");
    // A draft that is only just being created has nothing to be compared with.
    if (!row.id.empty())
        known.overlaps = [&reader, &definitions, &rules, id = row.id] {
            const auto loaded = load_application(reader, definitions, id);
            if (!loaded) return std::vector<application::overlapping_project>{};
            const auto scope = rules.overlap.anyone ? overlap_scope::everybody : overlap_scope::own_organisation;
            return overlapping_projects(find_overlaps(reader, definitions, rules, loaded->state, scope));
        };
    known.new_id = [&clock, now] { return make_id(now, clock.entropy()); };
    known.roles_of = [&reader, programme = rules.id](const std::string& person) {
        return office_roles_of(reader, person, programme);
    };
    known.days = &definitions.days();
    return known;
}

} // namespace sluice::service
