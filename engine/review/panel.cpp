#include "engine/review/panel.hpp"

#include <array>
#include <stdexcept>

namespace sluice::review {
namespace {

template<class Enum, std::size_t Count>
std::optional<Enum> named(const std::array<Enum, Count>& every, std::string_view name) {
    for (const auto each : every)
        if (name_of(each) == name) return each;
    return std::nullopt;
}

} // namespace

std::string_view name_of(member_status status) {
    switch (status) {
    case member_status::assigned:
        return "assigned";
    case member_status::submitted:
        return "submitted";
    case member_status::recused:
        return "recused";
    case member_status::invited:
        return "invited";
    case member_status::declined:
        return "declined";
    case member_status::replaced:
        return "replaced";
    }
    throw std::logic_error("review: a member status that does not exist");
}

std::string_view name_of(expertise kind) {
    switch (kind) {
    case expertise::technical:
        return "technical";
    case expertise::finance:
        return "finance";
    case expertise::management:
        return "management";
    }
    throw std::logic_error("review: an expertise that does not exist");
}

std::string_view name_of(vote_choice choice) {
    switch (choice) {
    case vote_choice::approve:
        return "approve";
    case vote_choice::reject:
        return "reject";
    case vote_choice::abstain:
        return "abstain";
    }
    throw std::logic_error("review: a vote that does not exist");
}

std::optional<member_status> member_status_named(std::string_view name) {
    return named(std::array{member_status::assigned, member_status::submitted, member_status::recused,
                            member_status::invited, member_status::declined, member_status::replaced},
                 name);
}

std::optional<expertise> expertise_named(std::string_view name) {
    return named(std::array{expertise::technical, expertise::finance, expertise::management}, name);
}

std::optional<vote_choice> vote_choice_named(std::string_view name) {
    return named(std::array{vote_choice::approve, vote_choice::reject, vote_choice::abstain}, name);
}

bool panel_member::holds_seat() const {
    switch (status) {
    case member_status::assigned:
    case member_status::submitted:
    case member_status::invited:
        return true;
    case member_status::recused:
    case member_status::declined:
    case member_status::replaced:
        return false;
    }
    throw std::logic_error("review: a member status that does not exist");
}

std::optional<instant> panel_member::next_due() const {
    if (status == member_status::invited) return answer_by;
    return status == member_status::assigned ? due_by : std::nullopt;
}

bool panel_member::is_late(instant now) const {
    const auto due = next_due();
    return due && *due <= now;
}

const panel_member* panel::find(const std::string& person) const {
    for (const auto& member : members)
        if (member.person == person) return &member;
    return nullptr;
}

panel_member* panel::find(const std::string& person) {
    for (auto& member : members)
        if (member.person == person) return &member;
    return nullptr;
}

std::vector<const panel_member*> panel::seated() const {
    std::vector<const panel_member*> holders;
    for (const auto& member : members)
        if (member.holds_seat()) holders.push_back(&member);
    return holders;
}

} // namespace sluice::review
