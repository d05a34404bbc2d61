#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace sluice::workers {

/// A thread that does what there is to do, again and again: at once while there is more, else after a pause. One
/// channel of the outgoing post has one of these, so that a slow webhook holds up no mail.
class courier {
public:
    struct duties {
        std::function<bool()> carry; ///< does some; true: there may be more at once
        std::function<void(const std::string&)> complain;
    };

    explicit courier(duties);
    ~courier(); ///< finishes what is under way
    courier(const courier&) = delete;
    courier& operator=(const courier&) = delete;

private:
    void work();
    bool carry() const;

    duties duties_;
    std::mutex guard_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace sluice::workers
