#include "api/pages/notices.hpp"

#include "api/pages/html.hpp"
#include "engine/base/instant.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace sluice::pages {
namespace {

/// One value of a query. Ids, names and cursors need no escaping beyond this.
std::string percent(const std::string& value) {
    std::string written;
    for (const unsigned char each : value)
        if (std::isalnum(each) != 0 || each == '-' || each == '_' || each == '.')
            written += static_cast<char>(each);
        else
            written += fmt::format("%{:02X}", each);
    return written;
}

std::string address(const std::vector<std::pair<std::string, std::string>>& query, const std::string& path) {
    std::string written = path;
    char before = '?';
    for (const auto& [name, value] : query) {
        if (value.empty()) continue;
        written += before + name + "=" + percent(value);
        before = '&';
    }
    return written;
}

std::string address_of(const notice_list& list, language spoken, const std::string& status, const std::string& cursor,
                       const std::string& format = "html") {
    return address({{"programme", list.programme},
                    {"round", list.round},
                    {"status", status},
                    {"language", spoken == language::zh ? "zh" : "en"},
                    {"format", format},
                    {"cursor", cursor}},
                   "/v1/notices");
}

std::string address_of(const json& notice, language spoken) {
    return address({{"language", spoken == language::zh ? "zh" : "en"}, {"format", "html"}},
                   "/v1/notices/" + percent(notice.at("id")));
}

language other(language spoken) {
    return spoken == language::zh ? language::en : language::zh;
}

std::string link(const std::string& to, const std::string& words, bool current = false) {
    return fmt::format(R"(<a href="{}"{}>{}</a>)", escape(to), current ? R"( aria-current="true")" : "", escape(words));
}

/// The day on which an instant lies, or that it ends: 00:00 belongs to the day before.
std::string day_of(const json& when, bool as_end) {
    if (!when.is_string()) return {};
    const auto parsed = parse_rfc3339(when.get_ref<const std::string&>());
    if (!parsed) return {};
    const std::chrono::year_month_day day{local_date({parsed->milliseconds - (as_end ? 1 : 0)})};
    return fmt::format("{}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

std::string time_element(const std::string& day) {
    return day.empty() ? std::string{"–"} : fmt::format(R"(<time datetime="{0}">{0}</time>)", day);
}

/// 150000.00 as 150,000.00.
std::string grouped(const std::string& yuan) {
    std::string shown = yuan;
    const auto point = shown.find('.');
    for (auto at = point == std::string::npos ? shown.size() : point; at > 3; at -= 3)
        if (shown[at - 4] != '-') shown.insert(at - 3, ",");
    return shown;
}

std::string amount_of(const json& notice) {
    const auto& amount = notice.at("amount");
    return amount.is_null() ? std::string{"–"} : grouped(amount.at("amount"));
}

std::string title_of(const std::map<std::string, text>& programmes, const std::string& id, language spoken) {
    const auto known = programmes.find(id);
    return known == programmes.end() ? id : known->second.in(spoken);
}

std::string text_at(const json& notice, const char* key, language spoken) {
    const auto found = notice.find(key);
    return found == notice.end() || !found->is_object()
               ? std::string{}
               : found->at(spoken == language::zh ? "zh" : "en").get<std::string>();
}

std::string state_element(const json& notice, language spoken) {
    const std::string status = notice.at("status");
    return fmt::format(R"(<span class="state {}">{}</span>)", escape(status),
                       escape(words_of_status(status).in(spoken)));
}

/// Until when one can object, in a sentence.
std::string clock_words(const json& notice, language spoken) {
    const bool zh = spoken == language::zh;
    const std::string status = notice.at("status");
    if (status == "suspended")
        return zh ? "有异议正在核查，公示期暂停计算；答复后继续。"
                  : "An objection is being looked into: the clock of this notice stands still until it is answered.";
    const auto until = day_of(notice.at("closes_at"), true);
    if (status != "open")
        return zh ? fmt::format("公示已于 {} 结束。", day_of(notice.at("closes_at"), false))
                  : fmt::format("This notice ended on {}.", day_of(notice.at("closes_at"), false));
    if (until.empty()) return {};
    const auto& left = notice.at("working_days_left");
    if (!left.is_number_integer())
        return zh ? fmt::format("公示至 {} 24:00。", until) : fmt::format("Open until the end of {}.", until);
    return zh ? fmt::format("公示至 {} 24:00，今天之后还有 {} 个工作日。", until, left.get<int>())
              : fmt::format("Open until the end of {}: {} working {} left after today.", until, left.get<int>(),
                            left == 1 ? "day" : "days");
}

std::string row_of(const notice_list& list, const json& notice, language spoken) {
    const bool zh = spoken == language::zh;
    const auto cell = [](const char* label, const std::string& html, const char* kind = "") {
        return fmt::format(R"(<td{} data-label="{}">{}</td>)", kind, label, html);
    };
    std::string title = notice.at("title");
    if (title.empty()) title = notice.at("number");
    return fmt::format(R"(<tr><th scope="row">{}<br><span class="small">{}</span></th>)",
                       link(address_of(notice, spoken), title), escape(notice.at("number").get<std::string>())) +
           cell(zh ? "单位" : "Organisation", escape(notice.at("organisation").get<std::string>())) +
           cell(zh ? "项目类别" : "Programme", escape(title_of(list.programmes, notice.at("programme"), spoken))) +
           cell(zh ? "金额（元）" : "Amount (yuan)", escape(amount_of(notice)), R"( class="amount")") +
           cell(zh ? "公示期" : "Term",
                time_element(day_of(notice.at("opened_at"), false)) + " – " +
                    (notice.at("closes_at").is_null()
                         ? std::string{zh ? "暂停" : "suspended"}
                         : time_element(day_of(notice.at("closes_at"), notice.at("status") == "open")))) +
           cell(zh ? "状态" : "Status", state_element(notice, spoken)) + "</tr>\n";
}

std::string table_of(const notice_list& list, language spoken) {
    const bool zh = spoken == language::zh;
    std::string rows;
    for (const auto& each : list.items)
        rows += row_of(list, each, spoken);
    const auto head = [](const char* words, const char* kind = "") {
        return fmt::format(R"(<th scope="col"{}>{}</th>)", kind, words);
    };
    return fmt::format(
        "<table><caption>{}</caption><thead><tr>{}{}{}{}{}{}</tr></thead>\n<tbody>\n{}</tbody></table>\n",
        zh ? "按发布时间，最新的在前" : "The newest first", head(zh ? "项目" : "Project"),
        head(zh ? "单位" : "Organisation"), head(zh ? "项目类别" : "Programme"),
        head(zh ? "金额（元）" : "Amount (yuan)", R"( class="amount")"), head(zh ? "公示期" : "Term"),
        head(zh ? "状态" : "Status"), rows);
}

std::string how_to_object(const json& notice, language spoken) {
    const std::string id = notice.at("id"), number = escape(notice.at("number").get<std::string>());
    if (spoken == language::zh)
        return fmt::format(
            "<h2>如何提出异议</h2>\n<p>任何单位和个人可在公示期内以书面形式实名提出异议，写明申请编号 "
            "{0}、异议事项与理由、"
            "真实姓名（或单位名称）和联系方式，并附证明材料。不受理匿名异议。异议人的身份予以保密，只由未参与该项目办理"
            "的"
            "核查人员查看。</"
            "p>\n<p>提交后会得到一个回执码，凭它可以查看处理情况和书面答复，并在答复后的期限内申请复核；请妥善"
            "保存，它不会再次显示。</p>\n<p class=\"small\">在线提交：<code>POST /v1/notices/{1}/objections</code>；"
            "查询：<code>GET /v1/objections/回执码</code>。也可直接送交办理机关。</p>\n",
            number, escape(id));
    return fmt::format(
        "<h2>How to object</h2>\n<p>Anyone may object in writing while the notice is open, under their real name: "
        "quote "
        "the number {0}, say what is objected to and why, give contact details, and name the evidence. Anonymous "
        "objections are not accepted. Who objects stays confidential: only the official who looks into it, and who "
        "took "
        "no part in the decision, may see it.</p>\n<p>You get a receipt code. With it you can follow what becomes of "
        "the objection, read the written answer, and ask for a re-examination in the time given there. Keep it: it is "
        "shown only once.</p>\n<p class=\"small\">Online: <code>POST /v1/notices/{1}/objections</code>, then "
        "<code>GET /v1/objections/your-code</code>. Or hand it in at the office.</p>\n",
        number, escape(id));
}

} // namespace

text words_of_status(const std::string& status) {
    if (status == "open") return {"公示中", "Open"};
    if (status == "suspended") return {"异议核查中，暂停", "Suspended by an objection"};
    if (status == "confirmed") return {"公示期满，维持", "Over: confirmed"};
    if (status == "upheld") return {"异议成立", "Objection upheld"};
    return {"已终止", "Ended"};
}

std::string notices_to_html(const notice_list& list, language spoken) {
    const bool zh = spoken == language::zh;
    std::string title = zh ? "公示" : "Public notices";
    if (!list.programme.empty()) title += (zh ? "：" : ": ") + title_of(list.programmes, list.programme, spoken);
    std::string main = fmt::format("<h1>{}</h1>\n", escape(title));
    main += fmt::format(R"(<nav aria-label="{}">)", zh ? "筛选" : "Filter");
    main += link(address_of(list, spoken, "", ""), zh ? "全部" : "All", list.status.empty());
    main += link(address_of(list, spoken, "open", ""), zh ? "公示中" : "Open now", list.status == "open");
    main += link(address_of(list, spoken, "closed", ""), zh ? "已结束" : "Over, with their outcome",
                 list.status == "closed");
    main += "</nav>\n";
    main += list.items.empty() ? fmt::format("<p>{}</p>\n", zh ? "没有符合条件的公示。" : "There is no such notice.")
                               : table_of(list, spoken);
    main += fmt::format(R"(<nav aria-label="{}">)", zh ? "翻页与下载" : "Pages and download");
    if (!list.first) main += link(address_of(list, spoken, list.status, ""), zh ? "回到第一页" : "First page");
    if (!list.next.empty()) main += link(address_of(list, spoken, list.status, list.next), zh ? "下一页" : "Next page");
    main += link(address_of(list, spoken, list.status, "", "csv"), zh ? "下载（CSV）" : "Download (CSV)");
    main += "</nav>";
    return to_html({spoken, title, address_of(list, other(spoken), list.status, ""), std::move(main)});
}

std::string notice_to_html(const json& notice, const std::map<std::string, text>& programmes, language spoken) {
    const bool zh = spoken == language::zh;
    std::string title = notice.at("title");
    if (title.empty()) title = notice.at("number");
    const auto entry = [](const char* name, const std::string& html) {
        return fmt::format("<dt>{}</dt><dd>{}</dd>\n", name, html);
    };
    const std::string heading = text_at(notice, "heading", spoken), status = notice.at("status");
    std::string main = fmt::format(R"(<nav aria-label="{}">{}</nav>)", zh ? "返回" : "Back",
                                   link(address({{"language", zh ? "zh" : "en"}, {"format", "html"}}, "/v1/notices"),
                                        zh ? "全部公示" : "All notices"));
    main += fmt::format("\n<h1>{}</h1>\n", escape(title));
    if (!heading.empty()) main += fmt::format("<p class=\"small\">{}</p>\n", escape(heading));
    main += fmt::format("<p class=\"clock\">{} {}</p>\n<dl>\n", state_element(notice, spoken),
                        escape(clock_words(notice, spoken)));
    main += entry(zh ? "申请编号" : "Number", escape(notice.at("number").get<std::string>()));
    main += entry(zh ? "单位" : "Organisation", escape(notice.at("organisation").get<std::string>()));
    main += entry(zh ? "项目类别" : "Programme", escape(title_of(programmes, notice.at("programme"), spoken)));
    main += entry(zh ? "金额（元）" : "Amount (yuan)", escape(amount_of(notice)));
    main += entry(zh ? "公示开始" : "Since", time_element(day_of(notice.at("opened_at"), false)));
    main += "</dl>\n";
    if (status == "open" || status == "suspended") main += how_to_object(notice, spoken);
    return to_html({spoken, title, address_of(notice, other(spoken)), std::move(main)});
}

} // namespace sluice::pages
