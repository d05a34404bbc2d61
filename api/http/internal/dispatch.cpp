#include "api/http/internal/dispatch.hpp"

#include "api/http/internal/wire.hpp"
#include "api/http/problem.hpp"

#include <exception>

namespace sluice::http::internal {

namespace {

constexpr const char* retry_after_seconds = "5";

response internal_problem(const request& asked) {
    return problem(refuse(reason::internal, {"服务器处理请求时出错，请凭请求编号联系管理员",
                                             "Something went wrong here; quote the request id to the administrator"}),
                   asked);
}

response unavailable(const request& asked, text explanation) {
    auto answer = problem(refuse(reason::service_unavailable, std::move(explanation)), asked);
    answer.headers.set("Retry-After", retry_after_seconds);
    return answer;
}

/// For the log, where no secret belongs: an address that is one (a calendar feed's) ends before it.
std::string where(const request& asked) {
    constexpr std::string_view secrets_begin = "sluice_";
    const auto secret = asked.path.find(secrets_begin);
    const auto shown = asked.path.substr(0, secret);
    return std::string{name_of(asked.verb)} + " " + shown + (secret == std::string::npos ? "" : "…");
}

} // namespace

void begin_request(request_head& head, const std::string& remote_address, request& asked) {
    asked.verb = head.verb;
    asked.headers = std::move(head.headers);
    asked.remote_address = remote_address;
    asked.id = request_id_for(asked.headers.first("X-Request-Id"));
    asked.traceparent = valid_traceparent(asked.headers);
}

response answer_without_route(const request& asked, const route_match& match) {
    if (asked.target == "*") return {204, {{"Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"}}, ""};
    if (match.allowed.empty())
        return problem(refuse(reason::route_not_found, {"没有这个地址", "There is nothing at this address"}), asked);
    response answer;
    if (asked.verb == method::options)
        answer.status = 204;
    else
        answer = problem(
            refuse(reason::method_not_allowed, {"这个地址不支持该请求方法", "This address does not take that method"}),
            asked);
    answer.headers.set("Allow", allow_header(match.allowed));
    return answer;
}

void call_handler(const route_match& match, const request& asked, answer_slot& slot, const service& with) {
    try {
        match.found->answer(asked, match.parameters, slot.make_responder());
        return;
    } catch (const std::exception& fault) {
        with.report(log_level::error, asked.id, where(asked) + ": the handler threw: " + fault.what());
    } catch (...) {
        with.report(log_level::error, asked.id, where(asked) + ": the handler threw");
    }
    slot.abandon();
}

response answer_for_nothing(const request& asked, const answer_slot& slot, const service& with) {
    if (slot.is_abandoned()) {
        with.report(log_level::error, asked.id, where(asked) + ": the handler gave no answer");
        return internal_problem(asked);
    }
    with.report(log_level::error, asked.id, where(asked) + ": the handler took too long");
    return unavailable(asked,
                       {"服务器未能及时答复，请稍后再试", "No answer was ready in time; please try again later"});
}

response answer_when_full(const request& asked) {
    return unavailable(asked, {"当前连接过多，请稍后再试", "There are too many connections; please try again later"});
}

response vetted(response answer, const request& asked, const service& with) {
    if (is_sendable(answer)) return answer;
    with.report(log_level::error, asked.id, where(asked) + ": the handler's status or header cannot be sent");
    return internal_problem(asked);
}

} // namespace sluice::http::internal
