#pragma once

#include <string_view>

namespace sluice {

/// Every reason for which a request can be refused. The names are public: they end the `type` of a problem answer
/// and never change. Append only; `reason.cpp` and the switch in `api/http/problem.cpp` follow.
// clang-format off
#define SLUICE_REASONS(X)                                                                                           \
    /* the request itself */                                                                                        \
    X(malformed_request) X(malformed_json) X(unknown_field) X(invalid_value) X(form_invalid) X(body_too_large)      \
    X(unsupported_media_type) X(not_acceptable) X(method_not_allowed) X(route_not_found) X(too_many_requests)       \
    X(service_unavailable) X(internal)                                                                              \
    /* who asks */                                                                                                  \
    X(authentication_required) X(token_invalid) X(not_permitted) X(same_person) X(conflict_of_interest)             \
    X(not_assigned) X(recused)                                                                                      \
    /* what is asked for */                                                                                         \
    X(not_found) X(version_required) X(version_conflict) X(idempotency_key_required) X(idempotency_key_reused)      \
    X(already_exists)                                                                                               \
    /* the procedure */                                                                                             \
    X(event_unknown) X(event_not_possible) X(guard_not_met) X(guard_failed) X(requirement_not_met)                  \
    X(window_closed) X(document_missing) X(not_editable) X(panel_closed) X(panel_not_composed) X(already_submitted) \
    X(applicant_barred) X(round_closed)                                                                             \
    /* money and time */                                                                                            \
    X(fund_exhausted) X(amount_invalid) X(amount_exceeds_commitment) X(payment_not_possible) X(ledger_unbalanced)   \
    X(calendar_year_not_loaded) X(arithmetic_overflow)                                                              \
    /* definitions */                                                                                               \
    X(definition_invalid) X(expression_invalid) X(cost_exceeded)
// clang-format on

enum class reason {
#define SLUICE_REASON_ENUMERATOR(name) name,
    SLUICE_REASONS(SLUICE_REASON_ENUMERATOR)
#undef SLUICE_REASON_ENUMERATOR
};

/// The reason's public name, for instance `fund_exhausted`.
std::string_view name_of(reason why);

} // namespace sluice
