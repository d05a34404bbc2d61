#include "engine/application/what_if.hpp"

#include "engine/application/decide.hpp"
#include "engine/application/state_json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::application {
namespace {

const change* find_change(const record& from, std::string_view kind) {
    const auto found =
        std::find_if(from.changes.begin(), from.changes.end(), [&](const change& each) { return each.kind == kind; });
    return found == from.changes.end() ? nullptr : &*found;
}

command creation(const record& from) {
    const auto& data = find_change(from, "created")->data;
    return create{data.at("id"), data.at("number"), data.at("organisation"), data.at("round"), data.at("form")};
}

/// What the member wrote is in the panel as it became.
const review::panel_member* member_after(const record& from, review::panel& seats) {
    const auto* changed = find_change(from, "panel_changed");
    if (!changed) return nullptr;
    seats = review::panel_from_json(changed->data.at("now"), "").value();
    return seats.find(from.actor);
}

std::optional<command> scoring(const record& from) {
    review::panel seats;
    const auto* member = member_after(from, seats);
    if (!member || !member->sheet) return std::nullopt;
    const auto& sheet = *member->sheet;
    return submit_score{from.detail.at("panel"),   json(sheet.points),
                        sheet.recommended_amount,  sheet.comment_to_applicant,
                        sheet.comment_to_office,   static_cast<int>(sheet.confidence.value_or(0)),
                        from.kind == "draft_score"};
}

std::optional<command> voting(const record& from) {
    review::panel seats;
    const auto* member = member_after(from, seats);
    if (!member || !member->vote) return std::nullopt;
    return cast_vote{from.detail.at("panel"), std::string{review::name_of(*member->vote)}};
}

/// The lot fell on these then, and a trial of the past is not to draw others.
std::optional<command> those_drawn(const record& from) {
    const auto* drawn = find_change(from, "members_drawn");
    if (!drawn) return std::nullopt;
    assign_members wanted{from.detail.at("panel"), {}, true};
    for (const auto& each : drawn->data.at("drawn"))
        wanted.members.push_back(each.at("person"));
    return wanted;
}

/// The ids that were made for this record, in their order: of notices and objections, and of the draws of panels. Given
/// again, so that a draw falls as it fell.
std::vector<std::string> ids_made_for(const record& past) {
    std::vector<std::string> ids;
    for (const auto& each : past.changes) {
        std::string id;
        if (each.kind == "notice_published") id = each.data.at("notice").at("id");
        if (each.kind == "objection_opened") id = each.data.at("objection").at("id");
        if (each.kind == "panel_changed") id = each.data.at("now").value("seed", "");
        if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
    }
    return ids;
}

/// One application on its way under the draft.
class replay {
public:
    replay(const programme::programme& draft, const what_if_sources& sources)
        : draft_{draft}
        , sources_{sources} {
        books_.fund = draft.fund;
        books_.totals = sources.fund;
    }

    what_if_outcome run(std::span<const record> past) {
        std::size_t number = 0;
        for (const auto& each : past) {
            const auto asked = command_of(each);
            if (!asked) continue;
            ++number;
            last_ = &each;
            if (!fire_until(each.at, number)) return finish();
            if (outcome_.ended_as.ended) {
                outcome_.ended_early = true;
                return finish();
            }
            if (auto done = carry_out(each, *asked, each.at); !done) {
                refused(number, each.at, each.kind, event_of(each), done.error());
                return finish();
            }
            ++outcome_.steps;
        }
        if (last_) fire_until(sources_.until, number + 1);
        return finish();
    }

private:
    static std::string event_of(const record& from) {
        const bool has = from.kind == "send_event" || from.kind == "deliver";
        return has ? from.detail.at("type").get<std::string>() : std::string{};
    }

    what_if_outcome finish() { return std::move(outcome_); }

    void refused(std::size_t number, instant at, std::string what, std::string event, refusal why) {
        outcome_.refused = {number, at, std::move(what), std::move(event), std::move(why)};
    }

    /// False when a timer could not fire.
    bool fire_until(instant until, std::size_t number) {
        for (; timers_fired_ < what_if_timers_max; ++timers_fired_) {
            const auto* next = next_timer();
            if (!next || outcome_.ended_as.timers.at(*next).due_at > until) return true;
            const auto due = std::max(outcome_.ended_as.timers.at(*next).due_at, outcome_.ended_as.updated_at);
            record system;
            system.at = due;
            system.kind = "fire_timer";
            if (auto done = carry_out(system, fire_timer{*next}, due); !done) {
                refused(number, due, "fire_timer", "", done.error());
                return false;
            }
        }
        refused(number, until, "fire_timer", "",
                refuse(reason::cost_exceeded, {"期限循环触发", "Timers fire in a loop"}));
        return false;
    }

