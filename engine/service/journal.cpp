#include "engine/service/journal.hpp"

#include "engine/base/json_writer.hpp"

namespace sluice::service {

digest hash_of(const store::log_record& record) {
    json_writer canonical;
    canonical.begin_object()
        .member("actor", record.actor)
        .member("at", record.at.milliseconds)
        .member("body", record.body)
        .member("kind", record.kind)
        .member("programme", record.programme)
        .member("revision", record.revision)
        .member("subject", record.subject)
        .member("subject_kind", record.subject_kind)
        .end_object();
    std::string bytes{reinterpret_cast<const char*>(record.previous.data()), record.previous.size()};
    bytes += canonical.text();
    return sha256(bytes);
}

std::int64_t journal::append(act done) {
    store::log_record record;
    record.programme = std::move(done.programme);
    record.subject_kind = std::move(done.subject_kind);
    record.subject = std::move(done.subject);
    record.revision = done.revision;
    record.at = done.at;
    record.actor = std::move(done.actor);
    record.kind = std::move(done.kind);
    record.body = done.text.empty() ? json_writer{}.tree(done.body).take() : std::move(done.text);
    record.previous = store_.head(record.programme).hash;
    record.hash = hash_of(record);
    return store_.append_log(record);
}

chain_verdict verify_chain(store::reader& reader, const std::string& programme) {
    chain_verdict verdict;
    store::page_request want;
    want.limit = store::page_limit_max;
    for (bool more = true; more;) {
        const auto page = reader.chain(programme, want);
        for (const auto& record : page.items) {
            ++verdict.length;
            const bool linked = record.previous == verdict.head && record.hash == hash_of(record) &&
                                record.chain_position == verdict.length;
            if (!linked && !verdict.first_fault) verdict.first_fault = verdict.length;
            verdict.head = record.hash;
        }
        want.after = page.next;
        more = page.next.has_value();
    }
    if (!(reader.head(programme).hash == verdict.head) && !verdict.first_fault) verdict.first_fault = verdict.length;
    return verdict;
}

} // namespace sluice::service
