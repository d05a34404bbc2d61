#include "api/routes/answers.hpp"

#include "api/http/entity_tag.hpp"
#include "api/http/link.hpp"
#include "engine/base/digest.hpp"

#include <array>

namespace sluice::routes {
namespace {

/// 128 bits: enough that two versions never share a tag.
constexpr std::size_t tag_digits = 32;

std::string tag_of_bytes(std::string_view bytes) {
    return to_hex(sha256(bytes)).substr(0, tag_digits);
}

} // namespace

result<http::response> answer_resource(const call& asked, const result<service::resource>& found) {
    if (found.has_error()) return found.error();
    auto answer = http::json_response(200, found->body);
    const auto tag = found->revision > 0 ? std::to_string(found->revision) : tag_of_bytes(answer.body);
    return http::with_tag(asked.request, std::move(answer), tag);
}

result<http::response> answer_page(const call& asked, const result<service::page>& found) {
    if (found.has_error()) return found.error();
    json body = {{"items", found->items}};
    if (!found->next.empty()) body["next"] = found->next;
    auto answer = http::json_response(200, body);
    if (!found->next.empty()) {
        const std::array links{http::page_link(asked.request, "next", found->next)};
        answer.headers.set("Link", http::link_header(links));
    }
    return answer;
}

result<http::response> answer_bytes(const call& asked, const result<std::string>& found, std::string media_type) {
    if (found.has_error()) return found.error();
    http::response answer{200, {{"Content-Type", std::move(media_type)}}, *found};
    return http::with_tag(asked.request, std::move(answer), tag_of_bytes(*found));
}

http::response answer_command(service::answer done, bool minimal) {
    http::response answer;
    if (done.status == 204) {
        answer.status = 204;
    } else if (minimal) {
        answer.status = done.status == 200 ? 204 : done.status;
        answer.headers.set("Preference-Applied", "return=minimal");
    } else {
        if (done.secret.is_object()) done.body.update(done.secret);
        answer = http::json_response(done.status, done.body);
    }
    if (done.revision > 0) answer.headers.set("ETag", http::quote_tag(std::to_string(done.revision)));
    if (!done.location.empty()) answer.headers.set("Location", done.location);
    if (done.replayed) answer.headers.set("Idempotent-Replayed", "true");
    return answer;
}

} // namespace sluice::routes
