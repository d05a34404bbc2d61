#include "engine/store/sqlite/applications.hpp"

#include "engine/base/json.hpp"
#include "engine/store/error.hpp"
#include "engine/store/sqlite/merge.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <variant>

namespace sluice::store::sqlite {

namespace {

/// What a list sorts by. Ids differ, so that no two keys are equal.
struct list_key {
    std::int64_t at = 0;
    std::string id;

    friend auto operator<=>(const list_key&, const list_key&) = default;
};

/// The text of one stream's statement and what it binds, grown condition by condition.
struct stream {
    std::string sql;
    std::vector<std::variant<std::int64_t, std::string>> values{};

    stream& where(std::string_view condition) {
        sql += sql.find(" WHERE ") == std::string::npos ? " WHERE " : " AND ";
        sql += condition;
        return *this;
    }
    stream& where(std::string_view condition, std::string value) {
        values.emplace_back(std::move(value));
        return where(condition);
    }
    stream& where(std::string_view condition, const std::optional<std::string>& value) {
        return value ? where(condition, *value) : *this;
    }
};

std::string json_list(const std::vector<std::string>& values) {
    return json(values).dump();
}

/// Whether the stored state, or one of its regions, is the wanted state or lies below it.
bool is_in_state(std::string_view stored, std::string_view wanted) {
    while (true) {
        const std::size_t end = stored.find('+');
        const std::string_view region = stored.substr(0, end);
        if (region.starts_with(wanted) && (region.size() == wanted.size() || region[wanted.size()] == '.')) return true;
        if (end == std::string_view::npos) return false;
        stored.remove_prefix(end + 1);
    }
}

/// The next key of a lane, in the order of the list.
class lane_walk {
public:
    lane_walk(const list_entries::contents& entries, std::uint32_t lane, bool ascending,
              const std::optional<list_entry>& after)
        : lane_{lane}
        , ascending_{ascending}
        , at_{start(entries, lane, ascending, after)} {}

    bool valid() const { return at_.valid() && (*at_).lane == lane_; }
    const list_entry& operator*() const { return *at_; }
    void next() {
        if (ascending_)
            at_.forward();
        else
            at_.back();
    }

private:
    static list_entries::walk start(const list_entries::contents& entries, std::uint32_t lane, bool ascending,
                                    const std::optional<list_entry>& after) {
        constexpr std::int64_t earliest = std::numeric_limits<std::int64_t>::min();
        if (!ascending)
            return entries.before(after ? list_entry{lane, after->at, after->id} : //
                                      list_entry{lane + 1, earliest, {}});
        if (!after) return entries.at_or_after({lane, earliest, {}});
        const list_entry last{lane, after->at, after->id};
        list_entries::walk found = entries.at_or_after(last);
        if (found.valid() && *found == last) found.forward();
        return found;
    }

    std::uint32_t lane_;
    bool ascending_;
    list_entries::walk at_;
};

class application_list {
public:
    application_list(const list_sources& from, const application_filter& filter, const page_request& want)
        : from_{from}
        , filter_{filter}
        , after_{want.after}
        , limit_{std::clamp(want.limit, 1, page_limit_max)}
        , at_{filter.sort == sort_key::created ? "a.created_at" : "a.updated_at"}
        , counts_{counts_of(from.counts, filter.programmes)} {
        std::erase_if(counts_, [this](const application_count& row) { return !wants_state(row.state); });
    }

    page<std::string> read() {
        if (!filter_.programmes || !filter_.programmes->empty()) collect_all();
        sort_keys();
        page<std::string> found;
        const bool more = keys_.size() > static_cast<std::size_t>(limit_);
        if (more) keys_.resize(static_cast<std::size_t>(limit_));
        if (more) found.next = cursor{keys_.back().at, 0, keys_.back().id, {}};
        found.items.reserve(keys_.size());
        for (list_key& key : keys_)
            found.items.push_back(std::move(key.id));
        return found;
    }

private:
    bool wants_state(std::string_view stored) const {
        return !filter_.states || std::ranges::any_of(*filter_.states, [stored](const std::string& wanted) {
            return is_in_state(stored, wanted);
        });
    }

    /// The narrowest source that the filter allows. The first three hold few applications each, whose other conditions
    /// are looked at row by row; lanes are exactly what is wanted.
    void collect_all() {
        if (filter_.assigned_to) return collect(narrowed(assigned(), true));
        if (filter_.organisation) return collect(narrowed(by_organisation(*filter_.organisation), true));
        if (filter_.created_by) return collect(narrowed(by_creator(*filter_.created_by), true));
        collect(lanes());
        if (filter_.include_drafts_of)
            collect(narrowed(by_organisation(*filter_.include_drafts_of).where("a.draft = 1"), false));
        if (filter_.include_drafts_by)
            collect(narrowed(by_creator(*filter_.include_drafts_by).where("a.draft = 1"), false));
    }

