#pragma once

#include "engine/service/clock.hpp"
#include "tests/simulation/chance.hpp"

#include <atomic>
#include <mutex>

namespace sluice::simulation {

/// A clock that the simulation moves, with ids and lots that follow from the seed. Thread-safe; repeatable as long as
/// commands come to the writer in the same order.
class simulated_clock final : public service::clock {
public:
    simulated_clock(instant start, std::uint64_t seed)
        : now_{start.milliseconds}
        , lots_{seed, {"entropy"}} {}

    instant now() const override { return {now_.load()}; }

    id_entropy entropy() override {
        const std::lock_guard hold{guard_};
        id_entropy bytes{};
        std::uint64_t word = 0;
        for (std::size_t index = 0; index < bytes.size(); ++index) {
            if (index % 8 == 0) word = lots_.next();
            bytes[index] = static_cast<std::uint8_t>(word >> (8 * (index % 8)));
        }
        return bytes;
    }

    void set(instant when) { now_ = when.milliseconds; }

private:
    std::atomic<std::int64_t> now_;
    std::mutex guard_;
    chance lots_;
};

} // namespace sluice::simulation
