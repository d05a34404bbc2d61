#include "api/http/internal/session.hpp"

#include "api/http/internal/body_parser.hpp"
#include "api/http/internal/dispatch.hpp"
#include "api/http/internal/wire.hpp"
#include "api/http/problem.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl.hpp>

#include <atomic>
#include <type_traits>

namespace sluice::http::internal {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using plain_stream = beast::tcp_stream;
using tls_stream = beast::ssl_stream<beast::tcp_stream>;

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t read_size = 16 * 1024;
constexpr std::size_t linger_bytes_max = 8 * 1024 * 1024;
constexpr std::size_t blank_bytes_max = 8; ///< of empty lines before a request line (RFC 9112 §2.2)
constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

/// What became of a step in reading. The connection goes on only with `complete`.
struct reading {
    enum class outcome { complete, ended, faulty };
    outcome what = outcome::ended;
    std::size_t length = 0; ///< of the head, where it is complete
    request_fault fault;

    static reading complete(std::size_t length = 0) { return {outcome::complete, length, {}}; }
    static reading faulty(request_fault why) { return {outcome::faulty, 0, std::move(why)}; }
};

/// One connection. All of it runs on the strand of its stream; only `drain` is called from elsewhere.
template<class Stream>
class session final : public connection, public std::enable_shared_from_this<session<Stream>> {
public:
    session(Stream stream, const service& with)
        : stream_{std::move(stream)}
        , service_{with} {
        error_code unknown; // the peer may have gone: it then has no address
        const auto peer = lowest().socket().remote_endpoint(unknown);
        if (!unknown) remote_address_ = peer.address().to_string();
    }
    ~session() override { service_.connections.remove(this); }
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    asio::awaitable<void> run() {
        bool open = co_await begin();
        for (std::size_t left = service_.options.requests_per_connection_max; open && left > 0; --left)
            open = co_await serve_one(left == 1);
        co_await finish();
    }

    /// For a connection too many: 503, whatever it asks.
    asio::awaitable<void> turn_away() {
        request asked;
        asked.id = request_id_for(std::nullopt);
        const response answer = answer_when_full(asked);
        const delivery how{asked.verb, 1, false, asked.id, {}};
        unread_ = true;
        co_await send(answer, how);
        co_await finish();
    }

    void drain() override {
        asio::post(stream_.get_executor(), [self = this->shared_from_this()] {
            self->draining_ = true;
            if (self->idle_) self->lowest().cancel();
        });
    }

private:
    beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }
    const server_timeouts& timeouts() const { return service_.options.timeouts; }

    std::string_view buffered() const {
        return {static_cast<const char*>(buffer_.data().data()), buffer_.data().size()};
    }

