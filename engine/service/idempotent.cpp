#include "engine/service/idempotent.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/base/json_writer.hpp"
#include "engine/service/application_history.hpp"
#include "engine/service/application_text.hpp"

namespace sluice::service {
namespace {

constexpr int answers_forgotten_at_once = 20;

/// What `answer` keeps beside status and text.
std::string headers_of(const answer& given) {
    json_writer to;
    to.begin_object();
    if (given.told) to.member("application", given.told->id);
    to.member("location", given.location);
    if (given.told) to.member("members", given.told->members);
    return to.member("revision", given.revision).end_object().take();
}

/// The text from which it was told: as it is kept beside the application while it stands at that revision, and after
/// that written anew from the record.
std::string tell_again(store::reader& store, const library& definitions, const told_application& told,
                       std::int64_t revision) {
    std::string text;
    const auto present = store.share_application(told.id);
    if (present && (*present)->revision == revision)
        if (auto view = store.find_view(told.id); view && view->format == application_text_format)
            text = std::move(view->text);
    if (text.empty()) {
        const auto state = state_at_revision(store, told.id, revision);
        text = kept_application_text(definitions.version(state.programme, state.definition_version), state);
    }
    add_members(text, told.members);
    return text;
}

answer from_kept(store::reader& store, const library& definitions, const store::idempotent_answer& kept) {
    const json headers = parse_canonical(kept.headers);
    answer given;
    given.status = kept.status;
    given.revision = headers.at("revision");
    given.location = headers.at("location");
    given.replayed = true;
    if (const auto application = headers.find("application"); application != headers.end())
        given.text = tell_again(store, definitions, {*application, headers.at("members")}, given.revision);
    else
        given.text = kept.body;
    return given;
}

/// To be kept; empty where it can be told again.
std::string text_of(const answer& given) {
    if (given.told) return {};
    return given.text.empty() ? given.body.dump() : given.text;
}

} // namespace

result<answer> once(store::write_transaction& store, const library& definitions,
                    const std::optional<idempotency>& key, instant now,
                    const std::function<result<answer>()>& carry_out) {
    if (!key) return carry_out();
    if (const auto kept = store.find_answer(key->key)) {
        if (kept->fingerprint == key->fingerprint) return from_kept(store, definitions, *kept);
        return refuse(reason::idempotency_key_reused,
                      {"该 Idempotency-Key 已用于另一请求，请换一个",
                       "This Idempotency-Key was used for another request: choose a new one"},
                      "Idempotency-Key");
    }
    auto given = carry_out();
    if (!given) return given;
    store.put_answer({key->key, key->fingerprint, given->status, headers_of(*given), text_of(*given), now});
    store.remove_answers_before(instant{now.milliseconds - std::chrono::milliseconds{answers_kept_for}.count()},
                                answers_forgotten_at_once);
    return given;
}

} // namespace sluice::service
