#include "engine/store/sqlite/shared_changes.hpp"

namespace sluice::store::sqlite {

namespace {

application_record shown_of(const application_record& a, const application_notes& notes) {
    application_record shown{
        a.id,    a.programme, a.definition_version, a.round,      a.organisation, a.created_by, a.number, a.title,
        a.state, a.draft,     a.revision,           a.created_at, a.updated_at};
    shown.notes = notes;
    return shown;
}

} // namespace

void shared_changes::undo_to(const mark& start) {
    entities_.undo_to(start.entities);
    applications_.undo_to(start.applications);
    index_.undo_to(start.index);
    for (; count_order_.size() > start.counts; count_order_.pop_back())
        count_order_.back().first->second -= count_order_.back().second;
    for (; head_order_.size() > start.heads; head_order_.pop_back()) {
        auto& [programme, before] = head_order_.back();
        if (before)
            heads_[programme] = *before;
        else
            heads_.erase(programme);
    }
    answers_from_ = std::numeric_limits<std::int64_t>::min();
    forget_tasks();
}

void shared_changes::write_entity(const entity& now, std::string_view lookup_before) {
    const auto held = std::make_shared<const shared_entity>(now);
    entities_.set({key_part::id, now.kind, now.id}, held);
    if (lookup_before != now.lookup) touch_lookup(now.kind, lookup_before, nullptr);
    touch_lookup(now.kind, now.lookup, held);
    change_kind(now.kind);
}

void shared_changes::remove_entity(std::string_view kind, std::string_view id, std::string_view lookup_before) {
    entities_.set({key_part::id, kind, id}, nullptr);
    touch_lookup(kind, lookup_before, nullptr);
    change_kind(kind);
}

void shared_changes::write_application(const application_record& now, const application_notes& notes) {
    applications_.set({key_part::id, {}, now.id}, std::make_shared<const shared_application>(shown_of(now, notes)));
}

void shared_changes::change_count(const count_key& key, std::int64_t by) {
    const auto changed = counts_.try_emplace(key, 0).first;
    changed->second += by;
    count_order_.emplace_back(changed, by);
}

void shared_changes::move_head(const std::string& programme, const chain_head& head) {
    const auto [known, added] = heads_.try_emplace(programme, head);
    head_order_.emplace_back(programme, added ? std::nullopt : std::optional{known->second});
    known->second = head;
}

void shared_changes::announce(shared_state& state, std::uint64_t commit) {
    entities_.announce(state.entities, commit);
    applications_.announce(state.applications, commit);
    if (!counts_.empty()) state.counts.announce(commit);
    for (std::size_t place = 0; place < kinds_.size(); ++place)
        if (kinds_.test(place)) state.kinds.change(place, commit);
    index_.announce(commit);
}

void shared_changes::publish(shared_state& state, std::uint64_t commit) {
    entities_.publish(state.entities, commit);
    applications_.publish(state.applications, commit);
    if (!counts_.empty()) state.counts.change(counts_);
    for (const auto& [programme, head] : heads_)
        state.notes.heads.insert_or_assign(programme, head);
    state.notes.answers_from = answers_from_;
    index_.publish(commit);
    state.sequence = commit;
}

void shared_changes::touch_lookup(std::string_view kind, std::string_view lookup,
                                  std::optional<shared_cache<entity>::value> held) {
    if (!lookup.empty()) entities_.set({key_part::lookup, kind, lookup}, std::move(held));
}

} // namespace sluice::store::sqlite
