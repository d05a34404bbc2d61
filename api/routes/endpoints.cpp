#include "api/routes/endpoints.hpp"

#include "api/http/language.hpp"
#include "api/http/problem.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/request_checks.hpp"

#include <utility>

namespace sluice::routes {
namespace {

refusal busy() {
    return refuse(reason::service_unavailable, {"服务器正忙，请稍后再试", "The server is busy; try again in a moment"});
}

result<service::caller> identify(const http::request& asked, const operation& described,
                                 const auth::authenticator& authenticator) {
    if (!described.takes_callers) return service::caller{};
    auto caller = authenticator.identify(asked);
    if (caller.has_error() || !caller->anonymous() || !described.needs_caller) return caller;
    return refuse(reason::authentication_required,
                  {"请用令牌登录：Authorization: Bearer <令牌>", "Sign in with a token: Authorization: Bearer <token>"},
                  "Authorization");
}

/// Everything that is checked before a handler sees the request.
result<call> accept(const http::request& asked, const http::path_parameters& path, const operation& described,
                    const auth::authenticator& authenticator) {
    auto caller = identify(asked, described, authenticator);
    if (caller.has_error()) return caller.error();
    if (auto query = check_query(asked, described); query.has_error()) return query.error();
    auto body = read_body(asked, described);
    if (body.has_error()) return body.error();
    return call{asked, path, std::move(*caller), std::move(*body),
                http::preferred_language(asked.headers.joined("Accept-Language"))};
}

http::response answer_to(const http::request& asked, const http::path_parameters& path, const operation& described,
                         const auth::authenticator& authenticator, const endpoints::reading& handle) {
    const auto accepted = accept(asked, path, described, authenticator);
    if (accepted.has_error()) return http::problem(accepted.error(), asked);
    auto answer = handle(*accepted);
    if (answer.has_error()) return http::problem(answer.error(), asked);
    return std::move(*answer);
}

/// What is needed of a request after its handler has returned.
struct reply {
    http::responder send;
    language spoken;
    std::string request_id;
    std::string path;
    bool minimal;
    bool without_body; ///< the operation answers 204 whatever the client prefers

    void operator()(result<service::answer> done) const {
        if (done.has_error()) return send(http::problem(done.error(), spoken, request_id, path));
        auto answer = answer_command(std::move(*done), minimal || without_body);
        if (without_body) answer.headers.remove("Preference-Applied");
        send(std::move(answer));
    }
};

/// What stands around a command: the key under which it is repeated, the revision for which it is sent.
struct surroundings {
    std::optional<service::idempotency> once;
    std::optional<std::int64_t> revision;
};

/// What may be wrong around a command is said before the command is looked at.
result<surroundings> read_surroundings(const call& asked, const operation& described) {
    auto once = read_idempotency(asked.request, described, asked.caller.person);
    if (once.has_error()) return once.error();
    auto revision = read_expected_revision(asked.request, described);
    if (revision.has_error()) return revision.error();
    // A dry run changes nothing, so it must not use the key up either.
    if (asked.in_query("dryRun") == "true") once->reset();
    return surroundings{std::move(*once), *revision};
}

/// The caller is taken out of the call: the command is the last thing that is made of it.
void submit_as(call& asked, surroundings around, const submit_command& submit, service::command command,
               const http::responder& send) {
    service::request wanted{std::move(asked.caller), std::move(command), std::move(around.once), around.revision};
    const auto& request = asked.request;
    const bool minimal = request.verb != http::method::get && prefers_minimal(request);
    submit(std::move(wanted),
           reply{send, asked.spoken, request.id, request.path, minimal, request.verb == http::method::delete_});
}

} // namespace

void endpoints::read(std::string pattern, reading handle) {
    const auto& described = parts_.described.find(http::method::get, pattern);
    parts_.router.add(http::method::get, std::move(pattern),
                      [&described, authenticator = parts_.authenticator, handle = std::move(handle)](
                          const http::request& asked, const http::path_parameters& path, const http::responder& send) {
                          send(answer_to(asked, path, described, authenticator, handle));
                      });
}

void endpoints::read_slowly(std::string pattern, reading handle) {
    add_slowly(http::method::get, std::move(pattern), std::move(handle));
}

void endpoints::act_slowly(std::string pattern, reading handle) {
    add_slowly(http::method::post, std::move(pattern), std::move(handle));
}

void endpoints::add_slowly(http::method verb, std::string pattern, reading handle) {
    const auto& described = parts_.described.find(verb, pattern);
    parts_.router.add(verb, std::move(pattern),
                      [&described, authenticator = parts_.authenticator, background = parts_.background,
                       handle = std::make_shared<reading>(std::move(handle))](
                          const http::request& asked, const http::path_parameters& path, const http::responder& send) {
                          const bool taken = background([&described, authenticator, handle, asked, path, send] {
                              send(answer_to(asked, path, described, authenticator, *handle));
                          });
                          if (!taken) send(http::problem(busy(), asked));
                      });
}

void endpoints::command(http::method verb, std::string pattern, commanding make, http::route_options options) {
    const auto& described = parts_.described.find(verb, pattern);
    parts_.router.add(
        verb, std::move(pattern),
        [&described, authenticator = parts_.authenticator, submit = parts_.submit, make = std::move(make)](
            const http::request& asked, const http::path_parameters& path, const http::responder& send) {
            auto accepted = accept(asked, path, described, authenticator);
            if (accepted.has_error()) return send(http::problem(accepted.error(), asked));
            auto around = read_surroundings(*accepted, described);
            if (around.has_error()) return send(http::problem(around.error(), asked));
            auto command = make(*accepted);
            if (command.has_error()) return send(http::problem(command.error(), asked));
            submit_as(*accepted, std::move(*around), submit, std::move(*command), send);
        },
        options);
}

void endpoints::prepare(http::method verb, std::string pattern, preparing make, http::route_options options) {
    const auto& described = parts_.described.find(verb, pattern);
    const auto work = [&described, authenticator = parts_.authenticator, submit = parts_.submit,
                       make = std::make_shared<preparing>(std::move(make))](
                          const http::request& asked, const http::path_parameters& path, const http::responder& send) {
        auto accepted = accept(asked, path, described, authenticator);
        if (accepted.has_error()) return send(http::problem(accepted.error(), asked));
        auto around = read_surroundings(*accepted, described);
        if (around.has_error()) return send(http::problem(around.error(), asked));
        auto made = (*make)(*accepted);
        if (made.has_error()) return send(http::problem(made.error(), asked));
        if (auto* answer = std::get_if<http::response>(&*made)) return send(std::move(*answer));
        submit_as(*accepted, std::move(*around), submit, std::get<service::command>(std::move(*made)), send);
    };
    parts_.router.add(
        verb, std::move(pattern),
        [work, background = parts_.background](const http::request& asked, const http::path_parameters& path,
                                               const http::responder& send) {
            if (!background([work, asked, path, send] { work(asked, path, send); })) send(http::problem(busy(), asked));
        },
        options);
}

} // namespace sluice::routes
