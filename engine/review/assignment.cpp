#include "engine/review/assignment.hpp"

#include "engine/base/digest.hpp"
#include "engine/review/conflict_index.hpp"
#include "engine/review/min_cost_flow.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace sluice::review {
namespace {

constexpr std::int64_t load_steps_max = 64;
constexpr std::array every_kind{expertise::technical, expertise::finance, expertise::management};
constexpr std::size_t nodes_of_case = 1 + 1 + every_kind.size(); ///< itself, its free choice, one for each kind

/// An arc that puts an expert on an application's panel.
struct possible_pair {
    std::size_t arc, which_case, which_expert;
    std::int64_t match;
};

/// The fields of all experts and cases as numbers, so that a pair is compared without touching text.
class field_book {
public:
    std::vector<int> numbers_of(const std::vector<std::string>& fields) {
        std::vector<int> numbers;
        for (const auto& each : fields)
            numbers.push_back(known_.try_emplace(comparable(each), static_cast<int>(known_.size())).first->second);
        return numbers;
    }

private:
    std::unordered_map<std::string, int> known_;
};

std::int64_t match_of(const std::vector<int>& known, const std::vector<int>& wanted) {
    if (wanted.empty()) return 0;
    const auto matched = std::count_if(wanted.begin(), wanted.end(), [&](int field) {
        return std::find(known.begin(), known.end(), field) != known.end();
    });
    return static_cast<std::int64_t>(matched) * 100 / static_cast<std::int64_t>(wanted.size());
}

result<void> check(const std::vector<assignment_case>& cases, const std::vector<pool_expert>& pool,
                   const assignment_options& wanted) {
    if (cases.size() > assignment_cases_max || pool.size() > assignment_pool_max)
        return refuse(reason::invalid_value, {"一次最多为 2000 个申请、1000 名专家安排评审",
                                              "At most 2,000 applications and 1,000 experts are assigned at once"});
    for (const auto weight : {wanted.match_weight, wanted.load_weight})
        if (weight < 0 || weight > assignment_weight_max)
            return refuse(reason::invalid_value, {"权重须为 0 至 100", "A weight is from 0 to 100"});
    return {};
}

template<class Item, class Name>
bool has_twins(const std::vector<const Item*>& sorted, Name name) {
    return std::adjacent_find(sorted.begin(), sorted.end(), [&](const Item* one, const Item* other) {
               return name(*one) == name(*other);
           }) != sorted.end();
}

class planner {
public:
    planner(std::vector<const assignment_case*> cases, std::vector<pool_expert> pool, const panel_rules& rules,
            const assignment_options& wanted)
        : cases_{std::move(cases)}
        , pool_{std::move(pool)}
        , rules_{rules}
        , wanted_{wanted}
        , suspicion_{pool_}
        , network_{2 + cases_.size() * nodes_of_case + pool_.size()} {
        for (const auto& each : pool_)
            fields_of_experts_.push_back(fields_.numbers_of(each.fields));
    }

    assignment_plan plan() {
        for (std::size_t index = 0; index < cases_.size(); ++index)
            add_case(index);
        for (std::size_t index = 0; index < pool_.size(); ++index)
            add_expert(index);
        const auto solved = network_.solve(source, sink);
        auto made = read_plan();
        made.quality.cost = solved.cost;
        return made;
    }

private:
    using node = min_cost_flow::node;
    static constexpr node source = 0, sink = 1;

    node case_node(std::size_t index) const { return static_cast<node>(2 + index * nodes_of_case); }
    node choice_node(std::size_t index) const { return case_node(index) + 1; }
    node kind_node(std::size_t index, expertise kind) const { return case_node(index) + 2 + static_cast<node>(kind); }
    node expert_node(std::size_t index) const { return static_cast<node>(2 + cases_.size() * nodes_of_case + index); }

    void connect(node from, node to, std::int64_t capacity, std::int64_t cost = 0) {
        if (capacity > 0)
            network_.add_arc(from, to, static_cast<std::int32_t>(capacity), static_cast<std::int32_t>(cost));
    }

