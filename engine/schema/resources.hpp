#pragma once

#include "engine/base/json.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sluice::schema {

/// Where the schemas of a document are that have a name of their own: `$id` makes a resource, `$anchor` a place in it.
/// References are resolved against the nearest `$id` around them (RFC 3986), and never leave the document.
class resources {
public:
    /// Looks through the schema at the place, and the document's own `$defs`; no deeper than `depth_max`, beyond which
    /// a schema is refused anyway. The document as a whole is the outermost resource.
    resources(const ordered_json& document, const ordered_json& root, const std::string& place, std::size_t depth_max);

    /// The JSON pointer that the reference, standing at `place`, means: not yet whether anything is there. Nothing for
    /// what is not in the document.
    std::optional<std::string> resolve(std::string_view reference, std::string_view place) const;

private:
    void look_at(const ordered_json& schema, const std::string& place, std::string base, std::size_t depth_left);
    void look_at_parts(const ordered_json& schema, const std::string& place, const std::string& base,
                       std::size_t depth_left);
    const std::string& base_at(std::string_view place) const;

    std::map<std::string, std::string, std::less<>> bases_;  ///< by place, the URI that begins there
    std::map<std::string, std::string, std::less<>> places_; ///< by URI
    std::map<std::pair<std::string, std::string>, std::string> anchors_;
};

} // namespace sluice::schema
