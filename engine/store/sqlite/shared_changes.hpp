#pragma once

#include "engine/store/sqlite/memory_index.hpp"
#include "engine/store/sqlite/shared_state.hpp"

#include <bitset>

namespace sluice::store::sqlite {

/// The values of one sort that a write transaction has touched, by key.
template<class Record>
class written_values {
public:
    using value = typename shared_cache<Record>::value;

    /// What was written last (null: removed); null itself where the key was not touched. A value that is not there is
    /// not known: a savepoint that wrote it was rolled back.
    const std::optional<value>* find(const shared_key& key) const {
        const auto known = index_.find(key);
        return known == index_.end() ? nullptr : &known->second->held;
    }

    void set(const shared_key& key, std::optional<value> held) {
        auto known = index_.find(key);
        if (known == index_.end()) {
            all_.emplace_back(key);
            known = index_.emplace(all_.back().key.view(), std::prev(all_.end())).first;
        }
        known->second->held = std::move(held);
        order_.push_back(&known->second->held);
    }

    std::size_t mark() const { return order_.size(); }
    void undo_to(std::size_t mark) {
        for (; order_.size() > mark; order_.pop_back())
            order_.back()->reset();
    }

    void announce(shared_cache<Record>& cache, std::uint64_t commit) const {
        for (const node& each : all_)
            cache.drop(each.key.view(), commit);
    }
    void publish(shared_cache<Record>& cache, std::uint64_t commit) const {
        for (const node& each : all_)
            if (each.held) cache.keep(each.key.view(), *each.held, commit);
    }

private:
    struct node {
        explicit node(const shared_key& name)
            : key{name} {}

        kept_key key;
        std::optional<value> held;
    };

    std::list<node> all_;
    std::unordered_map<shared_key, typename std::list<node>::iterator, shared_key_hash> index_;
    std::vector<std::optional<value>*> order_;
};

/// What a write transaction changes of what is kept in memory: it alone sees it until the commit, and a savepoint that
/// is rolled back takes its part along.
class shared_changes {
public:
    /// Where a savepoint began.
    struct mark {
        std::size_t entities = 0;
        std::size_t applications = 0;
        std::size_t counts = 0;
        std::size_t heads = 0;
        index_changes::mark index;
    };

    explicit shared_changes(shared_state& state)
        : index_{state.index} {}

    mark here() const {
        return {entities_.mark(), applications_.mark(), count_order_.size(), head_order_.size(), index_.here()};
    }
    void undo_to(const mark& start);

    const written_values<entity>& entities() const { return entities_; }
    const written_values<application_record>& applications() const { return applications_; }
    const count_changes& counts() const { return counts_; }
    index_changes& index() { return index_; }
    const index_changes& index() const { return index_; }
    /// The chains that were continued, each with its last head.
    const std::map<std::string, chain_head, std::less<>>& heads() const { return heads_; }

    void write_entity(const entity& now, std::string_view lookup_before);
    void remove_entity(std::string_view kind, std::string_view id, std::string_view lookup_before);
    void write_application(const application_record& now, const application_notes& notes);
    void change_count(const count_key& key, std::int64_t by);
    void move_head(const std::string& programme, const chain_head& head);
    /// No kept answer is older than this.
    std::int64_t answers_from() const { return answers_from_; }
    void set_answers_from(std::int64_t oldest) { answers_from_ = oldest; }

    /// The tasks of the application that was asked for last; null if it is not this one.
    const std::vector<task_record>* find_tasks(std::string_view application) const {
        return tasks_ && tasks_->first == application ? &tasks_->second : nullptr;
    }
    void remember_tasks(std::string_view application, const std::vector<task_record>& tasks) {
        tasks_.emplace(application, tasks);
    }
    void forget_tasks() { tasks_.reset(); }

    /// Anything about the entities of this kind, also whose they are.
    void change_kind(std::string_view kind) { kinds_.set(kind_changes::place_of(kind)); }
    bool changes_kind(std::string_view kind) const { return kinds_.test(kind_changes::place_of(kind)); }

    /// Before the commit can be seen; what it changes is no longer given from memory.
    void announce(shared_state& state, std::uint64_t commit);
    /// After it is done: what it wrote may be given from memory.
    void publish(shared_state& state, std::uint64_t commit);

private:
    void touch_lookup(std::string_view kind, std::string_view lookup, std::optional<shared_cache<entity>::value> held);

    written_values<entity> entities_;
    written_values<application_record> applications_;
    index_changes index_;
    count_changes counts_;
    std::vector<std::pair<count_changes::iterator, std::int64_t>> count_order_;
    std::map<std::string, chain_head, std::less<>> heads_;
    std::vector<std::pair<std::string, std::optional<chain_head>>> head_order_; ///< what was there before each move
    std::int64_t answers_from_ = std::numeric_limits<std::int64_t>::min();
    std::bitset<kind_changes::places_count> kinds_;
    std::optional<std::pair<std::string, std::vector<task_record>>> tasks_;
};

} // namespace sluice::store::sqlite
