#include "api/http/internal/body_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

namespace sluice::http::internal {

namespace {

namespace beast_http = boost::beast::http;

/// How many bytes on the wire one byte of a chunked body may cost: a chunk of one byte takes six.
constexpr std::size_t chunk_overhead_max = 8;

request_fault too_large() {
    return {413,
            refuse(reason::body_too_large, {"请求内容超过允许的大小", "The body is larger than this address allows"})};
}

request_fault fault_of(const boost::system::error_code& error) {
    if (error == beast_http::error::body_limit || error == beast_http::error::buffer_overflow) return too_large();
    if (error == beast_http::error::header_limit) return malformed({"请求头过大", "The header is too large"}, "", 431);
    return malformed({"请求内容的编码有误", "The body is not encoded as the header says"});
}

} // namespace

body_parser::body_parser(const server_options& limits, std::size_t body_max)
    : taken_max_{limits.head_max + body_max * chunk_overhead_max + limits.head_max}
    , left_max_{limits.head_max} {
    parser_.header_limit(static_cast<std::uint32_t>(limits.head_max));
    parser_.body_limit(body_max);
    parser_.eager(true);
}

boost::system::result<std::size_t, request_fault> body_parser::feed(std::string_view bytes) {
    std::size_t used = 0;
    while (!parser_.is_done() && used < bytes.size()) { // each turn uses bytes, or is the last
        boost::system::error_code error;
        const auto count = parser_.put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), error);
        used += count;
        if (error == beast_http::error::need_more) break;
        if (error) return fault_of(error);
        if (count == 0) break;
    }
    taken_ += used;
    if (taken_ > taken_max_ || (!parser_.is_done() && bytes.size() - used > left_max_)) return too_large();
    return {boost::system::in_place_value, used}; // a fault can be made from a number too
}

body_reader::body_reader(const request_head& head, std::string_view written, const server_options& limits,
                         std::size_t body_max) {
    if (!head.chunked) {
        if (head.content_length.value_or(0) > body_max) fault_ = too_large();
        length_ = static_cast<std::size_t>(head.content_length.value_or(0));
        return;
    }
    const auto used = chunks_.emplace(limits, body_max).feed(written);
    if (used.has_error())
        fault_ = used.error();
    else if (*used != written.size())
        fault_ = malformed({"请求头格式有误", "The head is malformed"});
}

boost::system::result<std::size_t, request_fault> body_reader::feed(std::string_view bytes) {
    if (fault_) return *fault_;
    if (chunks_) return chunks_->feed(bytes);
    const auto own = bytes.substr(0, length_ - body_.size());
    body_.append(own);
    return {boost::system::in_place_value, own.size()};
}

} // namespace sluice::http::internal
