#include "tests/simulation/citizens.hpp"

#include <stdexcept>

namespace sluice::simulation {
namespace {

constexpr std::size_t page_size = 200;
constexpr const char* event = "object";

} // namespace

/// Those that are open: whoever reads every day misses none.
void citizens::read_notices(date today) {
    service::notice_filter open;
    open.closed = false;
    service::paging want{"", page_size};
    do {
        const auto page = at_.read().notices(open, want);
        if (!page) throw std::runtime_error(page.error().explanation.en);
        for (const auto& notice : page->items) {
            const std::string id = notice.at("id"), programme = notice.at("programme");
            auto lots = at_.lots({"notice", id});
            if (!seen_.insert(id).second || !lots.happens(at_.habits().number(programme, "objects_to_a_notice")))
                continue;
            const auto wait = at_.habits().days(programme, "objects_after");
            objections_[today + std::chrono::days{lots.between(std::int64_t{wait.first}, std::int64_t{wait.last})}]
                .push_back(notice);
        }
        want.cursor = page->next;
    } while (!want.cursor.empty());
}

void citizens::look_around(date today) {
    read_notices(today);
    std::vector<intent> plans;
    while (!objections_.empty() && objections_.begin()->first <= today) {
        for (const auto& notice : objections_.begin()->second) {
            const std::string id = notice.at("id"), programme = notice.at("programme");
            auto lots = at_.lots({"objection", id});
            const auto* schema = at_.programme_named(programme).data_schema(event);
            json data = data_for(at_, programme, event, schema ? *schema : json(nullptr), json::object(), lots);
            const bool nameless = lots.happens(at_.habits().number("objects_without_a_name"));
            if (nameless && data.contains("name")) data["name"] = "";
            intent made{{}, service::raise_objection{id, std::move(data), "receipt of " + id}};
            made.forbidden = nameless;
            plans.push_back(std::move(made));
        }
        objections_.erase(objections_.begin());
    }
    at_.carry_out(std::move(plans));
}

} // namespace sluice::simulation
