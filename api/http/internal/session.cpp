#include "api/http/internal/session.hpp"

#include "api/http/internal/body_parser.hpp"
#include "api/http/internal/client.hpp"
#include "api/http/internal/dispatch.hpp"
#include "api/http/internal/wire.hpp"
#include "api/http/problem.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

namespace sluice::http::internal {

namespace {

using boost::system::error_code;

constexpr std::size_t blank_bytes_max = 8; ///< of empty lines before a request line (RFC 9112 §2.2)
constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

/// What became of a step in reading. The connection goes on only with `complete`.
struct reading {
    enum class outcome { complete, wanting, ended, faulty };
    outcome what = outcome::ended;
    std::size_t length = 0; ///< of the head, where it is complete
    request_fault fault;

    static reading complete(std::size_t length = 0) { return {outcome::complete, length, {}}; }
    static reading wanting() { return {outcome::wanting, 0, {}}; }
    static reading faulty(request_fault why) { return {outcome::faulty, 0, std::move(why)}; }
};

/// One connection. All of it runs on its worker's thread; only `drain` is called from elsewhere. What can be done at
/// once is done by plain functions; a coroutine waits only where something has to be waited for.
template<class Stream>
class session final : public connection, public timed, public std::enable_shared_from_this<session<Stream>> {
public:
    session(Stream stream, worker::share share, const service& with)
        : client_{std::move(stream), *this}
        , service_{with}
        , share_{std::move(share)}
        , remote_address_{client_.peer_address()}
        , answered_{client_.get_executor(), steady_timer::time_point::max()} {}
    ~session() override { service_.connections.remove(this); }
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    task<void> run() {
        const under_watch watched{share_.of(), *this};
        bool open = co_await begin();
        for (std::size_t left = service_.options.requests_per_connection_max; open && left > 0; --left)
            open = co_await serve_one(left == 1);
        co_await finish();
    }

    /// For a connection too many: 503, whatever it asks.
    task<void> turn_away() {
        const under_watch watched{share_.of(), *this};
        request asked;
        asked.id = request_id_for(std::nullopt);
        const response answer = answer_when_full(asked);
        const delivery how{asked.verb, 1, false, asked.id, asked.traceparent};
        unread_ = true;
        co_await send(answer, how);
        co_await finish();
    }

    void drain() override {
        boost::asio::post(client_.get_executor(), [self = this->shared_from_this()] {
            self->draining_ = true;
            if (self->idle_) self->client_.cancel();
        });
    }

    /// A handler that is late ends the waiting for it; a client that is late, the connection.
    void run_out() override {
        if (awaits_answer_)
            answered_.cancel();
        else
            client_.cut_off();
    }

private:
    const server_timeouts& timeouts() const { return service_.options.timeouts; }

    task<bool> begin() {
        const error_code error = co_await client_.shake_hands(timeouts().handshake);
        if (error) service_.report(log_level::debug, {}, "TLS handshake failed: " + error.message());
        co_return !error;
    }

    task<bool> serve_one(bool last) {
        const reading head_read = co_await receive_head();
        if (head_read.what == reading::outcome::ended) co_return false;
        request asked;
        if (head_read.what == reading::outcome::faulty) co_return co_await reject(head_read.fault, asked);
        head_result head = read_head(client_.buffered().substr(0, head_read.length), service_.options);
        if (head.has_error()) co_return co_await reject(head.error(), asked);

        begin_request(*head, remote_address_, asked);
        if (const auto target = read_target(std::move(head->target), asked); target.has_error()) {
            const request_fault fault{400, target.error()};
            co_return co_await reject(fault, asked);
        }
        const route_match match = service_.routes.find(asked.verb, asked.segments);
        if (head->has_body()) {
            const reading body_read = co_await receive_body(*head, head_read.length, match, asked.body);
            if (body_read.what == reading::outcome::ended) co_return false;
            if (body_read.what == reading::outcome::faulty) co_return co_await reject(body_read.fault, asked);
        } else {
            client_.consume(head_read.length);
        }

        response answer;
        if (ask(match, asked))
            answer = answer_of(match, asked);
        else
            answer = co_await late_answer(asked);
        const delivery how{asked.verb, head->minor_version,
                           head->keep_alive && !last && !service_.connections.is_draining(), asked.id,
                           asked.traceparent};
        co_return co_await send(answer, how);
    }