    void add_case(std::size_t index) {
        const auto& each = *cases_[index];
        const auto free = seats_to_fill(each.wish.seats, rules_).value_or(free_seats{});
        free_.push_back(free);
        connect(source, case_node(index), free.total());
        connect(case_node(index), kind_node(index, expertise::technical), free.technical);
        connect(case_node(index), kind_node(index, expertise::finance), free.finance);
        connect(case_node(index), choice_node(index), free.any);
        for (const auto kind : every_kind)
            connect(choice_node(index), kind_node(index, kind), free.any);
        if (free.total() > 0) add_pairs(index, each.wish);
    }

    void add_pairs(std::size_t index, const review_wish& wish) {
        std::vector<bool> conflicted(pool_.size(), false);
        for (const auto suspect : suspicion_.suspects(wish.applicant))
            conflicted[suspect] =
                !detect_conflicts(pool_[suspect].who, wish.applicant, rules_.conflicts, wish.from).empty();
        const auto fields = fields_.numbers_of(wish.fields);
        for (std::size_t expert = 0; expert < pool_.size(); ++expert) {
            if (conflicted[expert] || !obstacles_but_conflicts(pool_[expert], wish).empty()) continue;
            const auto match = match_of(fields_of_experts_[expert], fields);
            const auto cost = (wanted_.match_weight * (100 - match) + 99) / 100;
            const auto arc = network_.add_arc(kind_node(index, pool_[expert].who.kind), expert_node(expert), 1,
                                              static_cast<std::int32_t>(cost));
            pairs_.push_back({arc, index, expert, match});
        }
    }

    /// What the expert can still take, each step dearer than the one before.
    void add_expert(std::size_t index) {
        const auto& each = pool_[index];
        const auto all = static_cast<std::int64_t>(cases_.size());
        const auto room = each.load_max > 0 ? std::clamp<std::int64_t>(each.load_max - each.load, 0, all) : all;
        const auto bundle = std::max<std::int64_t>((room + load_steps_max - 1) / load_steps_max, 1);
        for (std::int64_t taken = 0; taken < room; taken += bundle)
            connect(expert_node(index), sink, std::min(bundle, room - taken),
                    wanted_.load_weight * (std::min(each.load, load_limit) + taken));
    }

    assignment_plan read_plan() {
        assignment_plan made;
        std::vector<panel> filled;
        for (std::size_t index = 0; index < cases_.size(); ++index) {
            made.cases.push_back({cases_[index]->application, free_[index], {}, {}});
            made.quality.seats_wanted += free_[index].total();
            filled.push_back(cases_[index]->wish.seats);
        }
        std::vector<std::int64_t> added(pool_.size(), 0);
        std::int64_t match_sum = 0;
        for (const auto& each : pairs_) {
            if (network_.flow_on(each.arc) == 0) continue;
            const auto& expert = pool_[each.which_expert].who;
            made.cases[each.which_case].experts.push_back({expert.person, expert.kind, each.match});
            panel_member member;
            member.person = expert.person;
            member.kind = expert.kind;
            filled[each.which_case].members.push_back(std::move(member));
            ++added[each.which_expert];
            match_sum += each.match;
            auto& quality = made.quality;
            quality.match_min = quality.seats_filled == 0 ? each.match : std::min(quality.match_min, each.match);
            ++quality.seats_filled;
        }
        finish_cases(made, filled);
        finish_loads(made, added);
        if (made.quality.seats_filled > 0)
            made.quality.match_mean_hundredths = to_hundredths(fraction{match_sum, made.quality.seats_filled});
        return made;
    }

    void finish_cases(assignment_plan& made, const std::vector<panel>& filled) const {
        for (std::size_t index = 0; index < made.cases.size(); ++index) {
            auto& each = made.cases[index];
            std::sort(
                each.experts.begin(), each.experts.end(),
                [](const assigned_expert& one, const assigned_expert& other) { return one.person < other.person; });
            each.unmet = composition(filled[index], rules_);
            made.quality.cases_unmet += each.unmet.empty() ? 0 : 1;
        }
    }

