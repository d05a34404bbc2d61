#pragma once

#include "api/http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::http {

/// An entity tag (RFC 9110 §8.8.3).
struct entity_tag {
    std::string opaque; ///< without the quotes
    bool weak = false;

    friend bool operator==(const entity_tag&, const entity_tag&) = default;
};

/// What `If-Match` and `If-None-Match` hold.
struct entity_tag_list {
    bool any = false; ///< `*`
    std::vector<entity_tag> tags;

    /// Strong comparison, as `If-Match` wants it: weak tags never match.
    bool matches_strongly(std::string_view opaque) const;
    /// Weak comparison, as `If-None-Match` wants it.
    bool matches_weakly(std::string_view opaque) const;
};

/// `"7"` for 7. Throws `std::invalid_argument` if the text could not stand in a tag: that is a mistake in the program.
std::string quote_tag(std::string_view opaque);

/// Reads `*` or a list of tags; anything else is refused with `malformed_request`, `header` being the place.
result<entity_tag_list> parse_entity_tags(std::string_view value, std::string_view header);

/// Whether a change of a resource that has this tag now may go ahead: refuses with `version_required` (428) where there
/// is no `If-Match`, with `version_conflict` (412) where it names another version.
result<void> require_match(const request& asked, std::string_view opaque);

/// The answer with its `ETag`, turned into 304 without a body where a GET or HEAD that would succeed says in
/// `If-None-Match` that the client has it already. A malformed `If-None-Match` is passed over.
response with_tag(const request& asked, response answer, std::string_view opaque);

} // namespace sluice::http
