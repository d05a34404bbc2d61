#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <random>
#include <set>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

const std::vector<std::string> programmes{"dream", "reward", "voucher"};
const std::vector<std::string> states{"formal_check", "verification.science.pending+verification.tax.pending",
                                      "verification.science.done+verification.tax.pending", "verification_closed"};
const std::vector<std::string> wanted_states{
    "formal_check", "verification", "verification.tax", "verification.tax.done", "verification.science.done", "draft"};

template<class Value>
const Value& any_of(const std::vector<Value>& values, std::mt19937& random) {
    return values[random() % values.size()];
}

/// Few distinct times, so that many sort keys are equal.
application_record random_application(int number, std::mt19937& random) {
    application_record a = sample_application(number);
    a.programme = any_of(programmes, random);
    a.round = "round-" + std::to_string(random() % 3);
    a.organisation = "organisation-" + std::to_string(random() % 4);
    a.created_by = "person-" + std::to_string(random() % 6);
    a.draft = random() % 4 == 0;
    a.state = a.draft ? "draft" : any_of(states, random);
    a.created_at = instant{1'772'000'000'000 + static_cast<std::int64_t>(random() % 7)};
    a.updated_at = instant{a.created_at.milliseconds + static_cast<std::int64_t>(random() % 7)};
    return a;
}

std::optional<std::string> perhaps(const std::string& prefix, unsigned kinds, std::mt19937& random) {
    if (random() % 3 != 0) return std::nullopt;
    return prefix + std::to_string(random() % kinds);
}

std::optional<std::vector<std::string>> perhaps_some(const std::vector<std::string>& values, std::mt19937& random) {
    if (random() % 2 == 0) return std::nullopt;
    std::vector<std::string> some;
    for (const std::string& value : values)
        if (random() % 2 == 0) some.push_back(value);
    return some;
}

application_filter random_filter(std::mt19937& random) {
    application_filter f;
    f.programmes = perhaps_some(programmes, random);
    f.states = perhaps_some(wanted_states, random);
    f.organisation = perhaps("organisation-", 4, random);
    f.round = perhaps("round-", 3, random);
    f.assigned_to = random() % 5 == 0 ? perhaps("expert-", 3, random) : std::nullopt;
    f.created_by = perhaps("person-", 6, random);
    f.include_drafts_of = perhaps("organisation-", 4, random);
    f.include_drafts_by = perhaps("person-", 6, random);
    f.sort = random() % 2 == 0 ? sort_key::created : sort_key::updated;
    f.order = random() % 2 == 0 ? sort_order::ascending : sort_order::descending;
    f.with_body = random() % 2 == 0;
    return f;
}

bool lies_in(const std::string& stored, const std::string& wanted) {
    return ("+" + stored + "+").find("+" + wanted + "+") != std::string::npos ||
           ("+" + stored).find("+" + wanted + ".") != std::string::npos;
}

using assignments = std::set<std::pair<std::string, std::string>>;

/// The filter's words, taken one by one.
bool matches(const application_record& a, const application_filter& f, const assignments& assigned) {
    const auto in = [](const std::vector<std::string>& all, const std::string& one) {
        return std::ranges::find(all, one) != all.end();
    };
    if (f.programmes && !in(*f.programmes, a.programme)) return false;
    if (f.states && std::ranges::none_of(*f.states, [&](const auto& s) { return lies_in(a.state, s); })) return false;
    if (f.organisation && a.organisation != *f.organisation) return false;
    if (f.round && a.round != *f.round) return false;
    if (f.created_by && a.created_by != *f.created_by) return false;
    if (f.assigned_to && !assigned.contains({*f.assigned_to, a.id})) return false;
    return !a.draft || a.organisation == f.include_drafts_of || a.created_by == f.include_drafts_by;
}

std::vector<application_record> expected_list(std::vector<application_record> all, const application_filter& f,
                                              const assignments& assigned) {
    std::erase_if(all, [&](const application_record& a) { return !matches(a, f, assigned); });
    const auto key = [&](const application_record& a) {
        return std::pair{f.sort == sort_key::created ? a.created_at : a.updated_at, std::string_view{a.id}};
    };
    std::ranges::sort(all, [&](const auto& left, const auto& right) {
        return f.order == sort_order::ascending ? key(left) < key(right) : key(right) < key(left);
    });
    if (!f.with_body)
        for (application_record& a : all)
            a.body.clear();
    return all;
}

} // namespace

TEST_CASE("every list, paged anyhow, is what its filter says, with many equal sort keys") {
    fresh_store store{GENERATE(from_range(backends()))};
    const unsigned seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random{seed};
    std::vector<application_record> all;
    assignments assigned;
    write(*store, [&](write_transaction& t) {
        for (int i = 0; i < 250; ++i) {
            all.push_back(random_application(i, random));
            t.put_application(all.back(), 0);
            std::vector<std::string> experts;
            for (int e = 0; e < 3; ++e)
                if (random() % 3 == 0) experts.push_back("expert-" + std::to_string(e));
            t.replace_assignments(all.back().id, experts);
            for (const std::string& expert : experts)
                assigned.emplace(expert, all.back().id);
        }
    });
    const auto reader = store->read();
    std::size_t found = 0;
    for (int i = 0; i < 400; ++i) {
        const application_filter f = random_filter(random);
        const int limit = 1 + static_cast<int>(random() % 40);
        const auto list = all_pages<application_record>(
            limit, [&](const page_request& w) { return reader->list_applications(f, w); });
        CAPTURE(i, limit);
        REQUIRE(list == expected_list(all, f, assigned));
        found += list.size();
    }
    CHECK(found > 1'000);
}

TEST_CASE("a page never holds more than two hundred, and at least one") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        for (int i = 0; i < 210; ++i)
            t.put_application(sample_application(i), 0);
    });
    CHECK(store->read()->list_applications({}, {std::nullopt, 1'000'000}).items.size() == 200);
    CHECK(store->read()->list_applications({}, {std::nullopt, -1}).items.size() == 1);
}

TEST_CASE("an application put while someone pages neither repeats nor hides another") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        for (int i = 10; i < 20; ++i)
            t.put_application(sample_application(i), 0);
    });
    const auto first = store->read()->list_applications({}, {std::nullopt, 5});
    write(*store, [](write_transaction& t) {
        t.put_application(sample_application(30), 0);
        t.put_application(sample_application(5), 0);
    });
    const auto second = store->read()->list_applications({}, {first.next, 5});
    REQUIRE(second.items.size() == 5);
    CHECK(first.items.back().id == sample_id(15));
    CHECK(second.items.front().id == sample_id(14));
}

TEST_CASE("nobody's permissions list nothing") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) { t.put_application(sample_application(1), 0); });
    application_filter none;
    none.programmes.emplace();
    CHECK(store->read()->list_applications(none, {}).items.empty());
    none.organisation = sample_application(1).organisation;
    CHECK(store->read()->list_applications(none, {}).items.empty());
}
