#include "engine/service/preparation.hpp"

#include <concepts>
#include <variant>

namespace sluice::service {
namespace {

template<class Command, class... Some>
concept is_one_of = (std::same_as<Command, Some> || ...);

/// The commands that begin with loading one application.
template<class Command>
concept is_about_an_application =
    is_one_of<Command, amend_application, send_event, attach_document, assign_members, declare_no_conflict,
              recuse_member, submit_score, draw_panel, answer_invitation, replace_member, remind_members, cast_vote,
              advance_payment, disclose_objector>;

const std::string* application_of(const command& wanted) {
    return std::visit(
        []<class Command>(const Command& each) -> const std::string* {
            if constexpr (is_about_an_application<Command>)
                return &each.application;
            else
                return nullptr;
        },
        wanted);
}

std::shared_ptr<const loaded_application> shared(std::optional<loaded_application> loaded) {
    return loaded ? std::make_shared<const loaded_application>(std::move(*loaded)) : nullptr;
}

} // namespace

std::shared_ptr<const loaded_application> prepare(store::database& database, const library_shelf& shelf,
                                                  const command& wanted) try {
    const auto* id = application_of(wanted);
    if (!id) return nullptr;
    const auto reader = database.read();
    const auto definitions = shelf.now();
    return shared(load_application(*reader, *definitions, *id));
} catch (const std::exception&) {
    return nullptr; // the writer meets the same trouble, and it is the writer's to tell
}

std::shared_ptr<const loaded_application> load_application(const errand& at, const std::string& id) {
    if (at.prepared && at.prepared->row.id == id) {
        const auto present = at.store.share_application(id);
        if (present && (*present)->revision == at.prepared->row.revision &&
            (*present)->definition_version == at.prepared->row.definition_version)
            return at.prepared;
    }
    return shared(load_application(at.store, at.definitions, id));
}

} // namespace sluice::service
