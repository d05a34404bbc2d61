#pragma once

#include "api/http/internal/request_head.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice::http::internal {

/// Reads a body with Beast, which also reads the vetted head once more. Does no I/O. The limit holds because the bytes
/// go into the parser itself: reading into its message would pass it by.
class body_parser {
public:
    body_parser(const server_options& limits, std::size_t body_max);

    /// Takes what it can use of the bytes that follow those taken before, and returns how many. Bytes that it leaves
    /// must be given again, with more behind them. A fault is 413 for a body that is too large, else 400.
    boost::system::result<std::size_t, request_fault> feed(std::string_view bytes);

    bool is_done() const { return parser_.is_done(); }
    std::string take() { return std::move(parser_.get().body()); }

private:
    boost::beast::http::request_parser<boost::beast::http::string_body> parser_;
    std::size_t taken_ = 0;
    std::size_t taken_max_;
    std::size_t left_max_;
};

} // namespace sluice::http::internal
