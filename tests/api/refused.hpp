#pragma once

#include "engine/base/reason.hpp"
#include "tests/api/test_bureau.hpp"

#include <set>
#include <string>

namespace sluice::test {

/// A request that is going to be refused.
struct attempt {
    std::string person; ///< by name; empty: the public
    std::string method;
    std::string target;
    std::string body{};
    header_list headers{};
};

attempt getting(std::string person, std::string target);
attempt posting(std::string person, std::string target, const json& body, header_list headers = {});
attempt patching(std::string person, std::string target, const json& body, header_list headers = {});

/// Sends the request for a reader of Chinese and for one of English. Both have to be refused with this status and this
/// reason, each with a sentence in the reader's language, and with both sentences in `explanation`. Returns the problem
/// as the reader of English gets it, and notes that the reason was provoked.
json refused(test_bureau&, const attempt&, int status, reason why);

/// The same for answers that were got in another way.
json refused(const http_answer& in_chinese, const http_answer& in_english, int status, reason why);

/// Whether the problem lists an unmet requirement with that id, and where.
bool names_requirement(const json& problem, const std::string& id, const std::string& place = "");

/// Every reason that `refused` has seen in this program so far.
const std::set<reason>& provoked_reasons();

} // namespace sluice::test
