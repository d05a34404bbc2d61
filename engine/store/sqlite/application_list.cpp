#include "engine/store/sqlite/applications.hpp"

#include "engine/base/json.hpp"
#include "engine/store/error.hpp"

#include <algorithm>
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

class application_list {
public:
    application_list(connection& user, const std::vector<application_count>& counts, const application_filter& filter,
                     const page_request& want)
        : connection_{user}
        , filter_{filter}
        , after_{want.after}
        , limit_{std::clamp(want.limit, 1, page_limit_max)}
        , at_{filter.sort == sort_key::created ? "a.created_at" : "a.updated_at"}
        , counts_{counts_of(counts, filter.programmes)} {
        std::erase_if(counts_, [this](const application_count& row) { return !wants_state(row.state); });
    }

    page<std::string> read() {
        for (stream& each : streams())
            collect(each);
        sort_keys();
        page<std::string> found;
        const bool more = keys_.size() > static_cast<std::size_t>(limit_);
        if (more) keys_.resize(static_cast<std::size_t>(limit_));
        if (more) found.next = cursor{keys_.back().at, 0, keys_.back().id, {}};
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

    /// The narrowest index that the filter allows. The first three hold few applications each, whose other conditions
    /// are looked at row by row; the others are ranges of exactly what is wanted.
    std::vector<stream> streams() const {
        if (filter_.programmes && filter_.programmes->empty()) return {};
        if (filter_.assigned_to) return {narrowed(assigned(), true)};
        if (filter_.organisation) return {narrowed(by_organisation(*filter_.organisation), true)};
        if (filter_.created_by) return {narrowed(by_creator(*filter_.created_by), true)};
        std::vector<stream> all = filter_.round ? by_round() : by_programme();
        if (filter_.include_drafts_of)
            all.push_back(narrowed(by_organisation(*filter_.include_drafts_of).where("a.draft = 1"), false));
        if (filter_.include_drafts_by)
            all.push_back(narrowed(by_creator(*filter_.include_drafts_by).where("a.draft = 1"), false));
        if (all.size() > list_combinations_max) throw store_error("the list spreads over too many states");
        return all;
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

    std::vector<stream> by_round() const {
        std::set<std::string> states;
        for (const application_count& row : counts_)
            if (!row.draft) states.insert(row.state);
        std::vector<stream> all;
        for (const std::string& state : states) {
            stream each = from("application a INDEXED BY application_round_" + sort_name())
                              .where("a.draft = 0")
                              .where("a.round = ?", *filter_.round)
                              .where("a.state = ?", state);
            if (filter_.programmes)
                each.where("a.programme IN (SELECT value FROM json_each(?))", json_list(*filter_.programmes));
            all.push_back(std::move(each));
        }
        return all;
    }

    std::vector<stream> by_programme() const {
        std::set<std::pair<std::string, std::string>> wanted;
        for (const application_count& row : counts_)
            if (!row.draft) wanted.emplace(row.programme, filter_.states ? row.state : std::string{});
        std::vector<stream> all;
        for (const auto& [programme, state] : wanted) {
            const std::string index = filter_.states ? "application_state_" : "application_";
            stream each = from("application a INDEXED BY " + index + sort_name())
                              .where("a.draft = 0")
                              .where("a.programme = ?", programme);
            if (filter_.states) each.where("a.state = ?", state);
            all.push_back(std::move(each));
        }
        return all;
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

    std::string sort_name() const { return filter_.sort == sort_key::created ? "created" : "updated"; }
    bool ascending() const { return filter_.order == sort_order::ascending; }

    bool comes_before(const list_key& left, const list_key& right) const {
        return ascending() ? left < right : right < left;
    }

    /// Keeps the key if it is among the first that the page could hold, and one to know whether there is more. The keys
    /// are a heap, with the last of them on top.
    bool keep(list_key key) {
        const auto before = [this](const list_key& left, const list_key& right) { return comes_before(left, right); };
        if (keys_.size() > static_cast<std::size_t>(limit_)) {
            if (!comes_before(key, keys_.front())) return false;
            std::ranges::pop_heap(keys_, before);
            keys_.pop_back();
        }
        keys_.push_back(std::move(key));
        std::ranges::push_heap(keys_, before);
        return true;
    }

    /// Only lists with somebody's drafts have streams that hold the same application twice.
    bool streams_overlap() const { return filter_.include_drafts_of || filter_.include_drafts_by; }

    /// Reads as many keys of the stream as the page could hold, and one to know whether there is more; none behind the
    /// last that can be on the page, as far as the streams before tell.
    void collect(stream& each) {
        if (after_) {
            each.where("(" + at_ + ", a.id) " + (ascending() ? ">" : "<") + " (?, ?)");
            each.values.emplace_back(after_->first);
            each.values.emplace_back(after_->id);
        }
        const std::string direction = ascending() ? " ASC" : " DESC";
        each.sql += " ORDER BY " + at_ + direction + ", a.id" + direction + " LIMIT ?";
        each.values.emplace_back(std::int64_t{limit_} + 1);
        query rows{connection_, each.sql};
        for (const auto& value : each.values)
            std::visit([&rows](const auto& bound) { rows.bind(bound); }, value);
        while (rows.next()) {
            list_key key;
            rows.into(key.at, key.id);
            if (streams_overlap())
                keys_.push_back(std::move(key));
            else if (!keep(std::move(key)))
                return;
        }
    }

    void sort_keys() {
        if (ascending())
            std::ranges::sort(keys_);
        else
            std::ranges::sort(keys_, std::ranges::greater{});
        keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
    }

    connection& connection_;
    const application_filter& filter_;
    const std::optional<cursor>& after_;
    int limit_;
    std::string at_;
    std::vector<application_count> counts_;
    std::vector<list_key> keys_;
};

} // namespace

page<std::string> list_application_ids(connection& user, const std::vector<application_count>& counts,
                                       const application_filter& filter, const page_request& want) {
    return application_list{user, counts, filter, want}.read();
}

} // namespace sluice::store::sqlite