    asio::awaitable<bool> begin() {
        if constexpr (std::is_same_v<Stream, tls_stream>) {
            lowest().expires_after(timeouts().handshake);
            const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, as_values);
            if (error) service_.report(log_level::debug, {}, "TLS handshake failed: " + error.message());
            encrypted_ = !error;
            co_return !error;
        }
        co_return true;
    }

    asio::awaitable<bool> serve_one(bool last) {
        reading head_read = co_await receive_head();
        if (head_read.what == reading::outcome::ended) co_return false;
        request asked;
        asked.id = request_id_for(std::nullopt);
        if (head_read.what == reading::outcome::faulty) co_return co_await reject(head_read.fault, asked);
        head_result head = read_head(buffered().substr(0, head_read.length), service_.options);
        if (head.has_error()) co_return co_await reject(head.error(), asked);

        asked = begin_request(*head, remote_address_);
        if (const auto target = read_target(head->target, asked); target.has_error()) {
            const request_fault fault{400, target.error()};
            co_return co_await reject(fault, asked);
        }
        const route_match match = service_.routes.find(asked.verb, asked.segments);
        const reading body_read = co_await receive_body(*head, head_read.length, match, asked);
        if (body_read.what == reading::outcome::ended) co_return false;
        if (body_read.what == reading::outcome::faulty) co_return co_await reject(body_read.fault, asked);

        response answer = co_await answer_to(asked, match);
        const delivery how{asked.verb, head->minor_version,
                           head->keep_alive && !last && !service_.connections.is_draining(), asked.id,
                           asked.traceparent};
        co_return co_await send(answer, how);
    }

    /// Waits for the next request; the head is left in the buffer.
    asio::awaitable<reading> receive_head() {
        std::size_t looked_at = 0;
        bool begun = buffered().size() > 0;
        lowest().expires_after(begun ? timeouts().head : timeouts().idle);
        while (true) { // each turn reads a byte at least, and the buffer never passes head_max by more than one reading
            looked_at -= std::min(looked_at, skip_blank_lines());
            const auto bytes = buffered();
            const auto end = bytes.find(head_end, looked_at < head_end.size() ? 0 : looked_at - head_end.size());
            if (is_damaged_head(bytes.substr(0, end), looked_at))
                co_return reading::faulty(
                    malformed({"请求头含有不该有的字符", "The head holds characters that cannot be there"}));
            const bool found = end != std::string_view::npos;
            if ((found ? end + head_end.size() : bytes.size()) > service_.options.head_max)
                co_return reading::faulty(malformed({"请求头过大", "The header is too large"}, "", 431));
            if (found) co_return reading::complete(end + head_end.size());
            if (draining_ && bytes.empty()) co_return reading{};
            looked_at = bytes.size();

            idle_ = bytes.empty();
            const error_code error = co_await read_more();
            idle_ = false;
            if (error) co_return ending(error, !buffered().empty());
            if (!begun) lowest().expires_after(timeouts().head);
            begun = true;
        }
    }

    asio::awaitable<reading> receive_body(const request_head& head, std::size_t head_length, const route_match& match,
                                          request& into) {
        const auto& own_limit = match.found ? match.found->options.body_max : std::nullopt;
        body_parser parser{service_.options, own_limit.value_or(service_.options.body_max)};
        auto used = parser.feed(buffered().substr(0, head_length));
        if (used.has_error()) co_return reading::faulty(used.error());
        buffer_.consume(head_length);
        if (*used != head_length) co_return reading::faulty(malformed({"请求头格式有误", "The head is malformed"}));
        if (!parser.is_done()) lowest().expires_after(timeouts().body);
        if (!parser.is_done() && head.expects_continue && buffered().empty()) {
            const auto [error, count] = co_await asio::async_write(stream_, asio::buffer(go_on), as_values);
            if (error) co_return ending(error, false);
        }
        while (!parser.is_done()) { // each turn reads a byte at least, and the parser bounds what it takes
            used = parser.feed(buffered());
            if (used.has_error()) co_return reading::faulty(used.error());
            buffer_.consume(*used);
            if (parser.is_done()) break;
            const error_code error = co_await read_more();
            if (error) co_return ending(error, true);
        }
        into.body = parser.take();
        co_return reading::complete();
    }

    asio::awaitable<response> answer_to(const request& asked, const route_match& match) {
        if (!match.found) co_return answer_without_route(asked, match);
        asio::steady_timer timer{stream_.get_executor(), timeouts().answer};
        const auto slot = std::make_shared<answer_slot>();
        const end_of_waiting guard{*slot};
        call_handler(match, asked, *slot, service_);
        if (!slot->ready_or_wake(timer)) co_await timer.async_wait(as_values);
        std::optional<response> answer = slot->collect();
        if (!answer) co_return answer_for_nothing(asked, *slot, service_);
        co_return vetted(std::move(*answer), asked, service_);
    }

    /// Whether the connection can go on.
    asio::awaitable<bool> send(const response& answer, const delivery& how) {
        const std::string head = write_head(answer, how);
        const std::array<asio::const_buffer, 2> parts{
            asio::buffer(head), sends_body(answer, how) ? asio::buffer(answer.body) : asio::const_buffer{}};
        lowest().expires_after(timeouts().write);
        const auto [error, count] = co_await asio::async_write(stream_, parts, as_values);
        if (error) service_.report(log_level::debug, how.request_id, "the answer was not taken: " + error.message());
        broken_ = broken_ || error;
        co_return !error && how.keep_alive;
    }

    /// Says what is wrong and ends the connection: where the next request would begin is not known.
    asio::awaitable<bool> reject(const request_fault& fault, const request& asked) {
        service_.report(log_level::info, asked.id,
                        "refused with " + std::to_string(fault.status) + ": " + fault.why.explanation.en);
        const response answer = problem(fault.why, fault.status, asked);
        const delivery how{asked.verb, 1, false, asked.id, asked.traceparent};
        unread_ = true;
        co_return co_await send(answer, how);
    }

    asio::awaitable<error_code> read_more() {
        const auto [error, count] = co_await stream_.async_read_some(buffer_.prepare(read_size), as_values);
        buffer_.commit(count);
        co_return error;
    }

    /// What an error in reading means. Only an end between two requests is a clean one.
    reading ending(const error_code& error, bool inside_request) {
        const bool closed = error == asio::error::eof || error == asio::ssl::error::stream_truncated;
        if (closed && inside_request) return reading::faulty(malformed({"请求不完整", "The request is not complete"}));
        broken_ = !closed && error != asio::error::operation_aborted;
        if (error == beast::error::timeout)
            service_.report(log_level::debug, {},
                            inside_request ? "a client was too slow" : "an idle connection ended");
        else if (broken_)
            service_.report(log_level::debug, {}, "a connection was lost: " + error.message());
        return {};
    }

    /// Takes empty lines off the front of the buffer and returns how many bytes those were.
    std::size_t skip_blank_lines() {
        std::size_t skipped = 0;
        while (buffered().starts_with("\r\n") && blank_bytes_ < blank_bytes_max) {
            buffer_.consume(2);
            blank_bytes_ += 2;
            skipped += 2;
        }
        if (!buffered().empty() && buffered() != "\r") blank_bytes_ = 0;
        return skipped;
    }

    /// Closes so that the client can still read the last answer: a socket closed over unread bytes resets instead.
    asio::awaitable<void> finish() {
        if (broken_) co_return;
        lowest().expires_after(timeouts().linger);
        if constexpr (std::is_same_v<Stream, tls_stream>) {
            // A client that does not answer close_notify is no fault: the answer has been sent whole.
            if (encrypted_) co_await stream_.async_shutdown(as_values);
        }
        error_code gone;
        lowest().socket().shutdown(asio::ip::tcp::socket::shutdown_send, gone);
        unread_ = unread_ || !buffered().empty();
        buffer_.clear();
        for (std::size_t total = 0; unread_ && !gone && total < linger_bytes_max;) {
            const auto [error, count] = co_await lowest().async_read_some(buffer_.prepare(read_size), as_values);
            if (error) break; // the client has closed, or has had its time
            total += count;
        }
        lowest().socket().close(gone);
    }

    /// However the waiting ends, even by the server's end, the slot lets go of the timer.
    struct end_of_waiting {
        answer_slot& slot;
        ~end_of_waiting() { slot.collect(); }
    };

    Stream stream_;
    const service& service_;
    std::string remote_address_;
    beast::flat_buffer buffer_;
    std::size_t blank_bytes_ = 0;
    bool encrypted_ = false;
    bool idle_ = false;     ///< waits for the first byte of a request
    bool draining_ = false; ///< the server is stopping
    bool unread_ = false;   ///< the client may have sent what nobody will read
    bool broken_ = false;   ///< nothing more can be sent or read
};

