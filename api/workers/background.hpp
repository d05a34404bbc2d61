#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace sluice::workers {

/// A few threads for work that may block. What still waits when it is destroyed is dropped; what runs is waited for.
class background {
public:
    using work = std::function<void()>;
    /// Hears what a piece of work threw.
    using complaint = std::function<void(const std::string&)>;

    background(std::size_t threads, std::size_t queue_max, complaint);
    ~background();
    background(const background&) = delete;
    background& operator=(const background&) = delete;

    /// False, and nothing will happen, when `queue_max` pieces of work wait already.
    bool run(work);

private:
    void take_turns();
    void perform(const work&) const;

    std::mutex guard_;
    std::condition_variable something_to_do_;
    std::deque<work> waiting_;
    std::size_t queue_max_;
    complaint complain_;
    bool stopping_ = false;
    std::vector<std::thread> threads_; ///< last: they use all of the above
};

} // namespace sluice::workers