    /// Waits for the next request; the head is left in the buffer.
    task<reading> receive_head() {
        enum class waiting { no, for_request, for_rest } since = waiting::no;
        std::size_t looked_at = 0;
        bool begun = !client_.buffered().empty();
        while (true) { // each turn reads a byte at least, and the buffer never passes head_max by more than one reading
            looked_at -= std::min(looked_at, skip_blank_lines());
            reading seen = look_at_head(looked_at);
            if (seen.what != reading::outcome::wanting) co_return seen;
            looked_at = client_.buffered().size();

            const auto now = begun ? waiting::for_rest : waiting::for_request;
            if (since != now) client_.give(begun ? timeouts().head : timeouts().idle);
            since = now;
            idle_ = looked_at == 0;
            const error_code error = co_await client_.read_more();
            idle_ = false;
            if (error) co_return ending(error, !client_.buffered().empty());
            begun = true;
        }
    }

    /// Whether the buffer holds a head, or what cannot become one. `looked_at` bytes have been looked at before.
    reading look_at_head(std::size_t looked_at) const {
        const auto bytes = client_.buffered();
        const auto end = bytes.find(head_end, looked_at < head_end.size() ? 0 : looked_at - head_end.size());
        if (is_damaged_head(bytes.substr(0, end), looked_at))
            return reading::faulty(
                malformed({"请求头含有不该有的字符", "The head holds characters that cannot be there"}));
        const bool found = end != std::string_view::npos;
        if ((found ? end + head_end.size() : bytes.size()) > service_.options.head_max)
            return reading::faulty(malformed({"请求头过大", "The header is too large"}, "", 431));
        if (found) return reading::complete(end + head_end.size());
        return draining_ && bytes.empty() ? reading{} : reading::wanting();
    }

    task<reading> receive_body(const request_head& head, std::size_t head_length, const route_match& match,
                               std::string& into) {
        const auto& own_limit = match.found ? match.found->options.body_max : std::nullopt;
        body_reader body{head, client_.buffered().substr(0, head_length), service_.options,
                         own_limit.value_or(service_.options.body_max)};
        client_.consume(head_length);
        for (bool waited = false; true; waited = true) { // each turn reads a byte at least; the reader has a limit
            const auto used = body.feed(client_.buffered());
            if (used.has_error()) co_return reading::faulty(used.error());
            client_.consume(*used);
            if (body.is_done()) break;
            if (!waited) client_.give(timeouts().body);
            if (!waited && head.expects_continue && client_.buffered().empty()) {
                const error_code error = co_await client_.write(go_on);
                if (error) co_return ending(error, false);
            }
            const error_code error = co_await client_.read_more();
            if (error) co_return ending(error, true);
        }
        into = body.take();
        co_return reading::complete();
    }

    /// Calls the handler. Whether there is an answer already, or it is known that none will come.
    bool ask(const route_match& match, const request& asked) {
        if (!match.found) return true;
        answer_slot::renew(slot_);
        call_handler(match, asked, *slot_, service_);
        return slot_->ready_or_wake(answered_);
    }

    response answer_of(const route_match& match, const request& asked) {
        return match.found ? collected(asked) : answer_without_route(asked, match);
    }

    task<response> late_answer(const request& asked) {
        const end_of_waiting guard{*this};
        client_.give(timeouts().answer);
        awaits_answer_ = true;
        co_await answered_.async_wait(as_values);
        co_return collected(asked);
    }

    response collected(const request& asked) {
        std::optional<response> answer = slot_->collect();
        return answer ? vetted(std::move(*answer), asked, service_) : answer_for_nothing(asked, *slot_, service_);
    }

    /// Whether the connection can go on.
    task<bool> send(const response& answer, const delivery& how) {
        write_head(answer, how, head_);
        const std::string_view body = sends_body(answer, how) ? std::string_view{answer.body} : std::string_view{};
        error_code error = client_.write_at_once(head_, body);
        if (error == boost::asio::error::would_block) error = co_await client_.write_rest(timeouts().write);
        if (error) service_.report(log_level::debug, how.request_id, "the answer was not taken: " + error.message());
        broken_ = broken_ || error;
        co_return !error && how.keep_alive;
    }

