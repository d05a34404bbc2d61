#include "engine/statechart/diagram.hpp"
#include "engine/statechart/diagram_labels.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace sluice::statechart {

namespace {

constexpr std::string_view money_colour = "#8a5a00";
constexpr std::string_view timer_colour = "#5b6b7b";
constexpr std::string_view present_fill = "#ffe08a";
constexpr std::string_view state_fill = "#f4f7fa";

/// In columns of Latin letters; a Chinese character takes two.
constexpr std::size_t line_width_max = 26;

/// Breaks before the word, or the Chinese character, that would pass the width; a longer word stays whole.
void add_wrapped(const std::string& line, std::vector<std::string>& into) {
    std::string row, word;
    std::size_t row_width = 0, word_width = 0;
    const auto end_word = [&] {
        if (!row.empty() && row_width + word_width > line_width_max) {
            while (row.ends_with(' '))
                row.pop_back();
            into.push_back(std::exchange(row, {}));
            row_width = 0;
        }
        row += std::exchange(word, {});
        row_width += std::exchange(word_width, 0);
    };
    for (std::size_t at = 0; at < line.size();) {
        const auto lead = static_cast<unsigned char>(line[at]);
        const std::size_t bytes = lead < 0xC0u ? 1 : lead < 0xE0u ? 2 : lead < 0xF0u ? 3 : 4;
        const auto letter = line.substr(at, bytes);
        at += bytes;
        const bool wide = bytes >= 3 && lead >= 0xE3u; // from U+3000 on: CJK and its punctuation
        const bool closes =
            letter == "，" || letter == "、" || letter == "：" || letter == "；" || letter == "）" || letter == "。";
        if (wide && !closes) end_word();
        word += letter;
        word_width += wide ? 2 : 1;
        if (letter == " ") end_word();
    }
    end_word();
    if (!row.empty()) into.push_back(row);
}

std::string quoted(const std::vector<std::string>& lines) {
    std::vector<std::string> rows;
    for (const auto& line : lines)
        add_wrapped(line, rows);
    std::string text;
    for (const auto& line : rows) {
        if (!text.empty()) text += "\\n";
        for (const char letter : line) {
            if (letter == '"' || letter == '\\') text += '\\';
            text += letter == '\n' || letter == '\r' ? ' ' : letter;
        }
    }
    return '"' + text + '"';
}

class dot_writer {
public:
    dot_writer(const chart& of, const diagram_options& options)
        : chart_{of}
        , options_{options} {}

    std::string write() {
        const auto& root = chart_.states().front();
        add(0, "digraph procedure {{");
        add(1,
            "graph [rankdir=TB, compound=true, newrank=true, fontname=\"Noto Sans CJK SC, sans-serif\", fontsize=13, "
            "nodesep=0.25, ranksep=0.45, labelloc=t, label={}];",
            quoted(label_of(root, options_).lines));
        add(1,
            "node [shape=box, style=\"rounded,filled\", fillcolor=\"{}\", color=\"#5b6b7b\", "
            "fontname=\"Noto Sans CJK SC, sans-serif\", fontsize=12];",
            state_fill);
        add(1, "edge [color=\"#33414f\", fontname=\"Noto Sans CJK SC, sans-serif\", fontsize=10];");
        write_insides(root, 1);
        for (const auto& shown : chart_.transitions())
            write_transition(shown);
        add(0, "}}");
        return std::move(written_);
    }

private:
    template<class... Values>
    void add(std::size_t indent, fmt::format_string<Values...> pattern, Values&&... values) {
        written_.append(indent * 2, ' ');
        fmt::format_to(std::back_inserter(written_), pattern, std::forward<Values>(values)...);
        written_ += '\n';
    }

    /// The state's own label, and under it what can happen while it stays.
    std::vector<std::string> lines_of(const state& shown) const {
        auto lines = label_of(shown, options_).lines;
        for (const auto index : shown.transitions) {
            const auto& inside = chart_.transitions()[index];
            if (!inside.targets.empty()) continue;
            std::string row = "–";
            for (const auto& line : label_of(chart_, inside, options_).lines)
                row += " " + line;
            lines.push_back(std::move(row));
        }
        return lines;
    }