    /// One for each programme; or one for each state that is asked for in its round, or in every round.
    std::vector<std::uint32_t> lanes() const {
        std::vector<std::uint32_t> lanes;
        if (filter_.states || filter_.round) {
            for (const application_count& row : counts_)
                if (!row.draft)
                    from_.index.known.append_place_lanes(filter_.sort, row.programme, row.state, filter_.round, lanes);
        } else {
            std::set<std::string_view> programmes;
            for (const application_count& row : counts_)
                if (!row.draft) programmes.insert(row.programme);
            for (const std::string_view programme : programmes)
                if (const auto lane = from_.index.known.find_programme_lane(filter_.sort, programme))
                    lanes.push_back(*lane);
        }
        if (lanes.size() > list_combinations_max) throw store_error("the list spreads over too many states");
        return lanes;
    }

    stream from(std::string_view source) const { return {"SELECT " + at_ + ", a.id FROM " + std::string{source}}; }

    stream assigned() const {
        return from("assignment s CROSS JOIN application a ON a.id = s.application")
            .where("s.person = ?", *filter_.assigned_to);
    }

    stream by_organisation(const std::string& organisation) const {
        return from("application a INDEXED BY application_by_organisation").where("a.organisation = ?", organisation);
    }

    stream by_creator(const std::string& person) const {
        return from("application a INDEXED BY application_by_creator").where("a.created_by = ?", person);
    }

    /// Adds all conditions that the stream's index does not already meet.
    stream narrowed(stream base, bool drafts_apart) const {
        base.where("a.organisation = ?", filter_.organisation)
            .where("a.created_by = ?", filter_.created_by)
            .where("a.round = ?", filter_.round);
        if (filter_.programmes)
            base.where("a.programme IN (SELECT value FROM json_each(?))", json_list(*filter_.programmes));
        if (filter_.states) base.where("a.state IN (SELECT value FROM json_each(?))", json_list(known_states()));
        if (drafts_apart) add_draft_rule(base);
        return base;
    }

    void add_draft_rule(stream& base) const {
        std::string rule = "(a.draft = 0";
        if (filter_.include_drafts_of) {
            rule += " OR a.organisation = ?";
            base.values.emplace_back(*filter_.include_drafts_of);
        }
        if (filter_.include_drafts_by) {
            rule += " OR a.created_by = ?";
            base.values.emplace_back(*filter_.include_drafts_by);
        }
        base.where(rule + ")");
    }

    std::vector<std::string> known_states() const {
        std::set<std::string> states;
        for (const application_count& row : counts_)
            states.insert(row.state);
        return {states.begin(), states.end()};
    }

    bool ascending() const { return filter_.order == sort_order::ascending; }

    /// As many as the page could hold, and one to know whether there is more.
    std::size_t wanted() const { return static_cast<std::size_t>(limit_) + 1; }

    void collect(const std::vector<std::uint32_t>& lanes) {
        std::vector<lane_walk> walks;
        walks.reserve(lanes.size());
        for (const std::uint32_t lane : lanes)
            if (lane_walk each{from_.index.lists, lane, ascending(), last_entry()}; each.valid()) walks.push_back(each);
        const auto comes_later = [this](const lane_walk* left, const lane_walk* right) {
            const auto order = std::tie((**left).at, (**left).id) <=> std::tie((**right).at, (**right).id);
            return ascending() ? order > 0 : order < 0;
        };
        take_in_order(walks, comes_later, wanted() - keys_.size(), [this](const list_entry& next) {
            keys_.push_back({next.at, next.id.to_text()});
        });
    }

    /// Where the page before ended. An id that is none is behind all or before all of its instant.
    std::optional<list_entry> last_entry() const {
        if (!after_) return std::nullopt;
        return list_entry{0, after_->first, short_id::from_text(after_->id).value_or(short_id{})};
    }

    void collect(stream each) {
        if (after_) {
            each.where("(" + at_ + ", a.id) " + (ascending() ? ">" : "<") + " (?, ?)");
            each.values.emplace_back(after_->first);
            each.values.emplace_back(after_->id);
        }
        const std::string direction = ascending() ? " ASC" : " DESC";
        each.sql += " ORDER BY " + at_ + direction + ", a.id" + direction + " LIMIT ?";
        each.values.emplace_back(static_cast<std::int64_t>(wanted()));
        query rows{from_.user, each.sql};
        for (const auto& value : each.values)
            std::visit([&rows](const auto& bound) { rows.bind(bound); }, value);
        while (rows.next()) {
            list_key& key = keys_.emplace_back();
            rows.into(key.at, key.id);
        }
    }

    /// Two sources may have the same draft.
    void sort_keys() {
        if (ascending())
            std::ranges::sort(keys_);
        else
            std::ranges::sort(keys_, std::ranges::greater{});
        keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
    }

    const list_sources& from_;
    const application_filter& filter_;
    const std::optional<cursor>& after_;
    int limit_;
    std::string at_;
    std::vector<application_count> counts_;
    std::vector<list_key> keys_;
};

} // namespace

page<std::string> list_application_ids(const list_sources& from, const application_filter& filter,
                                       const page_request& want) {
    return application_list{from, filter, want}.read();
}

} // namespace sluice::store::sqlite
