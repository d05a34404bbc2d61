#pragma once

#include "api/http/message.hpp"
#include "api/http/router.hpp"
#include "engine/base/json.hpp"
#include "engine/base/text.hpp"
#include "engine/service/caller.hpp"
#include "engine/service/queries.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sluice::routes {

/// A request that has been held against the contract: what a handler works with. Lives until the handler returns.
struct call {
    const http::request& request;
    const http::path_parameters& path;
    service::caller caller;
    json body; ///< valid after the operation's schema; an empty object where none was sent, null for raw bytes
    language spoken = language::zh;

    /// What stood in the path in the place of `{name}`.
    std::string in_path(std::string_view name) const { return std::string{path[name]}; }

    /// A parameter of the query, valid after its schema.
    std::optional<std::string> in_query(std::string_view name) const;

    /// `?cursor=` and `?limit=`.
    service::paging paging() const;

    /// A string member of the body; empty when it is absent.
    std::string text(std::string_view name) const;
};

} // namespace sluice::routes