    /// Says what is wrong and ends the connection: where the next request would begin is not known.
    task<bool> reject(const request_fault& fault, request& asked) {
        if (asked.id.empty()) asked.id = request_id_for(std::nullopt);
        service_.report(log_level::info, asked.id,
                        "refused with " + std::to_string(fault.status) + ": " + fault.why.explanation.en);
        const response answer = problem(fault.why, fault.status, asked);
        const delivery how{asked.verb, 1, false, asked.id, asked.traceparent};
        unread_ = true;
        co_return co_await send(answer, how);
    }

    /// What an error in reading means. Only an end between two requests is a clean one.
    reading ending(const error_code& error, bool inside_request) {
        const bool closed = error == boost::asio::error::eof || error == boost::asio::ssl::error::stream_truncated;
        if (closed && inside_request) return reading::faulty(malformed({"请求不完整", "The request is not complete"}));
        broken_ = client_.is_cut_off() || (!closed && error != boost::asio::error::operation_aborted);
        if (client_.is_cut_off())
            service_.report(log_level::debug, {},
                            inside_request ? "a client was too slow" : "an idle connection ended");
        else if (broken_)
            service_.report(log_level::debug, {}, "a connection was lost: " + error.message());
        return {};
    }

    /// Takes empty lines off the front of the buffer and returns how many bytes those were.
    std::size_t skip_blank_lines() {
        std::size_t skipped = 0;
        while (client_.buffered().starts_with("\r\n") && blank_bytes_ < blank_bytes_max) {
            client_.consume(2);
            blank_bytes_ += 2;
            skipped += 2;
        }
        if (!client_.buffered().empty() && client_.buffered() != "\r") blank_bytes_ = 0;
        return skipped;
    }

    task<void> finish() {
        if (broken_) co_return;
        co_await client_.close(timeouts().linger, unread_);
    }

    /// However the waiting ends, even by the server's end, the slot lets go of the timer.
    struct end_of_waiting {
        session& of;
        ~end_of_waiting() {
            of.awaits_answer_ = false;
            of.slot_->collect();
        }
    };

    struct under_watch {
        worker& by;
        timed& whom;
        under_watch(worker& watching, timed& watched)
            : by{watching}
            , whom{watched} {
            by.watch(whom);
        }
        ~under_watch() { by.forget(whom); }
        under_watch(const under_watch&) = delete;
        under_watch& operator=(const under_watch&) = delete;
    };

    client<Stream> client_;
    const service& service_;
    worker::share share_;
    std::string remote_address_;
    steady_timer answered_; ///< never runs out: it is cancelled when a late answer has come
    std::shared_ptr<answer_slot> slot_;
    std::string head_; ///< of the last answer: its memory serves the next one
    std::size_t blank_bytes_ = 0;
    bool awaits_answer_ = false; ///< of a handler
    bool idle_ = false;          ///< waits for the first byte of a request
    bool draining_ = false;      ///< the server is stopping
    bool unread_ = false;        ///< the client may have sent what nobody will read
    bool broken_ = false;        ///< nothing more can be sent or read
};

/// Keeps the session alive to the end of its work.
template<class Stream>
task<void> keep_running(std::shared_ptr<session<Stream>> one) {
    co_await one->run();
}

task<void> keep_turning_away(std::shared_ptr<session<plain_stream>> one, std::shared_ptr<turning_away> place) {
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

void serve(tcp_socket socket, worker::share share, const service& with) {
    const auto at = socket.get_executor();
    auto one = std::make_shared<session<plain_stream>>(std::move(socket), std::move(share), with);
    if (with.connections.add(one)) {
        boost::asio::co_spawn(at, keep_running(std::move(one)), report_fault(with));
        return;
    }
    if (auto place = with.connections.turn_away())
        boost::asio::co_spawn(at, keep_turning_away(std::move(one), std::move(place)), report_fault(with));
}

void serve_tls(tcp_socket socket, worker::share share, boost::asio::ssl::context& tls, const service& with) {
    const auto at = socket.get_executor();
    auto one = std::make_shared<session<tls_stream>>(tls_stream{std::move(socket), tls}, std::move(share), with);
    if (with.connections.add(one)) boost::asio::co_spawn(at, keep_running(std::move(one)), report_fault(with));
}

} // namespace sluice::http::internal
