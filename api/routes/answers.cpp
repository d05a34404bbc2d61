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

http::response ready_json(int status, std::string text) {
    return {status, {{"Content-Type", "application/json"}}, std::move(text)};
}

/// `{"items": …, "next": …}` around the items as they are.
std::string page_text(const service::page& found) {
    std::string text = "{\"items\":";
    text += found.items_text.empty() ? found.items.dump() : found.items_text;
    if (!found.next.empty()) text.append(",\"next\":").append(json(found.next).dump());
    return text += '}';
}

/// What is shown once comes into the body here, and is kept nowhere.
std::string command_text(service::answer& done) {
    if (!done.secret.is_object()) return done.text.empty() ? done.body.dump() : std::move(done.text);
    if (!done.text.empty()) done.body = json::parse(done.text);
    done.body.update(done.secret);
    return done.body.dump();
}

} // namespace

result<http::response> answer_resource(const call& asked, result<service::resource> found) {
    if (found.has_error()) return found.error();
    auto answer = ready_json(200, found->text.empty() ? found->body.dump() : std::move(found->text));
    const auto tag = found->revision > 0 ? std::to_string(found->revision) : tag_of_bytes(answer.body);
    return http::with_tag(asked.request, std::move(answer), tag);
}

result<http::response> answer_page(const call& asked, result<service::page> found) {
    if (found.has_error()) return found.error();
    auto answer = ready_json(200, page_text(*found));
    if (!found->next.empty()) {
        const std::array links{http::page_link(asked.request, "next", found->next)};
        answer.headers.add("Link", http::link_header(links));
    }
    return answer;
}

result<http::response> answer_bytes(const call& asked, result<std::string> found, std::string media_type) {
    if (found.has_error()) return found.error();
    const auto tag = tag_of_bytes(*found);
    http::response answer{200, {{"Content-Type", std::move(media_type)}}, std::move(*found)};
    return http::with_tag(asked.request, std::move(answer), tag);
}

http::response answer_command(service::answer done, bool minimal) {
    http::response answer;
    if (done.status == 204) {
        answer.status = 204;
    } else if (minimal) {
        answer.status = done.status == 200 ? 204 : done.status;
        answer.headers.set("Preference-Applied", "return=minimal");
    } else {
        answer = ready_json(done.status, command_text(done));
    }
    if (done.revision > 0) answer.headers.set("ETag", http::quote_tag(std::to_string(done.revision)));
    if (!done.location.empty()) answer.headers.set("Location", done.location);
    if (done.replayed) answer.headers.set("Idempotent-Replayed", "true");
    return answer;
}

} // namespace sluice::routes
