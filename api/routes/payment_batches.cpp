#include "api/routes/payment_batches.hpp"

#include "api/auth/base64.hpp"
#include "api/http/entity_tag.hpp"
#include "api/routes/answers.hpp"
#include "engine/base/digest.hpp"

#include <fmt/format.h>

namespace sluice::routes {
namespace {

constexpr std::size_t answer_bytes_max = 4 * 1024 * 1024;

result<service::command> send(const call& asked) {
    service::send_to_bank wanted{asked.in_path("id"), {}};
    for (const auto& each : asked.body.value("payments", json::array()))
        wanted.payments.push_back({each.at("application"), each.at("instalment")});
    return wanted;
}

/// Account numbers are in it: nothing on the way may keep it.
result<http::response> download(const call& asked, const result<service::document_content>& found) {
    if (found.has_error()) return found.error();
    http::response answer{
        200,
        {{"Content-Type", found->media_type},
         {"Content-Disposition", fmt::format("attachment; filename=\"{}\"", found->file_name)},
         {"Repr-Digest", fmt::format("sha-256=:{}:", auth::to_base64(digest_from_hex(found->sha256)))},
         {"Cache-Control", "no-store"}},
        found->bytes};
    return http::with_tag(asked.request, std::move(answer), found->sha256);
}

} // namespace

void add_payment_batch_routes(endpoints& at, const service::money_queries& money) {
    at.command(http::method::post, "/v1/funds/{id}/payment-batches", send);
    at.read("/v1/funds/{id}/payment-batches", [&money](const call& asked) {
        return answer_page(asked, money.payment_batches(asked.caller, asked.in_path("id"), asked.paging()));
    });
    at.read("/v1/payment-batches/{id}", [&money](const call& asked) {
        return answer_resource(asked, money.payment_batch(asked.caller, asked.in_path("id")));
    });
    at.read("/v1/payment-batches/{id}/file", [&money](const call& asked) {
        return download(asked, money.payment_batch_file(asked.caller, asked.in_path("id")));
    });
    at.command(http::method::post, "/v1/payment-batches/{id}/results",
               [](const call& asked) -> result<service::command> {
                   return service::read_bank_answer{asked.in_path("id"), asked.request.body};
               },
               {.body_max = answer_bytes_max});
}

} // namespace sluice::routes
