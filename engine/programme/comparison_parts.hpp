#pragma once

#include "engine/programme/comparison.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// What the parts of a comparison share. Internal to the module: start at comparison.hpp.
namespace sluice::programme {

/// Collects differences up to the bound.
class difference_list {
public:
    void add(difference found) {
        if (found_.size() < differences_max)
            found_.push_back(std::move(found));
        else
            more_ = true;
    }
    std::vector<difference> take();

private:
    std::vector<difference> found_;
    bool more_ = false;
};

/// A value as people read it: amounts with their unit, texts in their language, lists with commas; long ones are cut.
text in_words(const ordered_json& value);

/// `“title” (id)`, or the id alone.
text quoted(const text& title, const std::string& id);

/// A value that stands at different places, or is not there on one side (null).
struct value_pair {
    const ordered_json* before = nullptr;
    const ordered_json* after = nullptr;
    std::string before_pointer, after_pointer;
    std::string path; ///< below the place where the comparison of values began: `size`, `conflicts.paid_within_years`
};

/// Calls `see` for every innermost member or item that differs. Lists of one length are compared item by item, others
/// as a whole; texts in two languages, and amounts, are one value.
void for_each_difference(const value_pair&, const std::function<void(const value_pair&)>& see);

/// Differences of two values as sentences that begin with `what`.
void compare_values(const value_pair&, const std::string& subject, const std::string& file, const text& what,
                    difference_list&);

void compare_charts(const programme& before, const programme& after, difference_list&);
void compare_forms(const ordered_json& before, const ordered_json& after, const std::string& file, difference_list&);

} // namespace sluice::programme
