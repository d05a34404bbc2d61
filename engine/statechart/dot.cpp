#include "engine/statechart/diagram.hpp"
#include "engine/statechart/diagram_labels.hpp"
#include "engine/statechart/dot_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace sluice::statechart {

namespace {

// Each text colour stands at least 4.5 to 1 against each of the fills (WCAG AA).
constexpr std::string_view text_colour = "#1c2733";
constexpr std::string_view quiet_colour = "#51606e";
constexpr std::string_view money_colour = "#7a4d00";
constexpr std::string_view timer_colour = "#7a3e9d";
constexpr std::string_view step_fill = "#ffffff";
constexpr std::string_view end_fill = "#e3e8ed";
constexpr std::string_view present_fill = "#ffe08a";
constexpr std::string_view group_fill = "#f5f7f9";
constexpr std::string_view person_mark = "#2f6db3";
constexpr std::string_view automatic_mark = "#9aa7b3";

constexpr std::size_t title_width_max = 34, row_width_max = 46;

/// Between the same two states one arrow is drawn, however many ways there are.
struct arrow {
    std::size_t from = 0, to = 0;
    bool timer = true; ///< all of the ways are timers
    bool money = false;
};

/// A procedure as cards: each state with all that can happen in it, who may do it and where it leads; arrows only where
/// the procedure goes on, so that they do not cross. What goes back, or to an end that many states share, is read off
/// the cards.
class dot_writer {
public:
    dot_writer(const chart& of, const diagram_options& options)
        : chart_{of}
        , options_{options} {}

