#pragma once

#include "engine/base/json.hpp"

#include <cstdio>
#include <string>
#include <vector>

#include <sys/types.h>

namespace sluice::conformance {

/// A Node.js script that answers batches of JSON lines: it reads all of a batch before it writes, so that neither side
/// ever waits for the other's pipe.
class node_process {
public:
    /// Throws when `node` cannot be started.
    node_process(const std::string& script, const std::string& modules_folder);
    ~node_process();
    node_process(const node_process&) = delete;
    node_process& operator=(const node_process&) = delete;

    /// One answer a question, in their order. Throws when the script has ended.
    std::vector<json> answers(const std::vector<std::string>& questions);

private:
    pid_t process_ = -1;
    FILE* to_ = nullptr;
    FILE* from_ = nullptr;
};

} // namespace sluice::conformance
