#pragma once

#include "engine/service/errand.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::service {

/// Hears of what happens by a signed request to its URL (Standard Webhooks, https://www.standardwebhooks.com).
struct webhook {
    std::string id, url, description;
    std::vector<std::string> programmes; ///< `*`: all
    bool active = true;                  ///< false once its server has answered 410
    instant created_at;
    std::string created_by;
    std::vector<std::string> secrets; ///< that sign at a given moment: the newest first

    bool hears_of(std::string_view programme) const;
};

inline constexpr std::string_view webhook_kind = "webhook";
inline constexpr std::size_t webhooks_max = 50;

/// The secrets are those that hold at `now`.
webhook webhook_from_json(const json& body, instant now);
std::vector<webhook> every_webhook(store::reader&, instant now);
/// As the API shows it: without secrets.
json webhook_to_json(const webhook&);

// For administrators. A secret is chosen by the edge and shown once; the record says nothing of it.

result<answer> carry_out(const errand&, const add_webhook&);
result<answer> carry_out(const errand&, const remove_webhook&);
/// The secret before it goes on signing for a day, so that the other side can change over.
result<answer> carry_out(const errand&, const renew_webhook_secret&);
/// Sends it something to try it out.
result<answer> carry_out(const errand&, const test_webhook&);

/// No further calls: its server has said that it is gone.
void retire_webhook(const errand&, const std::string& id);

} // namespace sluice::service
