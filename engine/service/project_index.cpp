#include "engine/service/project_index.hpp"

#include "engine/service/access.hpp"
#include "engine/service/overlaps.hpp"
#include "engine/similarity/min_hash.hpp"

#include <array>

namespace sluice::service {
namespace {

/// Three quarters of the pairs that agree in half of their shingles share a band, 96 of 100 that agree in 0.6 of them,
/// and of unrelated titles hardly any. A change of these numbers, or of the words below, makes the index anew.
constexpr similarity::banding title_banding{24, 4, 1};
constexpr similarity::banding summary_banding{12, 4, 2};

/// What stands in half of all titles and says nothing about the project.
const std::array<std::string, 14> noise_words{"项目", "课题",   "研发",    "研究",     "开发",        "关于", "的",
                                              "及其", "产业化", "project", "research", "development", "the",  "of"};

/// What is shorter than this ("as in the plan") says nothing when it is the same as another.
constexpr std::size_t summary_letters_min = 40;

/// Applications of one command: so few that others do not wait for long.
constexpr int backlog_at_once = 20;

compared_text compared(std::string text, std::span<const std::string> noise) {
    compared_text made;
    made.original = std::move(text);
    made.normal = similarity::normalise(made.original, noise);
    made.shingles = similarity::shingles_of(made.normal);
    return made;
}

std::string text_at(const json& form, const std::string& pointer) {
    const json::json_pointer place{pointer};
    if (!form.contains(place)) return {};
    const auto& found = form.at(place);
    return found.is_string() ? found.get<std::string>() : std::string{};
}

} // namespace

project_texts texts_of(const programme::programme& rules, const json& form) {
    project_texts texts{compared(project_title(form), noise_words),
                        compared(text_at(form, rules.overlap.summary_at), {})};
    if (texts.summary.normal.letters.size() < summary_letters_min) texts.summary.shingles.clear();
    return texts;
}

similarity::shingle_set shingles_of_key(const std::string& title_key) {
    return similarity::shingles_of(similarity::normalise(title_key));
}

std::vector<std::int64_t> bands_of_title(const project_texts& texts) {
    return similarity::bands_of(texts.title.shingles, title_banding);
}

std::vector<std::int64_t> bands_of_summary(const project_texts& texts) {
    return similarity::bands_of(texts.summary.shingles, summary_banding);
}

std::string organisation_code_of(const std::string& social_credit_code) {
    constexpr std::size_t whole = 18, begin = 8, length = 9;
    return social_credit_code.size() == whole ? social_credit_code.substr(begin, length) : std::string{};
}

void index_project(store::write_transaction& store, const programme::programme& rules,
                   const application::application_state& state) {
    const auto texts = texts_of(rules, *state.form);
    const auto organisation = find_entity(store, "organisation", state.organisation);
    auto bands = bands_of_title(texts);
    for (const auto each : bands_of_summary(texts))
        bands.push_back(each);
    store.put_project({state.id, state.programme, state.organisation,
                       organisation ? organisation_code_of(organisation->body.value("code", "")) : std::string{},
                       texts.title.normal.key(), state.submitted_at.value_or(state.created_at), std::move(bands)});
}

bool project_changed(const programme::programme& rules, const application::application_state& before,
                     const application::application_state& after) {
    if (!after.submitted_at) return false;
    if (!before.submitted_at || before.organisation != after.organisation) return true;
    const auto& at = rules.overlap.summary_at;
    return project_title(*before.form) != project_title(*after.form) ||
           text_at(*before.form, at) != text_at(*after.form, at);
}

std::size_t index_some_of_the_backlog(const errand& at) {
    const auto waiting = at.store.applications_without_project(backlog_at_once);
    for (const auto& id : waiting) {
        const auto loaded = load_application(at.store, at.definitions, id);
        if (!loaded) continue;
        index_project(at.store, *loaded->rules, loaded->state);
        note_overlaps(at.store, at.definitions, *loaded->rules, loaded->state, nullptr);
    }
    return waiting.size();
}

} // namespace sluice::service