/// Keeps the session alive to the end of its work.
template<class Stream>
asio::awaitable<void> keep_running(std::shared_ptr<session<Stream>> one) {
    co_await one->run();
}

asio::awaitable<void> keep_turning_away(std::shared_ptr<session<plain_stream>> one,
                                        std::shared_ptr<turning_away> place) {
    co_await one->turn_away();
    place.reset();
}

auto report_fault(const service& with) {
    return [&with](std::exception_ptr fault) {
        if (!fault) return;
        try {
            std::rethrow_exception(fault);
        } catch (const std::exception& thrown) {
            with.report(log_level::error, {}, std::string{"a connection broke off: "} + thrown.what());
        }
    };
}

} // namespace

void serve(asio::ip::tcp::socket socket, const service& with) {
    const auto executor = socket.get_executor();
    auto one = std::make_shared<session<plain_stream>>(plain_stream{std::move(socket)}, with);
    if (with.connections.add(one)) {
        asio::co_spawn(executor, keep_running(std::move(one)), report_fault(with));
        return;
    }
    if (auto place = with.connections.turn_away())
        asio::co_spawn(executor, keep_turning_away(std::move(one), std::move(place)), report_fault(with));
}

void serve_tls(asio::ip::tcp::socket socket, asio::ssl::context& tls, const service& with) {
    const auto executor = socket.get_executor();
    auto one = std::make_shared<session<tls_stream>>(tls_stream{beast::tcp_stream{std::move(socket)}, tls}, with);
    if (with.connections.add(one)) asio::co_spawn(executor, keep_running(std::move(one)), report_fault(with));
}

} // namespace sluice::http::internal
