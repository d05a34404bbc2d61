#pragma once

#include "engine/cel/expression.hpp"
#include "engine/statechart/interpreter.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sluice::conformance {

/// The host of the named charts: guards and parameters are CEL over `context` and `event` with `In(id)`; `assign`
/// changes the context, `send` puts an event on a queue that a virtual clock empties, `cancel` takes it off; `if` and
/// `foreach` hold further actions.
class cel_host final : public statechart::host {
public:
    cel_host(const statechart::chart& of, json context);

    result<bool> enabled(const statechart::transition& asked, const statechart::event& by,
                         const statechart::snapshot& now) override;
    result<void> perform(const statechart::action& asked, const statechart::event& by,
                         statechart::raiser& queue) override;
    result<json> output(const statechart::state& reached, const statechart::event& by) override;

    const json& context() const { return context_; }
    std::int64_t clock_ms() const { return clock_ms_; }

    /// The next event sent that is due by then, with the clock moved to its time; when there is none, the clock moves
    /// on to `until_ms`.
    std::optional<statechart::event> next_due(std::int64_t until_ms);

private:
    struct sent_event {
        std::int64_t due_ms;
        std::string id; ///< by which it can be cancelled, or empty
        statechart::event sent;
    };

    result<cel::value> evaluate(const std::string& source, const statechart::event& by,
                                const statechart::snapshot* now);
    result<json> resolve(const ordered_json& written, const statechart::event& by);
    struct written_action {
        std::string type;
        ordered_json params;
        std::string pointer;
    };

    result<void> act(const written_action& asked, const statechart::event& by, statechart::raiser& queue);
    result<void> act_all(const ordered_json& list, const statechart::event& by, statechart::raiser& queue);
    result<void> choose(const written_action& asked, const statechart::event& by, statechart::raiser& queue);
    result<void> repeat(const written_action& asked, const statechart::event& by, statechart::raiser& queue);
    result<void> cancel(const ordered_json& params, const statechart::event& by);
    result<void> assign(const ordered_json& params, const statechart::event& by);
    result<void> send(const ordered_json& params, const statechart::event& by);

    const statechart::chart& chart_;
    cel::environment known_;
    std::map<std::string, cel::expression> compiled_;
    json context_;
    json event_;
    const statechart::snapshot* now_ = nullptr; ///< as last asked for a guard; of the running step
    std::int64_t clock_ms_ = 0;
    std::vector<sent_event> pending_; ///< in the order of sending
};

} // namespace sluice::conformance
