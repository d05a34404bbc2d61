#include "engine/programme/profile.hpp"

#include <stdexcept>

namespace sluice::programme {

const schema::schema& profile_schema() {
    static const auto compiled = [] {
        const auto document = parse_ordered_json(profile_source(), {64, 2'000});
        if (!document) throw std::logic_error("profile.schema.json: " + document.error().explanation.en);
        auto made = schema::schema::compile(*document);
        if (!made)
            throw std::logic_error("profile.schema.json" + made.error().place + ": " + made.error().explanation.en);
        return std::move(*made);
    }();
    return compiled;
}

} // namespace sluice::programme
