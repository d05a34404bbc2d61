#pragma once

#include "engine/base/result.hpp"

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <mutex>
#include <string>

namespace sluice::workers {

/// Draws Graphviz DOT as SVG by running `dot -Tsvg`, and names the picture after the graph for aids for reading. Keeps
/// the latest pictures, since definitions rarely change. Thread-safe; blocks for as long as `dot` takes, so it is not
/// for the server's threads.
class graphviz {
public:
    struct limits {
        std::chrono::milliseconds time_max{5'000};   ///< then `dot` is killed
        std::size_t svg_bytes_max = 4 * 1024 * 1024; ///< of one picture
        std::size_t pictures_kept_max = 64;
    };

    graphviz()
        : graphviz{limits{}} {}
    explicit graphviz(limits bounds, std::string program = "dot");

    /// Refuses with `service_unavailable` when the program is not installed, fails, or goes beyond a limit.
    result<std::string> draw(const std::string& dot);

private:
    using picture = std::pair<std::string, std::string>; ///< digest of the DOT, SVG

    result<std::string> run(const std::string& dot) const;
    bool recall(const std::string& digest, std::string& svg);
    void remember(std::string digest, const std::string& svg);

    limits limits_;
    std::string program_;
    std::mutex guard_;
    std::list<picture> kept_; ///< the last used in front
    std::map<std::string, std::list<picture>::iterator> found_by_digest_;
};

} // namespace sluice::workers