    const std::string* next_timer() const {
        const std::string* found = nullptr;
        const auto& timers = outcome_.ended_as.timers;
        for (const auto& [id, each] : timers)
            if (!each.paused_with && (!found || each.due_at < timers.at(*found).due_at)) found = &id;
        return found;
    }

    result<void> carry_out(const record& past, const command& asked, instant at) {
        auto known = sources_.facts_at(past, asked, outcome_.ended_as);
        known.now = at;
        known.fund = books_.totals;
        known.new_id = [this, made = ids_made_for(past), given = std::size_t{0}]() mutable {
            return given < made.size() ? made[given++] : fmt::format("00000000-0000-7000-8000-{:012}", ++ids_);
        };
        auto decided = decide(draft_, outcome_.ended_as, asked, known);
        if (!decided) return decided.error();
        outcome_.ended_as = std::move(decided->after);
        for (const auto& each : decided->recorded.changes)
            if (each.kind == "money_moved") {
                auto after = ledger::apply(books_, ledger::posting_from_json(each.data, "").value());
                if (!after) return after.error();
                books_ = std::move(*after);
            }
        return {};
    }

    const programme::programme& draft_;
    const what_if_sources& sources_;
    ledger::balances books_;
    what_if_outcome outcome_;
    const record* last_ = nullptr;
    std::size_t timers_fired_ = 0;
    std::size_t ids_ = 0;
};

} // namespace

std::optional<command> command_of(const record& from) {
    const auto& detail = from.detail;
    if (from.kind == "create") return creation(from);
    if (from.kind == "amend") return amend{detail.at("patch")};
    if (from.kind == "send_event") return send_event{detail.at("type"), detail.at("data")};
    if (from.kind == "attach_document") {
        const auto* attached = find_change(from, "document_attached");
        if (attached) return attach_document{document_from_json(attached->data.at("document"))};
    }
    if (from.kind == "disclose_objector") return disclose_objector{detail.at("objection"), detail.at("reason")};
    if (from.kind == "assign_members")
        return assign_members{detail.at("panel"), detail.at("members").get<std::vector<std::string>>(),
                              detail.value("planned", false)};
    if (from.kind == "draw_panel") return those_drawn(from);
    if (from.kind == "accept_invitation" || from.kind == "decline_invitation")
        return answer_invitation{detail.at("panel"), from.kind == "accept_invitation", detail.at("reason")};
    if (from.kind == "replace_member")
        return replace_member{detail.at("panel"), detail.at("person"), detail.at("reason")};
    if (from.kind == "remind_members") return remind_members{detail.at("panel")};
    if (from.kind == "declare_no_conflict") return declare_no_conflict{detail.at("panel")};
    if (from.kind == "recuse_member")
        return recuse_member{detail.at("panel"), detail.at("person"), detail.at("ground"), detail.at("note")};
    if (from.kind == "draft_score" || from.kind == "submit_score") return scoring(from);
    if (from.kind == "cast_vote") return voting(from);
    if (from.kind == "advance_payment") {
        std::optional<fen> part;
        if (detail.contains("part")) part = fen{detail.at("part").get<std::int64_t>()};
        return advance_payment{detail.at("instalment"), detail.at("step"), detail.at("note"), part};
    }
    if (from.kind == "enter_round") return enter_round{detail.at("round")};
    if (from.kind == "deliver") return deliver{detail.at("type"), detail.at("data")};
    return std::nullopt;
}

what_if_outcome replay_under(const programme::programme& draft, std::span<const record> past,
                             const what_if_sources& sources) {
    return replay{draft, sources}.run(past);
}

ledger::account_totals without_application(ledger::account_totals fund, const ledger::account_totals& application) {
    for (const auto which : ledger::every_account)
        if (ledger::is_kept_per_application(which)) fund.of(which) -= application.of(which);
    fund.available = fund.appropriation + fund.recovery + fund.surplus_return + fund.exit_gain - fund.reserved -
                     fund.committed - fund.paid - fund.invested - fund.written_off;
    return fund;
}

} // namespace sluice::application
