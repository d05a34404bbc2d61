#pragma once

#include <cstddef>
#include <cstdint>

namespace sluice::cel {

/// A step of work covers this many bytes of text.
inline constexpr std::size_t bytes_per_step = 16;

constexpr std::uint64_t steps_for_bytes(std::uint64_t bytes) {
    return bytes / bytes_per_step;
}

/// Counts what an evaluation does against its budget.
class step_counter {
public:
    explicit step_counter(std::uint64_t steps_max) : left_{steps_max}, max_{steps_max} {}

    /// False when the budget does not cover it; it stays exhausted from then on.
    bool take(std::uint64_t steps) {
        if (steps > left_) {
            left_ = 0;
            exhausted_ = true;
            return false;
        }
        left_ -= steps;
        return true;
    }

    bool exhausted() const { return exhausted_; }
    std::uint64_t used() const { return max_ - left_; }

private:
    std::uint64_t left_;
    std::uint64_t max_;
    bool exhausted_ = false;
};

} // namespace sluice::cel
