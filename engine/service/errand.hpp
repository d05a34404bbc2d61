#pragma once

#include "engine/service/clock.hpp"
#include "engine/service/commands.hpp"
#include "engine/service/journal.hpp"
#include "engine/service/library.hpp"
#include "engine/store/write_transaction.hpp"

#include <memory>
#include <string>

namespace sluice::service {

struct loaded_application;

/// What carrying out one command needs: the transaction it is part of, the definitions, the time it is recorded with,
/// and who asks. Lives as long as the command's savepoint.
struct errand {
    store::write_transaction& store;
    const library& definitions;
    sluice::service::clock& clock;
    instant now;
    const caller& who;
    std::optional<std::int64_t> expected_revision;
    /// The application that the command is about, as it was before the command's turn came (preparation.hpp); or null.
    std::shared_ptr<const loaded_application> prepared{};

    std::string new_id() const { return make_id(now, clock.entropy()); }
    /// An act of the office that is done under a delegation says so; an application's own record does already.
    std::int64_t record(act done) const;
};

/// An entity with its body parsed, as it stands in the transaction.
struct stored_entity {
    store::entity row;
    json body;
};

/// The body of an entity as it stands, parsed once for all who read it; never changed. Lives as long as it is held.
class shared_body {
public:
    shared_body() = default;
    explicit shared_body(std::shared_ptr<const store::shared_entity>);

    explicit operator bool() const { return body_ != nullptr; }
    const json& operator*() const { return *body_; }
    const json* operator->() const { return body_; }
    const store::shared_entity& row() const { return *row_; }

private:
    std::shared_ptr<const store::shared_entity> row_;
    const json* body_ = nullptr;
};

/// For looking only. False when there is none.
shared_body look_up(store::reader&, std::string_view kind, std::string_view id);

std::optional<stored_entity> find_entity(store::reader&, std::string_view kind, const std::string& id);
/// Stores the body under the next revision and returns that.
std::int64_t replace_entity(const errand&, stored_entity& changed);
/// Stores a new entity with revision 1.
void add_entity(const errand&, std::string kind, const std::string& id, std::string programme, std::string lookup,
                const json& body);

/// `version_conflict` when the command was sent for another revision.
result<void> check_revision(const errand&, std::int64_t revision);

/// Who is meant by the id, as answers name them: an organisation's id, name and code (null if there is none), a
/// person's name (empty if there is none).
json reference_to_organisation(store::reader&, const std::string& id);
std::string name_of_person(store::reader&, const std::string& id);

refusal not_found(const char* zh, const char* en);
refusal not_permitted(const char* zh, const char* en);

} // namespace sluice::service
