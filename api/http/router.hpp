#pragma once

#include "api/http/message.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::http {

/// What stood in the place of a pattern's `{name}`, decoded.
class path_parameters {
public:
    /// The name must outlive the parameters: it is the router's.
    void add(std::string_view name, std::string value) { all_.emplace_back(name, std::move(value)); }

    /// Throws `std::out_of_range` if the pattern has no such name: that is a mistake in the program.
    std::string_view operator[](std::string_view name) const;

private:
    std::vector<std::pair<std::string_view, std::string>> all_;
};

/// Answers one request. Runs on one of the server's threads and must not block it for long; the request and the
/// parameters live until it returns, so whoever answers later copies what is needed. What it throws becomes a 500
/// without internals.
using handler = std::function<void(const request&, const path_parameters&, responder)>;

struct route_options {
    std::optional<std::size_t> body_max; ///< in bytes; the server's `body_max` where nothing is set
};

struct route {
    method verb = method::get;
    std::string pattern; ///< as given to `add`, and as it stands in `openapi.json`
    handler answer;
    route_options options;
};

/// What a path leads to: a route, or the methods that the path does have, or neither.
struct route_match {
    const route* found = nullptr;
    path_parameters parameters;
    std::vector<method> allowed; ///< without a route: every method that the path answers, `HEAD` and `OPTIONS` included
};

/// No path of more segments is looked up.
inline constexpr std::size_t path_segments_max = 16;

/// Finds the handler for a request. Built once, before the server starts; `find` may then be called from any thread.
class router {
public:
    router();
    ~router();
    router(router&&) noexcept;
    router& operator=(router&&) noexcept;

    /// A pattern is `/v1/applications/{id}/events`: literal segments and `{name}`, which takes one segment that is not
    /// empty; `{name*}` at the end takes one or more, joined by `/`. A literal is preferred to a name. Throws
    /// `std::invalid_argument` on a malformed pattern and on a route that exists already.
    void add(method verb, std::string pattern, handler answer, route_options options = {});

    /// `HEAD` is found as `GET` where it has no route of its own.
    route_match find(method verb, const std::vector<std::string>& segments) const;

    /// Every route that was added, in that order; for the test that compares them with `openapi.json`.
    const std::vector<std::unique_ptr<route>>& routes() const { return routes_; }

private:
    struct node;
    std::vector<std::unique_ptr<route>> routes_;
    std::unique_ptr<node> root_;
};

/// `GET, HEAD, OPTIONS`, as `Allow` wants it.
std::string allow_header(const std::vector<method>& allowed);

} // namespace sluice::http
