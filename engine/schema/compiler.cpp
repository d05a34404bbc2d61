#include "engine/schema/compiler.hpp"

#include "engine/schema/keywords.hpp"
#include "engine/schema/shape_builder.hpp"

#include <fmt/format.h>

#include <charconv>

namespace sluice::schema {
namespace {

std::optional<std::string> decode_step(std::string_view written) {
    std::string decoded;
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (written[i] != '~') {
            decoded += written[i];
            continue;
        }
        if (++i == written.size() || (written[i] != '0' && written[i] != '1')) return std::nullopt;
        decoded += written[i] == '0' ? '~' : '/';
    }
    return decoded;
}

const ordered_json* step_into(const ordered_json& from, const std::string& step) {
    if (from.is_object()) {
        const auto found = from.find(step);
        return found == from.end() ? nullptr : &*found;
    }
    std::size_t index = 0;
    const auto read = std::from_chars(step.data(), step.data() + step.size(), index);
    const bool is_index =
        !step.empty() && read.ptr == step.data() + step.size() && (step == "0" || step.front() != '0');
    return from.is_array() && is_index && index < from.size() ? &from[index] : nullptr;
}

/// Known to the standard, and not supported: to ignore it would be to read the schema wrongly.
bool is_dynamic(std::string_view keyword) {
    return keyword == "$dynamicRef" || keyword == "$dynamicAnchor" || keyword == "$vocabulary";
}

} // namespace

compiler::compiler(const ordered_json& document, compile_options options)
    : document_{document}
    , program_{std::make_shared<program>()} {
    program_->limits = std::move(options);
}

result<std::shared_ptr<const program>> compiler::run() {
    std::string place;
    const auto* root = walk(program_->limits.place, place);
    if (root == nullptr) {
        fail(program_->limits.place, {"此处没有模式（JSON Schema）", "There is no schema at this place"});
    } else {
        resources_.emplace(document_, *root, place, program_->limits.schema_depth_max);
        compile_at(*root, place);
    }
    // Each round compiles one more node or ends: there are at most `nodes_max`.
    while (!failed() && !open_references_.empty()) {
        const auto next = open_references_.back();
        open_references_.pop_back();
        compile_at(*next.written, next.place);
    }
    if (!failed()) check_progress();
    if (!failed()) {
        auto shaped = build_shape(program_->nodes);
        if (shaped)
            program_->root_shape = *shaped;
        else
            fail(shaped.error());
    }
    if (failed()) return *fault_;
    return std::shared_ptr<const program>{program_};
}

void compiler::fail(std::string place, text explanation) {
    fail(refuse(reason::definition_invalid, std::move(explanation), std::move(place)));
}

void compiler::fail(refusal why) {
    if (!fault_) fault_ = std::move(why);
}

std::optional<node_id> compiler::number(const std::string& place) {
    const auto found = numbered_.find(place);
    if (found != numbered_.end()) return found->second;
    if (program_->nodes.size() >= program_->limits.nodes_max) {
        fail(place, {fmt::format("模式超过 {} 个", program_->limits.nodes_max),
                     fmt::format("There are more than {} schemas", program_->limits.nodes_max)});
        return std::nullopt;
    }
    const auto id = static_cast<node_id>(program_->nodes.size());
    program_->nodes.emplace_back().place = place;
    compiled_.push_back(false);
    numbered_.emplace(place, id);
    return id;
}

node_id compiler::compile_at(const ordered_json& written, const std::string& place) {
    const auto id = number(place);
    if (!id || failed() || compiled_[*id]) return id.value_or(0);
    compiled_[*id] = true;
    node& into = program_->nodes[*id];
    if (written.is_boolean()) {
        into.always = written.get<bool>();
    } else if (!written.is_object()) {
        fail(place, {"模式应为对象或布尔值", "A schema is an object, true or false"});
    } else if (depth_ >= program_->limits.schema_depth_max) {
        fail(place, {"模式嵌套过深", "Schemas are nested too deeply"});
    } else {
        ++depth_;
        read_keywords(into, written, place);
        --depth_;
    }
    return *id;
}

void compiler::read_keywords(node& into, const ordered_json& written, const std::string& place) {
    for (const auto& [name, value] : written.items()) {
        if (failed()) return;
        const auto here = place + "/" + pointer_step(name);
        if (name.starts_with("x-") ? read_extension(*this, into, name, value, here)
                                   : read_keyword(*this, into, name, value, here))
            continue;
        if (program_->limits.unknown_ignored && !is_dynamic(name)) continue;
        fail(here, {fmt::format("不支持的关键字“{}”", name), fmt::format("The keyword “{}” is not supported", name)});
    }
}

node_id compiler::resolve(std::string_view reference, const std::string& place) {
    const auto pointer = resources_->resolve(reference, place);
    if (!pointer) {
        fail(place,
             {fmt::format("只支持本文档内的引用，例：#/$defs/money；“{}”不在本文档内", reference),
              fmt::format("Only references within the document are supported, such as #/$defs/money; “{}” is not in it",
                          reference)});
        return 0;
    }
    std::string target;
    const auto* written = walk(*pointer, target);
    if (written == nullptr) {
        fail(place, {fmt::format("引用“{}”没有指向任何内容", reference),
                     fmt::format("The reference “{}” leads nowhere", reference)});
        return 0;
    }
    const auto id = number(target);
    if (id && !compiled_[*id]) open_references_.push_back({written, target});
    return id.value_or(0);
}

const ordered_json* compiler::walk(std::string_view pointer, std::string& place) const {
    const auto* at = &document_;
    while (!pointer.empty() && at != nullptr) {
        if (pointer.front() != '/') return nullptr;
        pointer.remove_prefix(1);
        const auto end = std::min(pointer.find('/'), pointer.size());
        const auto step = decode_step(pointer.substr(0, end));
        if (!step) return nullptr;
        at = step_into(*at, *step);
        place += "/" + pointer_step(*step);
        pointer.remove_prefix(end);
    }
    return at;
}

void compiler::check_progress() {
    std::vector<std::size_t> known(program_->nodes.size(), 0);
    for (node_id id = 0; id < program_->nodes.size() && !failed(); ++id)
        chain_length(id, known, 0);
}

/// The longest run of schemas that apply to one value; a run longer than the bound is a cycle or might as well be one.
std::size_t compiler::chain_length(node_id id, std::vector<std::size_t>& known, std::size_t depth) {
    if (known[id] > 0 || failed()) return known[id];
    const auto bound = program_->limits.schema_depth_max;
    const auto too_long = [&] {
        fail(program_->nodes[id].place,
             {"引用兜圈子或连得过长：校验同一处内容时不会有进展",
              "References go round in a circle, or on for too long, without getting deeper into the data"});
        return std::size_t{0};
    };
    if (depth > bound) return too_long();
    std::size_t longest = 0;
    for (const auto next : applied_in_place(program_->nodes[id]))
        longest = std::max(longest, chain_length(next, known, depth + 1));
    if (longest >= bound) return too_long();
    return known[id] = longest + 1;
}

} // namespace sluice::schema
