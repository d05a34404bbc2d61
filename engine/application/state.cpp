#include "engine/application/state.hpp"

#include <algorithm>

namespace sluice::application {

const payment* application_state::find_payment(const std::string& instalment) const {
    const auto found = std::find_if(payments.begin(), payments.end(),
                                    [&](const payment& each) { return each.instalment == instalment; });
    return found == payments.end() ? nullptr : &*found;
}

payment* application_state::find_payment(const std::string& instalment) {
    return const_cast<payment*>(std::as_const(*this).find_payment(instalment));
}

notice* application_state::open_notice(const std::string& name) {
    const auto found = std::find_if(notices.rbegin(), notices.rend(), [&](const notice& each) {
        return !each.closed_at && (name.empty() || each.name == name);
    });
    return found == notices.rend() ? nullptr : &*found;
}

bool application_state::has_acted(const std::string& person, const std::string& event) const {
    const auto found = acts.find(person);
    return found != acts.end() && std::find(found->second.begin(), found->second.end(), event) != found->second.end();
}

bool application_state::has_acted(const std::string& person, const acting_for& acting, const std::string& event) const {
    return has_acted(person, event) || (!acting.person.empty() && has_acted(acting.person, event));
}

std::vector<std::string> application_state::active_leaves() const {
    const auto leaves = position.find("states");
    return leaves == position.end() ? std::vector<std::string>{} : leaves->get<std::vector<std::string>>();
}

std::string_view name_of(payment_status status) {
    switch (status) {
    case payment_status::due:
        return "due";
    case payment_status::prepared:
        return "prepared";
    case payment_status::approved:
        return "approved";
    case payment_status::sent:
        return "sent";
    case payment_status::paid:
        return "paid";
    case payment_status::cancelled:
        return "cancelled";
    }
    return "due";
}

} // namespace sluice::application
