#include "engine/statechart/diagram.hpp"
#include "engine/statechart/diagram_labels.hpp"

#include <fmt/format.h>

#include <iterator>

namespace sluice::statechart {

namespace {

/// Mermaid ends a label at a line's end or a semicolon and reads `#…;` as an entity.
std::string escaped(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) {
        if (!text.empty()) text += " ";
        for (const char letter : line) {
            switch (letter) {
            case '"':
                text += "#quot;";
                break;
            case '#':
                text += "#35;";
                break;
            case ';':
                text += "#59;";
                break;
            case ':':
                text += "#58;";
                break;
            case '<':
                text += "#lt;";
                break;
            case '>':
                text += "#gt;";
                break;
            case '\n':
            case '\r':
                text += ' ';
                break;
            default:
                text += letter;
            }
        }
    }
    return text;
}

class mermaid_writer {
public:
    mermaid_writer(const chart& of, const diagram_options& options)
        : chart_{of}
        , options_{options} {}

    std::string write() {
        add(0, "stateDiagram-v2");
        write_insides(chart_.states().front(), 1);
        for (const auto& shown : chart_.transitions())
            write_transition(shown);
        add(1, "classDef present fill:#ffe08a,stroke-width:3px");
        for (const auto& shown : chart_.states()) {
            const bool is_leaf = shown.children.empty();
            if (is_leaf && options_.present && options_.present->is_active(shown.index)) {
                add(1, "class s{} present", shown.index);
            }
        }
        return std::move(written_);
    }

private:
    template<class... Values>
    void add(std::size_t indent, fmt::format_string<Values...> pattern, Values&&... values) {
        written_.append(indent * 2, ' ');
        fmt::format_to(std::back_inserter(written_), pattern, std::forward<Values>(values)...);
        written_ += '\n';
    }

    /// Recursion is bounded by `depth_max`.
    void write_insides(const state& outer, std::size_t indent) {
        if (outer.kind == state_kind::compound) {
            for (const auto first : outer.initial)
                add(indent, "[*] --> s{}", first);
        }
        bool is_first = true;
        for (auto index = outer.index + 1; index < outer.subtree_end; index = chart_.states()[index].subtree_end) {
            const auto& inner = chart_.states()[index];
            const bool is_region = outer.kind == state_kind::parallel && inner.kind != state_kind::history;
            if (is_region && !std::exchange(is_first, false)) add(indent, "--");
            write_state(inner, indent);
        }
    }

    void write_state(const state& shown, std::size_t indent) {
        auto lines = label_of(shown, options_).lines;
        if (shown.kind == state_kind::history) lines = {shown.deep ? "H*" : "H"};
        add(indent, "state \"{}\" as s{}", escaped(lines), shown.index);
        if (shown.kind == state_kind::final) add(indent, "s{} --> [*]", shown.index);
        if (shown.kind == state_kind::history) {
            for (const auto target : shown.initial)
                add(indent, "s{} --> s{}", shown.index, target);
        }
        if (shown.children.empty()) return;
        add(indent, "state s{} {{", shown.index);
        write_insides(shown, indent + 1);
        add(indent, "}}");
    }

    void write_transition(const transition& shown) {
        if (shown.source == 0) return add(1, "%% {}", escaped(label_of(chart_, shown, options_).lines));
        const auto label = escaped(label_of(chart_, shown, options_).lines);
        const auto suffix = label.empty() ? std::string{} : " : " + label;
        if (shown.targets.empty()) add(1, "s{} --> s{}{}", shown.source, shown.source, suffix);
        for (const auto target : shown.targets)
            add(1, "s{} --> s{}{}", shown.source, target, suffix);
    }

    const chart& chart_;
    const diagram_options& options_;
    std::string written_;
};

} // namespace

std::string to_mermaid(const chart& of, const diagram_options& options) {
    return mermaid_writer{of, options}.write();
}

} // namespace sluice::statechart
