#include "tests/mutation/mutant.hpp"

namespace sluice::mutation {
namespace {

using place = ordered_json::json_pointer;

/// The same members in the same order, one under another key.
ordered_json renamed(const ordered_json& object, const std::string& before, const std::string& after) {
    ordered_json changed = ordered_json::object();
    for (const auto& [key, value] : object.items())
        changed[key == before ? after : key] = value;
    return changed;
}

void carry_out(ordered_json& document, const edit& wanted) {
    const place where{wanted.pointer};
    if (wanted.of == edit::kind::replace) {
        document.at(where) = wanted.value;
        return;
    }
    auto& parent = document.at(where.parent_pointer());
    const auto& step = where.back();
    switch (wanted.of) {
    case edit::kind::replace:
        break;
    case edit::kind::remove:
        if (parent.is_array())
            parent.erase(std::stoul(step));
        else
            parent.erase(step);
        break;
    case edit::kind::rename:
        parent = renamed(parent, step, wanted.value.get<std::string>());
        break;
    case edit::kind::insert:
        if (parent.is_array())
            parent.insert(parent.begin() + std::stol(step), wanted.value);
        else
            parent[step] = wanted.value;
        break;
    }
}

} // namespace

std::string mutant::key() const {
    return folder + " " + file + "#" + pointer + " " + way + ": " + what;
}

ordered_json apply(ordered_json document, const std::vector<edit>& edits) {
    for (const auto& each : edits)
        carry_out(document, each);
    return document;
}

programme::definition_files damaged_files(const original& whole, const mutant& damage) {
    auto files = whole.files;
    files[damage.file] = apply(whole.documents.at(damage.file), damage.edits).dump(2);
    return files;
}

edit replace(std::string pointer, ordered_json value) {
    return {edit::kind::replace, std::move(pointer), std::move(value)};
}

edit remove(std::string pointer) {
    return {edit::kind::remove, std::move(pointer), nullptr};
}

edit rename(std::string pointer, std::string key) {
    return {edit::kind::rename, std::move(pointer), std::move(key)};
}

edit insert(std::string pointer, ordered_json value) {
    return {edit::kind::insert, std::move(pointer), std::move(value)};
}

} // namespace sluice::mutation
