#include "tests/store/samples.hpp"

#include "engine/base/id.hpp"

namespace sluice::store::tests {

std::string sample_id(int number) {
    id_entropy entropy{};
    entropy[8] = static_cast<std::uint8_t>(number >> 8);
    entropy[9] = static_cast<std::uint8_t>(number);
    return make_id(instant{1'772'000'000'000 + number}, entropy);
}

application_record sample_application(int number) {
    application_record a;
    a.id = sample_id(number);
    a.programme = "dream";
    a.definition_version = "1.0.0";
    a.round = "2026";
    a.organisation = "organisation-" + std::to_string(number % 3);
    a.created_by = "person-" + std::to_string(number % 5);
    a.number = "SL-2026-" + std::to_string(number);
    a.title = "水渠 " + std::to_string(number);
    a.state = "formal_check";
    a.draft = false;
    a.revision = 1;
    a.created_at = instant{1'772'000'000'000 + number};
    a.updated_at = a.created_at;
    a.body = R"({"form":{"title":"水渠"}})";
    return a;
}

log_record sample_log(const chain_head& head, const std::string& programme, const std::string& subject, int revision) {
    log_record r;
    r.programme = programme;
    r.subject_kind = "application";
    r.subject = subject;
    r.revision = revision;
    r.at = instant{1'772'000'000'000};
    r.actor = "person-1";
    r.kind = "submitted";
    r.body = R"({"kind":"submitted"})";
    r.previous = head.hash;
    const std::string_view previous{reinterpret_cast<const char*>(head.hash.data()), head.hash.size()};
    r.hash = sha256(std::string{previous} + r.body + subject + std::to_string(revision));
    return r;
}

void write(database& into, const std::function<void(write_transaction&)>& work) {
    const std::unique_ptr<write_transaction> transaction = into.begin_write();
    work(*transaction);
    transaction->commit();
}

} // namespace sluice::store::tests
