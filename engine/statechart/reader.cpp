#include "engine/statechart/reader.hpp"

namespace sluice::statechart {

result<chart> chart::read(const ordered_json& machine, std::string pointer_prefix, const read_options& options) {
    return chart_reader{std::move(pointer_prefix), options}.read(machine);
}

chart_reader::chart_reader(std::string pointer_prefix, const read_options& options)
    : options_{options}
    , pointer_prefix_{std::move(pointer_prefix)} {}

result<chart> chart_reader::read(const ordered_json& machine) {
    read_tree(machine);
    // A tree with faults has no reliable names, so that targets would only be blamed for what is already reported.
    if (faults_.empty()) {
        for (std::size_t index = 0; index < read_.states_.size(); ++index) {
            if (read_.states_[index].kind == state_kind::history)
                read_history(index);
            else
                read_initial(index);
            read_transitions(index);
        }
    }
    if (!faults_.empty()) {
        auto refused = refuse(reason::definition_invalid, faults_.front().explanation, faults_.front().place);
        refused.requirements = std::move(faults_);
        return refused;
    }
    for (std::size_t index = 0; index < read_.states_.size(); ++index)
        index_transitions(index);
    return std::move(read_);
}

} // namespace sluice::statechart
