#include "engine/statechart/diagram_labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sluice::statechart {

namespace {

/// In Unicode code points; what is longer ends in an ellipsis.
constexpr std::size_t guard_length_max = 48;

struct money_name {
    std::string_view type;
    std::string_view zh;
    std::string_view en;
};

constexpr std::array money_names{
    money_name{"reserve", "预留资金", "reserve"}, money_name{"commit", "承诺资金", "commit"},
    money_name{"release", "释放资金", "release"}, money_name{"payment_due", "应付款", "payment due"},
    money_name{"receive", "收回资金", "receive"}, money_name{"write_off", "核销", "write off"},
};

const money_name* find_money(const action& asked) {
    const auto found = std::find_if(money_names.begin(), money_names.end(),
                                    [&](const money_name& name) { return name.type == asked.type; });
    return found == money_names.end() ? nullptr : &*found;
}

std::string title_of(const ordered_json& definition, language wanted) {
    const auto title = definition.find("title");
    if (title == definition.end()) return {};
    if (title->is_string()) return title->get<std::string>();
    const auto in = title->is_object() ? title->find(wanted == language::zh ? "zh" : "en") : title->end();
    return in != title->end() && in->is_string() ? in->get<std::string>() : std::string{};
}

std::string name_in(const std::map<std::string, text>& names, const std::string& name, language wanted) {
    const auto found = names.find(name);
    return found == names.end() ? name : found->second.in(wanted);
}

std::string shortened(const std::string& written) {
    std::size_t points = 0;
    for (std::size_t at = 0; at < written.size(); ++at) {
        const bool starts_point = (static_cast<unsigned char>(written[at]) & 0xC0u) != 0x80u;
        if (starts_point && points++ == guard_length_max) return written.substr(0, at) + "…";
    }
    return written;
}

/// What the chart says, or what the expression there is known to come to; empty where nobody can tell yet.
std::string written_delay(const ordered_json& delay, const diagram_options& options) {
    if (delay.is_string()) return delay.get<std::string>();
    const auto expression = delay.find("cel");
    if (expression == delay.end() || !expression->is_string()) return {};
    const auto known = options.values.find(expression->get<std::string>());
    return known == options.values.end() ? std::string{} : known->second;
}

/// "7 working days" in the reader's language; other texts as they are written.
std::string delay_in(const std::string& written, language wanted) {
    if (wanted == language::en) return written;
    struct unit {
        std::string_view en, zh;
    };
    constexpr std::array units{unit{"working day", "个工作日"}, unit{"day", "天"},   unit{"week", "周"},
                               unit{"month", "个月"},           unit{"year", "年"},  unit{"hour", "小时"},
                               unit{"minute", "分钟"},          unit{"second", "秒"}};
    const auto space = written.find(' ');
    if (space == std::string::npos) return written;
    auto word = std::string_view{written}.substr(space + 1);
    if (word.ends_with('s')) word.remove_suffix(1);
    for (const auto& known : units) {
        if (word == known.en) return fmt::format("{} {}", written.substr(0, space), known.zh);
    }
    return written;
}

void add_money(const std::vector<action>& actions, language wanted, diagram_label& into) {
    for (const auto& asked : actions) {
        const auto* money = find_money(asked);
        if (!money) continue;
        into.money = true;
        into.lines.push_back(fmt::format("¥ {}", wanted == language::zh ? money->zh : money->en));
    }
}

std::string roles_of(const transition& shown, const diagram_options& options) {
    const auto by = shown.definition.find("by");
    if (by == shown.definition.end()) return {};
    std::vector<std::string> roles;
    const auto add = [&](const ordered_json& role) {
        if (role.is_string()) roles.push_back(name_in(options.roles, role.get<std::string>(), options.language));
    };
    if (by->is_array())
        std::for_each(by->begin(), by->end(), add);
    else
        add(*by);
    return fmt::format("{}", fmt::join(roles, options.language == language::zh ? "、" : ", "));
}

std::string headline_of(const chart& of, const transition& shown, const diagram_options& options) {
    const auto title = title_of(shown.definition, options.language);
    const bool zh = options.language == language::zh;
    if (shown.timer) {
        const auto& timer = of.timers()[*shown.timer];
        const auto delay = delay_in(written_delay(timer.delay, options), options.language);
        if (delay.empty()) return !title.empty() ? title : zh ? "到期" : "when due";
        const auto when = zh ? fmt::format("{}后", delay) : fmt::format("after {}", delay);
        return title.empty() ? when : fmt::format("{}{}{}", when, zh ? "：" : ": ", title);
    }
    if (!title.empty()) return title;
    if (shown.event.empty()) return {};
    if (shown.event == "done.state." + of.states()[shown.source].id) return zh ? "全部完成" : "when finished";
    return name_in(options.names, shown.event, options.language);
}

} // namespace

bool moves_money(const action& asked) {
    return find_money(asked) != nullptr;
}

diagram_label label_of(const state& shown, const diagram_options& options) {
    diagram_label label;
    const auto title = title_of(shown.definition, options.language);
    label.lines.push_back(!title.empty()      ? title
                          : shown.key.empty() ? shown.id
                                              : name_in(options.names, shown.key, options.language));
    label.timer = !shown.timers.empty();
    add_money(shown.entry, options.language, label);
    add_money(shown.exit, options.language, label);
    return label;
}

diagram_label label_of(const chart& of, const transition& shown, const diagram_options& options) {
    diagram_label label;
    label.timer = shown.timer.has_value();
    if (auto headline = headline_of(of, shown, options); !headline.empty()) label.lines.push_back(std::move(headline));
    if (const auto roles = roles_of(shown, options); !roles.empty()) label.lines.push_back(fmt::format("({})", roles));
    const bool untitled = title_of(shown.definition, options.language).empty();
    if (options.show_guards && untitled && !shown.guard.empty())
        label.lines.push_back(fmt::format("[{}]", shortened(shown.guard)));
    add_money(shown.actions, options.language, label);
    return label;
}

} // namespace sluice::statechart
