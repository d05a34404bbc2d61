#include "api/routes/documents.hpp"

#include "api/auth/base64.hpp"
#include "api/http/entity_tag.hpp"
#include "api/http/media_type.hpp"
#include "api/http/percent.hpp"
#include "api/routes/answers.hpp"
#include "engine/base/digest.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace sluice::routes {
namespace {

constexpr std::size_t upload_bytes_max = 20 * 1024 * 1024;

result<service::command> attach(const call& asked) {
    const auto written = asked.request.headers.one("Content-Type");
    if (written.has_error()) return written.error();
    const auto type = http::parse_media_type(written->value_or(""));
    if (!type)
        return refuse(reason::unsupported_media_type,
                      {"请在 Content-Type 中注明文件的类型", "State the type of the file in Content-Type"},
                      "Content-Type");
    return service::attach_document{asked.in_path("id"), *asked.in_query("kind"), *asked.in_query("file_name"),
                                    type->essence(), asked.request.body};
}

/// RFC 6266 with RFC 8187: the name in UTF-8, and in ASCII for the oldest clients.
std::string content_disposition(const std::string& file_name) {
    std::string plain = file_name;
    std::replace_if(
        plain.begin(), plain.end(),
        [](char each) { return each < ' ' || each > '~' || each == '"' || each == '\\' || each == '%'; }, '_');
    return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain, http::percent_encode(file_name));
}

result<http::response> download(const call& asked, const result<service::document_content>& found) {
    if (found.has_error()) return found.error();
    const auto digest = fmt::format("sha-256=:{}:", auth::to_base64(digest_from_hex(found->sha256)));
    http::response answer{200,
                          {{"Content-Type", found->media_type},
                           {"Content-Disposition", content_disposition(found->file_name)},
                           {"Repr-Digest", digest},
                           {"Content-Digest", digest},
                           {"Content-Security-Policy", "default-src 'none'; sandbox"},
                           {"Cache-Control", "private, no-cache"}},
                          found->bytes};
    answer = http::with_tag(asked.request, std::move(answer), found->sha256);
    if (answer.status == 304) answer.headers.remove("Content-Digest"); // of the content, which is not there
    return answer;
}

} // namespace

void add_document_routes(endpoints& at, const service::queries& read) {
    at.read("/v1/applications/{id}/documents", [&read](const call& asked) {
        return answer_page(asked, read.documents(asked.caller, asked.in_path("id")));
    });
    at.command(http::method::post, "/v1/applications/{id}/documents", attach, {.body_max = upload_bytes_max});
    at.read("/v1/applications/{id}/documents/{document}", [&read](const call& asked) {
        return download(asked, read.document(asked.caller, asked.in_path("id"), asked.in_path("document")));
    });
}

} // namespace sluice::routes
