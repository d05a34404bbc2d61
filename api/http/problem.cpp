#include "api/http/problem.hpp"

#include "api/http/language.hpp"

namespace sluice::http {

namespace {

json both(const text& words) {
    return {{"zh", words.zh}, {"en", words.en}};
}

json requirements_of(const refusal& why) {
    json listed = json::array();
    for (const auto& each : why.requirements)
        listed.push_back(
            {{"id", each.id}, {"place", each.place}, {"explanation", both(each.explanation)}, {"met", false}});
    return listed;
}

response write(const refusal& why, int status, language wanted, std::string_view request_id,
               std::string_view instance) {
    const auto name = name_of(why.reason);
    json body = {{"type", std::string{problem_type_base} + std::string{name}},
                 {"title", title_of(why.reason).in(wanted)},
                 {"status", status},
                 {"detail", why.explanation.in(wanted)},
                 {"instance", instance},
                 {"reason", name},
                 {"explanation", both(why.explanation)},
                 {"requestId", request_id}};
    if (!why.place.empty()) body["place"] = why.place;
    if (!why.requirements.empty()) body["requirements"] = requirements_of(why);

    response answer;
    answer.status = status;
    answer.headers = {{"Content-Type", "application/problem+json"},
                      {"Content-Language", std::string{tag_of(wanted)}},
                      {"Vary", "Accept-Language"}};
    if (status == 401) answer.headers.add("WWW-Authenticate", "Bearer");
    // A refusal may quote what the client sent: bytes that are not UTF-8 are replaced rather than thrown over.
    answer.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
    return answer;
}

} // namespace

int status_of(reason why) {
    switch (why) {
    case reason::malformed_request:
    case reason::malformed_json:
    case reason::idempotency_key_required:
        return 400;
    case reason::authentication_required:
    case reason::token_invalid:
        return 401;
    case reason::not_permitted:
    case reason::same_person:
    case reason::conflict_of_interest:
    case reason::not_assigned:
    case reason::recused:
    case reason::applicant_barred:
        return 403;
    case reason::route_not_found:
    case reason::not_found:
        return 404;
    case reason::method_not_allowed:
        return 405;
    case reason::not_acceptable:
        return 406;
    case reason::already_exists:
    case reason::event_not_possible:
    case reason::guard_not_met:
    case reason::requirement_not_met:
    case reason::window_closed:
    case reason::document_missing:
    case reason::not_editable:
    case reason::panel_closed:
    case reason::panel_not_composed:
    case reason::already_submitted:
    case reason::round_closed:
    case reason::fund_exhausted:
    case reason::amount_exceeds_commitment:
    case reason::payment_not_possible:
        return 409;
    case reason::version_conflict:
        return 412;
    case reason::body_too_large:
        return 413;
    case reason::unsupported_media_type:
        return 415;
    case reason::unknown_field:
    case reason::invalid_value:
    case reason::form_invalid:
    case reason::idempotency_key_reused:
    case reason::event_unknown:
    case reason::guard_failed:
    case reason::amount_invalid:
    case reason::arithmetic_overflow:
    case reason::definition_invalid:
    case reason::expression_invalid:
    case reason::cost_exceeded:
        return 422;
    case reason::version_required:
        return 428;
    case reason::too_many_requests:
        return 429;
    case reason::internal:
    case reason::ledger_unbalanced:
        return 500;
    case reason::calendar_year_not_loaded:
    case reason::service_unavailable:
        return 503;
    }
    return 500;
}

response problem(const refusal& why, language wanted, std::string_view request_id, std::string_view instance) {
    return write(why, status_of(why.reason), wanted, request_id, instance);
}

response problem(const refusal& why, const request& asked) {
    return problem(why, status_of(why.reason), asked);
}

response problem(const refusal& why, int status, const request& asked) {
    return write(why, status, preferred_language(asked.headers.joined("Accept-Language")), asked.id, asked.path);
}

} // namespace sluice::http
