#pragma once

#include "api/delivery/transfer.hpp"

namespace sluice::delivery {

/// Which addresses webhooks may have.
enum class webhook_reach {
    public_https, ///< https, and no address of a private, local or reserved network, whatever the name resolves to
    anywhere,     ///< http and the own machine too: for development and tests
};

/// Calls webhooks as Standard Webhooks has it. Used by one thread at a time.
class webhook_sender {
public:
    explicit webhook_sender(webhook_reach reach)
        : reach_{reach} {}

    /// Blocks for up to half a minute. 2xx is delivered, 410 is gone, everything else is worth another try. Redirects
    /// are not followed.
    service::delivery_outcome send(const service::outgoing_call&, instant now);

private:
    webhook_reach reach_;
    transfer transfer_;
};

/// Whether the address (binary, in network order: 4 or 16 bytes) can be reached by everybody: not private, loopback,
/// link-local, multicast, shared or reserved (RFC 6890), nor an IPv6 form of such an IPv4 address.
bool is_public_address(const unsigned char* bytes, std::size_t size);

} // namespace sluice::delivery
