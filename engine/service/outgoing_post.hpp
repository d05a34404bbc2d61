#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/text.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::service {

/// A mail, complete but for its envelope.
struct outgoing_letter {
    std::string delivery; ///< stable over attempts, for the Message-ID
    std::string address, name;
    std::string subject, text;
    language written_in = language::zh;
    instant at;
};

/// A request to a webhook.
struct outgoing_call {
    std::string delivery; ///< stable over attempts, for the `webhook-id`
    std::string url;
    std::vector<std::string> secrets; ///< each signs
    std::string body;
};

/// What became of an attempt.
struct delivery_outcome {
    enum class kind {
        delivered,
        try_again, ///< it may work later; after the last attempt it has failed
        refused,   ///< it will not
        gone,      ///< and nothing else to this webhook will
    };

    std::string delivery;
    kind what = kind::delivered;
    std::string reply; ///< what the other side said
};

inline constexpr std::string_view mail_channel = "mail";
inline constexpr std::string_view webhook_channel = "webhook";

/// What leaves for the outside, from the outbox to its end: messages are sorted into deliveries, one for each
/// recipient, and each is attempted until it is settled. At least once: whoever sends settles afterwards, and what was
/// sent but not settled is sent again, under the same id. Thread-safe.
class outgoing_post {
public:
    virtual ~outgoing_post() = default;

    /// Sorts what is in the outbox; returns how many messages that were.
    virtual std::size_t sort() = 0;

    virtual std::vector<outgoing_letter> due_letters(int limit) const = 0;
    virtual std::vector<outgoing_call> due_calls(int limit) const = 0;
    /// When something of the channel is to be attempted; may be past.
    virtual std::optional<instant> next_due(std::string_view channel) const = 0;

    /// Durable when it returns.
    virtual void settle(const std::vector<delivery_outcome>&) = 0;
};

} // namespace sluice::service
