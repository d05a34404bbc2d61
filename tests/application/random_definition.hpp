#pragma once

#include "engine/base/json.hpp"

#include <cstddef>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace sluice::test {

/// A small definition that can be changed at random: a tree of states, and variables. Every transition has an event of
/// its own, so that what is written is sound by construction nearly always; the reader has the last word.
class random_definition {
public:
    struct node {
        std::string id;
        std::string type; ///< "" (atomic or compound), parallel, final, history
        bool deep = false;
        std::vector<node> children;
        std::vector<std::string> targets;                        ///< of events, by state id
        std::vector<std::pair<std::string, std::string>> timers; ///< delay, target
        bool pausable = false;
        std::string assigns; ///< a variable that entering changes
    };

    static random_definition make(std::mt19937_64&);
    /// A few changes: states renamed, removed, added, split, moved; timers, histories and variables changed.
    random_definition changed(std::mt19937_64&) const;

    ordered_json workflow(const std::string& version) const;
    std::vector<std::string> state_ids() const;
    const node& root() const { return root_; }
    const std::map<std::string, std::string>& variables() const { return variables_; }

private:
    void grow(node& at, std::size_t depth, std::mt19937_64&);
    void connect(std::mt19937_64&);
    void change_once(std::mt19937_64&);
    std::string fresh() { return "s" + std::to_string(next_++); }

    node root_;
    std::map<std::string, std::string> variables_; ///< name → type
    std::size_t next_ = 0;
};

/// Whether the innermost states are a legal configuration of the definition, and what is remembered could be entered:
/// an opinion of its own, over the tree, without the chart. Empty, or what is wrong.
std::string fault_of_position(const random_definition&, const json& position);

} // namespace sluice::test
