#pragma once

#include "engine/base/id.hpp"
#include "engine/base/instant.hpp"

#include <atomic>

namespace sluice::service {

/// Where time and randomness come from: the two things that the pure core cannot know by itself.
class clock {
public:
    virtual ~clock() = default;
    virtual instant now() const = 0;
    virtual id_entropy entropy() = 0; ///< from the operating system's generator, also in tests
};

/// The operating system's clock.
class system_clock final : public clock {
public:
    instant now() const override;
    id_entropy entropy() override;
};

/// A clock for looking only: it stands still, and ids made with it are thrown away with what was looked at.
class still_clock final : public clock {
public:
    explicit still_clock(instant now)
        : now_{now} {}
    instant now() const override { return now_; }
    id_entropy entropy() override { return {}; }

private:
    instant now_;
};

/// A clock that someone sets: for tests, training and demonstration. Never goes back by itself. Thread-safe.
class adjustable_clock final : public clock {
public:
    /// Stands still at `start`, or runs on from there.
    explicit adjustable_clock(instant start, bool running = false);
    instant now() const override;
    id_entropy entropy() override;
    void set(instant);

private:
    std::atomic<std::int64_t> offset_; ///< to the system's clock when running, else the time itself
    bool running_;
};

} // namespace sluice::service
