#pragma once

#include <set>
#include <string>

namespace sluice::statechart {

/// Keys that the statechart itself gives no meaning but lets pass, each where it may stand. Whoever gives them a
/// meaning (the programme) checks them. Everything else unknown is refused.
struct read_options {
    std::set<std::string, std::less<>> root_extensions{"$schema", "$defs", "version",     "context", "vars",
                                                       "laws",    "title", "description", "meta",    "tags"};
    std::set<std::string, std::less<>> state_extensions{"title", "description", "meta",  "public",
                                                        "by",    "data",        "reason"};
    std::set<std::string, std::less<>> transition_extensions{
        "by", "requires", "data", "title", "description", "separate_from", "reason", "meta", "tags"};
    std::set<std::string, std::less<>> timer_extensions{"pausable", "id"};
    std::set<std::string, std::less<>> action_extensions{"title", "description", "meta"};
};

} // namespace sluice::statechart
