#pragma once

#include "api/http/fields.hpp"
#include "api/http/method.hpp"
#include "api/http/query.hpp"
#include "engine/base/json.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sluice::http {

/// A request that has been read whole and found well-formed.
struct request {
    method verb = method::get;
    std::string target;                ///< path and query as they were sent; `*` for `OPTIONS *`
    std::string path;                  ///< the target up to the `?`, still encoded
    std::vector<std::string> segments; ///< the path's parts, decoded: valid UTF-8, never `.` or `..`
    query_parameters query;
    fields headers;
    std::string body;           ///< after chunked decoding; never longer than the route allows
    std::string remote_address; ///< the peer's IP address as the socket knows it
    std::string id;             ///< the client's `X-Request-Id` if it is fit for logs, otherwise a new id
    std::string traceparent;    ///< W3C Trace Context, only if it is valid; otherwise empty
};

/// An answer. The server adds `Content-Length`, `Date`, `X-Request-Id`, `X-Content-Type-Options: nosniff` and, for JSON
/// without a `Cache-Control`, `no-store`. A name or value that could break the header is answered with 500 instead.
struct response {
    int status = 200;
    fields headers;
    std::string body;
};

/// `application/json` with the value written compactly.
response json_response(int status, const json& value);

/// Who waits for the answer to one request. The server's side of a responder; handlers have no use for it.
class answer_taker {
public:
    virtual ~answer_taker() = default;
    virtual void take(response answer) = 0; ///< from any thread; the first one counts
    virtual void abandon() = 0;             ///< no answer will come

private:
    friend class responder;
    std::atomic<std::size_t> responders_{0};
};

/// Takes the answer to one request: from any thread, at any time, once. Later calls are ignored, and so is an answer
/// that nobody waits for any more. If every copy is destroyed without a call, the client gets 500.
class responder {
public:
    /// Answers nobody: not to be called.
    responder() = default;
    explicit responder(std::shared_ptr<answer_taker> to)
        : to_{std::move(to)} {
        hold();
    }
    responder(const responder& other)
        : to_{other.to_} {
        hold();
    }
    responder(responder&& other) noexcept = default;
    responder& operator=(responder other) noexcept {
        to_.swap(other.to_);
        return *this;
    }
    ~responder() {
        if (to_ && to_->responders_.fetch_sub(1) == 1) to_->abandon();
    }

    void operator()(response answer) const { to_->take(std::move(answer)); }

private:
    void hold() {
        if (to_) to_->responders_.fetch_add(1, std::memory_order_relaxed);
    }

    std::shared_ptr<answer_taker> to_;
};

} // namespace sluice::http