    void finish_loads(assignment_plan& made, const std::vector<std::int64_t>& added) const {
        auto& quality = made.quality;
        std::int64_t sum = 0;
        for (std::size_t index = 0; index < pool_.size(); ++index) {
            const auto load = pool_[index].load + added[index];
            quality.load_min = index == 0 ? load : std::min(quality.load_min, load);
            quality.load_max = std::max(quality.load_max, load);
            sum += load;
            if (added[index] == 0) continue;
            ++quality.experts_used;
            made.loads.push_back({pool_[index].who.person, pool_[index].load, added[index]});
        }
        std::sort(made.loads.begin(), made.loads.end(),
                  [](const expert_load& one, const expert_load& other) { return one.person < other.person; });
        if (!pool_.empty())
            quality.load_mean_hundredths = to_hundredths(fraction{sum, static_cast<std::int64_t>(pool_.size())});
    }

    std::vector<const assignment_case*> cases_;
    std::vector<pool_expert> pool_;
    const panel_rules& rules_;
    const assignment_options& wanted_;
    conflict_index suspicion_;
    field_book fields_;
    std::vector<std::vector<int>> fields_of_experts_;
    std::vector<free_seats> free_; ///< of each case
    std::vector<possible_pair> pairs_;
    min_cost_flow network_;
};

/// In the order that decides among equals: by the hash of seed and person, so that nobody gains by a name.
std::vector<pool_expert> shuffled(const std::vector<pool_expert>& pool, const std::string& seed) {
    std::vector<std::pair<digest, const pool_expert*>> order;
    for (const auto& each : pool)
        order.emplace_back(sha256("sluice assignment 1\n" + seed + "\n" + each.who.person), &each);
    std::sort(order.begin(), order.end(), [](const auto& one, const auto& other) { return one.first < other.first; });
    std::vector<pool_expert> placed;
    for (const auto& [place, each] : order)
        placed.push_back(*each);
    return placed;
}

json quality_to_json(const assignment_quality& written) {
    return {{"seats_wanted", written.seats_wanted},
            {"seats_filled", written.seats_filled},
            {"cases_unmet", written.cases_unmet},
            {"match_min", written.match_min},
            {"match_mean_hundredths", written.match_mean_hundredths},
            {"experts_used", written.experts_used},
            {"load_min", written.load_min},
            {"load_max", written.load_max},
            {"load_mean_hundredths", written.load_mean_hundredths},
            {"cost", written.cost}};
}

} // namespace

result<assignment_plan> plan_assignment(const std::vector<assignment_case>& cases, const std::vector<pool_expert>& pool,
                                        const panel_rules& rules, const assignment_options& wanted) {
    if (auto checked = check(cases, pool, wanted); !checked) return checked.error();
    std::vector<const assignment_case*> ordered;
    for (const auto& each : cases)
        ordered.push_back(&each);
    std::sort(ordered.begin(), ordered.end(),
              [](const auto* one, const auto* other) { return one->application < other->application; });
    std::vector<const pool_expert*> people;
    for (const auto& each : pool)
        people.push_back(&each);
    std::sort(people.begin(), people.end(),
              [](const auto* one, const auto* other) { return one->who.person < other->who.person; });
    if (has_twins(ordered, [](const assignment_case& each) { return each.application; }) ||
        has_twins(people, [](const pool_expert& each) { return each.who.person; }))
        return refuse(reason::invalid_value, {"申请或专家重复", "An application or an expert is named more than once"});
    return planner{std::move(ordered), shuffled(pool, wanted.seed), rules, wanted}.plan();
}

json to_json(const assignment_plan& written) {
    json cases = json::array(), loads = json::array();
    for (const auto& each : written.cases) {
        json experts = json::array();
        for (const auto& expert : each.experts)
            experts.push_back({{"person", expert.person}, {"kind", name_of(expert.kind)}, {"match", expert.match}});
        cases.push_back(
            {{"application", each.application},
             {"wanted",
              {{"technical", each.wanted.technical}, {"finance", each.wanted.finance}, {"any", each.wanted.any}}},
             {"experts", std::move(experts)},
             {"unmet", requirements_to_json(each.unmet)}});
    }
    for (const auto& each : written.loads)
        loads.push_back({{"person", each.person}, {"before", each.before}, {"added", each.added}});
    return {{"cases", std::move(cases)}, {"loads", std::move(loads)}, {"quality", quality_to_json(written.quality)}};
}

} // namespace sluice::review
