#pragma once

#include "engine/service/access.hpp"
#include "engine/service/errand.hpp"

#include <cstdint>
#include <string>

namespace sluice::service {

// Messages between the applicant and the office about one application: two sides, whoever speaks for them. Each is an
// act on the programme's chain (kind `write_message`, subject kind `message`), and is read from there. What each side
// has read is counted, not who of it: an office and a firm answer as such.

inline constexpr std::string_view message_subject = "message";
inline constexpr int message_characters_max = 4'000;

/// By the applicant's people (under a mandate: with the right to file) and by whoever works on cases of the programme.
/// Refuses `event_not_possible` on a draft, which the office does not see, and beyond the bound on one application.
result<answer> carry_out(const errand&, const write_message&);
/// Only ever onward.
result<answer> carry_out(const errand&, const mark_messages_read&);

/// How many messages there are, and how many of them the reader's side has not read.
struct message_count {
    std::int64_t all = 0;
    std::int64_t unread = 0;
};
message_count count_messages(store::reader&, const std::string& application, viewpoint);
message_count count_messages(const store::application_notes&, viewpoint);

/// A record of `message_subject` for a reader of the application. Names of officials are shown to officials only.
json message_to_json(store::reader&, const store::log_record&, viewpoint);

} // namespace sluice::service