    bool is_present(const state& shown) const { return options_.present && options_.present->is_active(shown.index); }

    /// Recursion is bounded by `depth_max`.
    void write_insides(const state& outer, std::size_t indent) {
        if (outer.kind == state_kind::compound) {
            add(indent, "start{} [shape=circle, width=0.16, label=\"\", fillcolor=black];", outer.index);
        }
        for (auto index = outer.index + 1; index < outer.subtree_end; index = chart_.states()[index].subtree_end) {
            write_state(chart_.states()[index], indent);
        }
        for (const auto first : outer.initial) {
            if (outer.kind == state_kind::compound) write_edge(fmt::format("start{}", outer.index), first, "", indent);
        }
    }

    void write_state(const state& shown, std::size_t indent) {
        if (shown.children.empty()) return write_leaf(shown, indent);
        add(indent, "subgraph cluster{} {{", shown.index);
        add(indent + 1, "label={}; style=\"rounded{}\"; color=\"#5b6b7b\"; penwidth={}; bgcolor=\"{}\";",
            quoted(lines_of(shown)), shown.kind == state_kind::parallel ? ",dashed" : "", is_present(shown) ? 2.5 : 1.0,
            is_present(shown) ? "#fffaf0" : "transparent");
        write_insides(shown, indent + 1);
        add(indent, "}}");
    }

    void write_leaf(const state& shown, std::size_t indent) {
        const auto label = label_of(shown, options_);
        std::string look;
        if (shown.kind == state_kind::final) look += ", peripheries=2";
        if (shown.kind == state_kind::history) look += ", shape=circle, width=0.3, fixedsize=true";
        if (is_present(shown)) look += fmt::format(", fillcolor=\"{}\", penwidth=2.5", present_fill);
        if (label.money) look += fmt::format(", color=\"{}\", fontcolor=\"{}\"", money_colour, money_colour);
        const auto text =
            shown.kind == state_kind::history ? std::vector<std::string>{shown.deep ? "H*" : "H"} : lines_of(shown);
        add(indent, "state{} [label={}{}];", shown.index, quoted(text), look);
        for (const auto target : shown.initial) {
            write_edge(fmt::format("state{}", shown.index), target, "style=dotted, ", indent);
        }
    }

    /// Graphviz draws edges between nodes only: a cluster is stood for by a node inside and cut off at its border.
    std::size_t node_of(std::size_t index) const {
        while (!chart_.states()[index].children.empty()) {
            const auto& outer = chart_.states()[index];
            index = outer.initial.empty() ? outer.children.front() : outer.initial.front();
        }
        return index;
    }

    void write_edge(const std::string& from, std::size_t target, const std::string& look, std::size_t indent) {
        const auto node = node_of(target);
        const auto head = node == target ? std::string{} : fmt::format("lhead=cluster{}", target);
        add(indent, "{} -> state{} [{}{}];", from, node, look, head);
    }

    void write_transition(const transition& shown) {
        if (shown.targets.empty()) return;
        const auto label = label_of(chart_, shown, options_);
        auto look = fmt::format("label={}, ", quoted(label.lines));
        if (label.timer)
            look += fmt::format("style=dashed, color=\"{}\", fontcolor=\"{}\", ", timer_colour, timer_colour);
        if (label.money) look += fmt::format("color=\"{}\", fontcolor=\"{}\", ", money_colour, money_colour);
        const auto from = node_of(shown.source);
        // An arrow from a cluster to its own inside starts at its representative node, which Graphviz cannot cut.
        const bool cut =
            from != shown.source && shown.source != 0 && !chart_.is_inside_or_same(shown.targets.front(), shown.source);
        if (cut) look += fmt::format("ltail=cluster{}, ", shown.source);
        const auto from_name = fmt::format("state{}", from);
        for (const auto target : shown.targets)
            write_edge(from_name, target, look, 1);
    }

    const chart& chart_;
    const diagram_options& options_;
    std::string written_;
};

} // namespace

std::string to_dot(const chart& of, const diagram_options& options) {
    return dot_writer{of, options}.write();
}

} // namespace sluice::statechart
