#pragma once

#include <cstddef>
#include <vector>

namespace sluice::verifier {

/// Explores every outcome of a run that asks questions which may be answered either way: run, then `advance()` and run
/// again until it says no. Each run repeats the answers given so far and answers `true` from there on.
class choices {
public:
    static constexpr std::size_t questions_max = 64; ///< of one run
    static constexpr std::size_t runs_max = 4'096;

    bool choose() {
        if (asked_ == answers_.size()) {
            if (answers_.size() == questions_max) {
                exhausted_ = true;
                return false;
            }
            answers_.push_back(true);
        }
        return answers_[asked_++];
    }

    /// Whether there is another run to make; forgets where the last one was.
    bool advance() {
        answers_.resize(asked_);
        asked_ = 0;
        while (!answers_.empty() && !answers_.back())
            answers_.pop_back();
        if (answers_.empty()) return false;
        answers_.back() = false;
        if (++runs_ < runs_max) return true;
        exhausted_ = true;
        return false;
    }

    /// Whether some outcomes were not looked at, since there are too many.
    bool exhausted() const { return exhausted_; }

private:
    std::vector<bool> answers_;
    std::size_t asked_ = 0;
    std::size_t runs_ = 0;
    bool exhausted_ = false;
};

} // namespace sluice::verifier
