#pragma once

#include "api/http/internal/worker.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <type_traits>

namespace sluice::http::internal {

using plain_stream = tcp_socket;
using tls_stream = boost::asio::ssl::stream<tcp_socket>;

template<class T>
using task = boost::asio::awaitable<T, executor>;
inline constexpr auto as_values = boost::asio::as_tuple(boost::asio::use_awaitable_t<executor>{});

/// The other end of a connection: what has come from it and waits in the buffer, and what it has yet to take. One
/// thread's. A client that is late is cut off, and whoever waits for it gets an error.
template<class Stream>
class client {
public:
    /// `clock` keeps the time for it: its `run_out` is to call `cut_off`.
    client(Stream stream, timed& clock)
        : stream_{std::move(stream)}
        , clock_{clock} {
        boost::system::error_code failed; // the first read will fail as well
        socket().non_blocking(true, failed);
    }

    executor get_executor() { return socket().get_executor(); }

    /// Empty if it has gone already.
    std::string peer_address() {
        boost::system::error_code gone;
        const auto peer = socket().remote_endpoint(gone);
        return gone ? std::string{} : peer.address().to_string();
    }

    /// How long it has for what is awaited next.
    void give(std::chrono::milliseconds patience) { clock_.expires_after(patience); }

    void cut_off() {
        cut_off_ = true;
        boost::system::error_code closed;
        socket().close(closed);
    }
    bool is_cut_off() const { return cut_off_; }

    /// Whoever waits for it gets `operation_aborted`.
    void cancel() {
        boost::system::error_code nothing_to_cancel;
        socket().cancel(nothing_to_cancel);
    }

    task<boost::system::error_code> shake_hands(std::chrono::milliseconds patience) {
        if constexpr (is_tls) {
            give(patience);
            const auto [error] = co_await stream_.async_handshake(boost::asio::ssl::stream_base::server, as_values);
            encrypted_ = !error;
            co_return error;
        }
        co_return boost::system::error_code{};
    }

    std::string_view buffered() const {
        return {static_cast<const char*>(buffer_.data().data()), buffer_.data().size()};
    }
    void consume(std::size_t count) { buffer_.consume(count); }

    /// Adds at least a byte to the buffer.
    task<boost::system::error_code> read_more() {
        const auto [error, count] = co_await stream_.async_read_some(buffer_.prepare(read_size), as_values);
        buffer_.commit(count);
        co_return error;
    }

    /// Gives it both parts in one piece; `would_block` if it could not take everything at once: then comes
    /// `write_rest`, and the parts have to stay.
    boost::system::error_code write_at_once(std::string_view head, std::string_view body) {
        rest_ = {boost::asio::buffer(head), boost::asio::buffer(body)};
        if constexpr (is_tls) {
            return boost::asio::error::would_block;
        } else {
            boost::system::error_code error;
            std::size_t sent = stream_.write_some(rest_, error);
            for (auto& part : rest_) {
                const std::size_t count = std::min(sent, part.size());
                part += count;
                sent -= count;
            }
            if (!error && boost::asio::buffer_size(rest_) > 0) return boost::asio::error::would_block;
            return error;
        }
    }
    task<boost::system::error_code> write_rest(std::chrono::milliseconds patience) {
        give(patience);
        const auto [error, count] = co_await boost::asio::async_write(stream_, rest_, as_values);
        co_return error;
    }

    /// Within the time that was given before.
    task<boost::system::error_code> write(std::string_view bytes) {
        const auto [error, count] = co_await boost::asio::async_write(stream_, boost::asio::buffer(bytes), as_values);
        co_return error;
    }

    /// Closes so that the last answer can still be read: a socket closed over unread bytes resets instead. `unread`:
    /// more may have been sent than was read.
    task<void> close(std::chrono::milliseconds patience, bool unread) {
        give(patience);
        if constexpr (is_tls) {
            // A client that does not answer close_notify is no fault: the answer has been sent whole.
            if (encrypted_) co_await stream_.async_shutdown(as_values);
        }
        boost::system::error_code gone;
        socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, gone);
        unread = unread || !buffered().empty();
        buffer_.clear();
        for (std::size_t total = 0; unread && !gone && total < linger_bytes_max;) {
            const auto [error, count] = co_await socket().async_read_some(buffer_.prepare(read_size), as_values);
            if (error) break; // the client has closed, or has had its time
            total += count;
        }
        socket().close(gone);
    }

private:
    static constexpr bool is_tls = std::is_same_v<Stream, tls_stream>;
    static constexpr std::size_t read_size = 16 * 1024;
    static constexpr std::size_t linger_bytes_max = 8 * 1024 * 1024;

    tcp_socket& socket() {
        if constexpr (is_tls)
            return stream_.next_layer();
        else
            return stream_;
    }

    Stream stream_;
    timed& clock_;
    boost::beast::flat_buffer buffer_;
    std::array<boost::asio::const_buffer, 2> rest_; ///< of the answer
    bool encrypted_ = false;
    bool cut_off_ = false;
};

} // namespace sluice::http::internal
