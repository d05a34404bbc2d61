#include "engine/service/idempotent.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/base/json_writer.hpp"

namespace sluice::service {
namespace {

constexpr int answers_forgotten_at_once = 20;

answer from_kept(const store::idempotent_answer& kept) {
    const json headers = parse_canonical(kept.headers);
    answer given;
    given.status = kept.status;
    given.text = kept.body;
    given.revision = headers.at("revision");
    given.location = headers.at("location");
    given.replayed = true;
    return given;
}

} // namespace

result<answer> once(store::write_transaction& store, const std::optional<idempotency>& key, instant now,
                    const std::function<result<answer>()>& carry_out) {
    if (!key) return carry_out();
    if (const auto kept = store.find_answer(key->key)) {
        if (kept->fingerprint == key->fingerprint) return from_kept(*kept);
        return refuse(reason::idempotency_key_reused,
                      {"该 Idempotency-Key 已用于另一请求，请换一个",
                       "This Idempotency-Key was used for another request: choose a new one"},
                      "Idempotency-Key");
    }
    auto given = carry_out();
    if (!given) return given;
    json_writer headers;
    headers.begin_object().member("location", given->location).member("revision", given->revision).end_object();
    store.put_answer({key->key, key->fingerprint, given->status, headers.take(),
                      given->text.empty() ? given->body.dump() : given->text, now});
    store.remove_answers_before(instant{now.milliseconds - std::chrono::milliseconds{answers_kept_for}.count()},
                                answers_forgotten_at_once);
    return given;
}

} // namespace sluice::service