    std::string write() {
        const auto& root = chart_.states().front();
        add(0, "digraph {} {{", dot_quoted(title_of(root)));
        add(1,
            "graph [rankdir=TB, compound=true, fontname=\"Noto Sans CJK SC, sans-serif\", fontsize=11, nodesep=0.3, "
            "ranksep=0.4, labelloc=t, pad=0.2, bgcolor=white, fontcolor=\"{}\", label=<{}>];",
            text_colour, heading_of(root));
        add(1,
            "node [shape=plain, fontname=\"Noto Sans CJK SC, sans-serif\", fontsize=11, fontcolor=\"{}\", "
            "color=\"{}\"];",
            text_colour, quiet_colour);
        add(1, "edge [color=\"{}\", arrowsize=0.8];", quiet_colour);
        add(1, "start [shape=circle, width=0.16, label=\"\", style=filled, fillcolor=black];");
        write_insides(root, 1);
        for (const auto first : root.initial)
            write_arrow("start", {0, first, false, false});
        for (const auto& drawn : arrows())
            write_arrow(name_of(beginning_of(drawn.from)), drawn);
        write_ends();
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

    bool is_zh() const { return options_.language == language::zh; }
    bool is_present(const state& shown) const { return options_.present && options_.present->is_active(shown.index); }
    std::string title_of(const state& shown) const { return label_of(shown, options_).lines.front(); }

    /// A node's name is what a reader of the picture hears or sees when pointing at it.
    std::string name_of(std::size_t index) const {
        const auto& named = chart_.states()[index];
        return dot_quoted(fmt::format("{} ({})", title_of(named), named.id));
    }

    std::string mark(std::string_view colour, const char* zh, const char* en) const {
        return fmt::format("<TD BGCOLOR=\"{}\" WIDTH=\"6\"></TD><TD ALIGN=\"LEFT\">{}  </TD>", colour,
                           is_zh() ? zh : en);
    }

    /// The procedure's title, and what the colours mean.
    std::string heading_of(const state& root) const {
        auto heading = fmt::format("<TABLE BORDER=\"0\" CELLSPACING=\"2\"><TR><TD COLSPAN=\"8\"><FONT "
                                   "POINT-SIZE=\"18\"><B>{}</B></FONT></TD></TR><TR>",
                                   dot_rows(title_of(root), 2 * row_width_max));
        heading += mark(person_mark, "由人办理（括号内为角色）", "done by people (roles in brackets)");
        heading += mark(timer_colour, "到期自动（虚线）", "when a term ends (dashed)");
        heading += mark(automatic_mark, "系统自动", "by itself");
        heading += mark(money_colour, "¥ 涉及资金", "¥ moves money");
        heading += "</TR>";
        if (options_.present) heading += fmt::format("<TR>{}</TR>", mark(present_fill, "当前所在", "where it is now"));
        return heading + "</TABLE>";
    }

    /// Where a way leads, as words: ↩ for what goes back.
    std::string destination_of(const transition& way) const {
        std::string words;
        for (const auto target : way.targets) {
            const bool back = target <= way.source && !chart_.is_descendant(target, way.source);
            words += fmt::format(" {} {}", back ? "↩" : "→", title_of(chart_.states()[target]));
        }
        return words;
    }

    std::string row_of(const transition& way) const {
        const auto label = label_of(chart_, way, options_);
        std::string words = fmt::format("{}", fmt::join(label.lines, " ")) + destination_of(way);
        if (words.starts_with(' ')) words.erase(0, 1);
        const bool by_people = way.definition.contains("by");
        const auto colour = label.money   ? money_colour
                            : label.timer ? timer_colour
                            : by_people   ? person_mark
                                          : automatic_mark;
        const auto written = label.money || label.timer ? colour : text_colour;
        return fmt::format("<TR><TD BGCOLOR=\"{}\" WIDTH=\"6\"></TD><TD ALIGN=\"LEFT\" BALIGN=\"LEFT\"><FONT "
                           "COLOR=\"{}\">{}</FONT></TD></TR>",
                           colour, written, dot_rows(words, row_width_max));
    }

    /// Title, what its entry and exit do to money, and all ways out.
    std::string card_of(const state& shown, std::string_view fill) const {
        const auto label = label_of(shown, options_);
        auto card = fmt::format("<TABLE BORDER=\"{}\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\" "
                                "COLOR=\"{}\" BGCOLOR=\"{}\"{}><TR><TD COLSPAN=\"2\"><FONT POINT-SIZE=\"13\"><B>{}"
                                "</B></FONT></TD></TR>",
                                shown.children.empty() ? (is_present(shown) ? 3 : 1) : 0, quiet_colour, fill,
                                shown.kind == state_kind::final ? " STYLE=\"ROUNDED\"" : "",
                                dot_rows(label.lines.front(), title_width_max));
        for (std::size_t line = 1; line < label.lines.size(); ++line)
            card += fmt::format("<TR><TD BGCOLOR=\"{}\" WIDTH=\"6\"></TD><TD ALIGN=\"LEFT\" BALIGN=\"LEFT\"><FONT "
                                "COLOR=\"{}\">{}</FONT></TD></TR>",
                                money_colour, money_colour, dot_rows(label.lines[line], row_width_max));
        for (const auto number : shown.transitions)
            card += row_of(chart_.transitions()[number]);
        return card + "</TABLE>";
    }

    /// Recursion is bounded by `depth_max`.
    void write_insides(const state& outer, std::size_t indent) {
        for (auto index = outer.index + 1; index < outer.subtree_end; index = chart_.states()[index].subtree_end)
            write_state(chart_.states()[index], indent);
    }

    void write_state(const state& shown, std::size_t indent) {
        if (shown.children.empty()) return write_leaf(shown, indent);
        add(indent, "subgraph cluster{} {{", shown.index);
        add(indent + 1,
            "style=\"rounded,filled{}\"; color=\"{}\"; penwidth={}; labeljust=l; fillcolor=\"{}\"; label=<{}>;",
            shown.kind == state_kind::parallel ? ",dashed" : "", quiet_colour, is_present(shown) ? 3 : 1,
            shown.depth % 2 == 1 ? group_fill : step_fill, card_of(shown, "transparent"));
        write_insides(shown, indent + 1);
        add(indent, "}}");
    }

    void write_leaf(const state& shown, std::size_t indent) {
        if (shown.kind == state_kind::history) {
            add(indent, "{} [shape=circle, label=\"{}\"];", name_of(shown.index), shown.deep ? "H*" : "H");
            for (const auto target : shown.initial)
                add(indent, "{} -> {} [style=dotted];", name_of(shown.index), name_of(end_of(target)));
            return;
        }
        const auto fill = is_present(shown) ? present_fill : shown.kind == state_kind::final ? end_fill : step_fill;
        add(indent, "{} [label=<{}>];", name_of(shown.index), card_of(shown, fill));
    }

    /// Graphviz draws arrows between nodes only, and cuts them off at a group's border: a group is entered at its
    /// initial state and left from its last, each of the middle region where there are several.
    std::size_t end_of(std::size_t index) const {
        while (!chart_.states()[index].children.empty()) {
            const auto& outer = chart_.states()[index];
            index = outer.initial.empty() ? outer.children[outer.children.size() / 2] : outer.initial.front();
        }
        return index;
    }

    std::size_t beginning_of(std::size_t index) const {
        while (!chart_.states()[index].children.empty()) {
            const auto& children = chart_.states()[index].children;
            const bool side_by_side = chart_.states()[index].kind == state_kind::parallel;
            index = side_by_side ? children[children.size() / 2] : children.back();
        }
        return index;
    }

    /// An end that several states lead to is named on their cards only.
    bool is_shared_end(std::size_t target) const {
        if (chart_.states()[target].kind != state_kind::final) return false;
        std::set<std::size_t> sources;
        for (const auto& way : chart_.transitions())
            if (std::find(way.targets.begin(), way.targets.end(), target) != way.targets.end())
                sources.insert(way.source);
        return sources.size() > 1;
    }

    bool is_drawn(std::size_t from, std::size_t to) const { return to > from && !is_shared_end(to); }

    std::vector<arrow> arrows() const {
        std::vector<arrow> drawn;
        for (const auto& way : chart_.transitions()) {
            const auto label = label_of(chart_, way, options_);
            for (const auto target : way.targets) {
                if (!is_drawn(way.source, target) || way.source == 0) continue;
                auto same = std::find_if(drawn.begin(), drawn.end(), [&](const arrow& earlier) {
                    return earlier.from == way.source && earlier.to == target;
                });
                if (same == drawn.end()) same = drawn.insert(drawn.end(), {way.source, target, true, false});
                same->timer = same->timer && label.timer;
                same->money = same->money || label.money;
            }
        }
        return drawn;
    }

    /// The way to the next state as it is written is the way that most applications take: it is kept straight.
    bool is_main(const arrow& drawn) const { return drawn.to == chart_.states()[drawn.from].subtree_end; }

    void write_arrow(const std::string& from, const arrow& drawn) {
        std::string look = is_main(drawn) ? "weight=8, penwidth=2" : "weight=1";
        if (drawn.timer) look += fmt::format(", style=dashed, color=\"{}\"", timer_colour);
        if (drawn.money) look += fmt::format(", color=\"{}\"", money_colour);
        const auto end = end_of(drawn.to);
        if (end != drawn.to && !chart_.is_inside_or_same(drawn.from, drawn.to))
            look += fmt::format(", lhead=cluster{}", drawn.to);
        const bool leaves_group = !chart_.states()[drawn.from].children.empty() && drawn.from != 0;
        if (leaves_group && !chart_.is_inside_or_same(drawn.to, drawn.from))
            look += fmt::format(", ltail=cluster{}", drawn.from);
        add(1, "{} -> {} [{}];", from, name_of(end), look);
    }

    /// The ends that no arrow leads to stand together at the bottom.
    void write_ends() {
        std::string names;
        for (const auto& shown : chart_.states())
            if (shown.kind == state_kind::final && shown.parent == 0 && is_shared_end(shown.index))
                names += name_of(shown.index) + "; ";
        if (!names.empty()) add(1, "{{ rank=sink; {}}}", names);
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
