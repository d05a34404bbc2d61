// The record: chains, replay, and that everything that was acknowledged is on it, once.

#include "tests/simulation/invariants.hpp"

#include "engine/application/change.hpp"
#include "engine/service/journal.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <unordered_map>

namespace sluice::simulation {
namespace {

using act_key = std::pair<std::string, std::string>; ///< actor and kind

/// What no person's command is: results of timers, lists and the bank's files.
bool is_derived(const store::log_record& each, const application::record& recorded) {
    static const std::set<std::string> kinds{"deliver", "fire_timer", "enter_round", "migrate"};
    static const std::set<std::string> steps{"send", "settle", "fail", "bounce"};
    if (kinds.contains(each.kind)) return true;
    return each.kind == "advance_payment" && steps.contains(recorded.detail.at("step").get<std::string>());
}

class record_checker {
public:
    explicit record_checker(const evidence& all)
        : all_{all} {
        for (const auto& each : all.at.acknowledged())
            acknowledged_[each.application].push_back(&each);
    }

    void check(store::reader& reader, const std::string& id) {
        ++applications_;
        const auto row = reader.find_application(id);
        if (!row) return lost_.breaches.push_back({"an application that was begun is not there", id});
        application::application_state replayed;
        std::map<std::int64_t, act_key> by_revision;
        std::map<act_key, int> counted;
        std::int64_t expected = 0;
        walk([&](const store::page_request& want) { return reader.history("application", id, want); },
             [&](const store::log_record& each) {
                 ++records_;
                 const auto recorded = application::record_from_json(json::parse(each.body));
                 application::apply(replayed, recorded);
                 if (each.revision != ++expected)
                     numbered_.breaches.push_back(
                         {fmt::format("revision {} follows {}", each.revision, expected - 1), id});
                 by_revision[each.revision] = {each.actor, each.kind};
                 if (each.actor.empty() && each.kind == "send_event") ++anonymous_;
                 if (!each.actor.empty() && !is_derived(each, recorded)) ++counted[{each.actor, each.kind}];
             });
        if (expected != row->revision)
            numbered_.breaches.push_back({fmt::format("{} records, but revision {}", expected, row->revision), id});
        if (application::to_json(replayed).dump() != row->body)
            replay_.breaches.push_back({"the record gives another state than the row has", id});
        compare(id, by_revision, std::move(counted));
    }

    std::vector<finding> findings() {
        replay_.figure = fmt::format("{} applications, {} records", applications_, records_);
        numbered_.figure = fmt::format("{} records", records_);
        lost_.figure = fmt::format("{} acknowledged acts", all_.at.acknowledged().size());
        if (anonymous_ != all_.at.objections_taken())
            lost_.breaches.push_back(
                {fmt::format("{} objections on record, {} acknowledged", anonymous_, all_.at.objections_taken())});
        return {replay_, numbered_, lost_};
    }

private:
    void compare(const std::string& id, const std::map<std::int64_t, act_key>& by_revision,
                 std::map<act_key, int> counted) {
        for (const auto* each : acknowledged_[id]) {
            --counted[{each->actor, each->kind}];
            if (each->revision == 0) continue;
            const auto found = by_revision.find(each->revision);
            if (found == by_revision.end() || found->second != act_key{each->actor, each->kind})
                lost_.breaches.push_back(
                    {fmt::format("{} at revision {} is not on record", each->kind, each->revision), id});
        }
        for (const auto& [key, left] : counted)
            if (left != 0)
                lost_.breaches.push_back({fmt::format("{} by {}: {} {} than acknowledged", key.second, key.first,
                                                      std::abs(left), left > 0 ? "more" : "fewer"),
                                          id});
    }

    const evidence& all_;
    std::unordered_map<std::string, std::vector<const acknowledgement*>> acknowledged_;
    finding replay_{"the record alone gives every application's state", ""};
    finding numbered_{"every record of an application has its number, without gaps", ""};
    finding lost_{"what was acknowledged is on the record exactly once, and nothing else is", ""};
    std::int64_t applications_ = 0, records_ = 0, anonymous_ = 0;
};

finding check_chains(const evidence& all, store::reader& reader) {
    finding found{"every chain of records links", ""};
    std::int64_t length = 0;
    for (const auto& each : all.at.programmes()) {
        const auto verdict = all.at.read().verify_log(all.people.auditor, each.id);
        if (!verdict || verdict->body.at("valid") != true) found.breaches.push_back({each.id});
    }
    for (const auto& chain : reader.chains()) {
        const auto verdict = service::verify_chain(reader, chain);
        length += verdict.length;
        if (verdict.first_fault)
            found.breaches.push_back({fmt::format("'{}' breaks at {}", chain, *verdict.first_fault)});
    }
    found.figure = fmt::format("{} chains, {} records", reader.chains().size(), length);
    return found;
}

} // namespace

std::vector<finding> check_record(const evidence& all, store::reader& reader) {
    record_checker checker{all};
    for (const auto& id : all.at.created())
        checker.check(reader, id);
    auto found = checker.findings();
    found.insert(found.begin(), check_chains(all, reader));
    return found;
}

} // namespace sluice::simulation
