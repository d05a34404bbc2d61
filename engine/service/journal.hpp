#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"
#include "engine/store/write_transaction.hpp"

#include <cstdint>
#include <string>

namespace sluice::service {

/// One act, ready to be recorded.
struct act {
    std::string programme; ///< the chain; empty: the office's own
    std::string subject_kind;
    std::string subject;
    std::int64_t revision = 0;
    instant at;
    std::string actor;
    std::string kind;
    json body;
    std::string text{}; ///< the body as canonical JSON; where it is not empty, `body` is null and not looked at
};

/// Writes the record: each act is linked to the one before it in its programme's chain, by
/// hash = SHA-256(previous hash ‖ canonical bytes), where the canonical bytes are the JSON of all fields with sorted
/// keys. Who changes, removes or inserts a record breaks every link after it.
class journal {
public:
    explicit journal(store::write_transaction& store)
        : store_{store} {}

    /// Returns the global position of the record.
    std::int64_t append(act);

private:
    store::write_transaction& store_;
};

/// The hash that a record has to have.
digest hash_of(const store::log_record&);

/// What a walk over a chain found.
struct chain_verdict {
    std::int64_t length = 0;
    digest head{};
    std::optional<std::int64_t> first_fault; ///< position in the chain of the first record that does not link
};

/// Reads the whole chain, in pages.
chain_verdict verify_chain(store::reader&, const std::string& programme);

} // namespace sluice::service
