#pragma once

#include "engine/statechart/selection.hpp"

#include <boost/container/small_vector.hpp>

namespace sluice::statechart {

/// SCXML's computeEntrySet: which states a microstep enters, and whose default content it performs.
class entry_set {
public:
    entry_set(const chart& of, const snapshot& now);

    /// The whole chart is started.
    void add_root();

    /// Adds what the transition enters.
    void add(const transition& taken);

    bool contains(std::size_t state) const { return marks_[state] != 0; }

    /// Whether the state was entered without saying where inside, so that its initial actions are due.
    bool by_default(std::size_t state) const { return (marks_[state] & entered_by_default) != 0; }

    /// The history states of which the default was taken, so that their actions are due.
    const index_list& defaulted_histories() const { return defaulted_histories_; }

private:
    enum mark : unsigned char { entered = 1, entered_by_default = 2 };

    void add_descendants(std::size_t state);
    void add_history(const state& reached);
    void add_ancestors(std::size_t state, std::size_t up_to);
    void add_missing_regions(const state& parallel);
    bool any_inside(std::size_t state) const;

    const chart& chart_;
    const snapshot& now_;
    boost::container::small_vector<unsigned char, 128> marks_;
    index_list defaulted_histories_;
};

} // namespace sluice::statechart
