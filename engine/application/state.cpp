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

const objection* application_state::find_objection(const std::string& wanted) const {
    const auto found =
        std::find_if(objections.begin(), objections.end(), [&](const objection& each) { return each.id == wanted; });
    return found == objections.end() ? nullptr : &*found;
}

const document* application_state::newest_document(const std::string& kind) const {
    const auto found =
        std::find_if(documents.rbegin(), documents.rend(), [&](const document& each) { return each.kind == kind; });
    return found == documents.rend() ? nullptr : &*found;
}

std::vector<std::string> application_state::signed_by(const std::string& kind) const {
    std::vector<std::string> roles;
    if (const auto* file = newest_document(kind))
        for (const auto& each : signatures)
            if (each.document == kind && each.sha256 == file->sha256 &&
                std::find(roles.begin(), roles.end(), each.role) == roles.end())
                roles.push_back(each.role);
    return roles;
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
