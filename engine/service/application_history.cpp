#include "engine/service/application_history.hpp"

#include "engine/base/canonical_json.hpp"

#include <stdexcept>

namespace sluice::service {

void for_each_record(store::reader& store, const std::string& application,
                     const std::function<bool(application::record&&)>& take) {
    store::page_request want{std::nullopt, store::page_limit_max};
    do {
        const auto page = store.history("application", application, want);
        for (const auto& row : page.items)
            if (!take(application::record_from_json(parse_canonical(row.body)))) return;
        want.after = page.next;
    } while (want.after);
}

application::application_state state_at_revision(store::reader& store, const std::string& application,
                                                 std::int64_t revision) {
    application::application_state state;
    for_each_record(store, application, [&](application::record&& next) {
        if (next.revision > revision) return false;
        application::apply(state, next);
        return true;
    });
    if (state.revision != revision)
        throw std::logic_error("the record of application " + application + " does not lead to revision " +
                               std::to_string(revision));
    return state;
}

} // namespace sluice::service
