#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace sluice::store {

/// The environment failed: disk, lock, file. The transaction is lost; a later one may succeed.
class store_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A commit failed in a way that leaves open what is on disk, now or earlier. Nothing more is written: a restart
/// recovers what was acknowledged.
class store_poisoned : public store_error {
public:
    using store_error::store_error;
};

/// Somebody else was first: the stored revision is not the expected one (0 stands for "there is none").
class version_mismatch : public std::runtime_error {
public:
    version_mismatch(const std::string& what, std::int64_t expected, std::int64_t found)
        : std::runtime_error{what + ": expected revision " + std::to_string(expected) + ", found " +
                             std::to_string(found)}
        , expected_{expected}
        , found_{found} {}

    std::int64_t expected() const { return expected_; }
    std::int64_t found() const { return found_; }

private:
    std::int64_t expected_;
    std::int64_t found_;
};

/// A value that must be unique is taken: an entity's lookup, an application's number, a document's id, an
/// idempotency key.
class duplicate_key : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A posting would leave a bucket below zero. Nothing of the posting has been written.
class balance_negative : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A log record does not continue its chain, or the caller breaks another rule of the port: a broken program.
class store_misused : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

} // namespace sluice::store
