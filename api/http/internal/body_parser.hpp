#pragma once

#include "api/http/internal/request_head.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::http::internal {

/// Reads a chunked body with Beast, which also reads the vetted head once more. Does no I/O. The limit holds because
/// the bytes go into the parser itself: reading into its message would pass it by.
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

/// Reads the body that a head announces: one of a known length is only counted, a chunked one parsed.
class body_reader {
public:
    /// `written` is the head as it came. What is wrong already is said by the first `feed`.
    body_reader(const request_head& head, std::string_view written, const server_options& limits, std::size_t body_max);

    /// See `body_parser::feed`.
    boost::system::result<std::size_t, request_fault> feed(std::string_view bytes);

    bool is_done() const { return chunks_ ? chunks_->is_done() : body_.size() == length_; }
    std::string take() { return chunks_ ? chunks_->take() : std::move(body_); }

private:
    std::optional<request_fault> fault_;
    std::optional<body_parser> chunks_; ///< none for a body of a known length
    std::size_t length_ = 0;
    std::string body_;
};

} // namespace sluice::http::internal
