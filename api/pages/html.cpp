#include "api/pages/html.hpp"

#include "api/auth/base64.hpp"
#include "engine/base/digest.hpp"

#include <fmt/format.h>

namespace sluice::pages {
namespace {

constexpr std::string_view style = R"css(
:root { color-scheme: light dark; --ink: #1c2430; --paper: #ffffff; --soft: #5a6472; --line: #d5dae1; --tint: #f3f6fa;
  --mark: #0b5cad; --good: #1d6b3a; --wait: #8a4b00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --paper: #14181f; --soft: #a9b2bf; --line: #353d49;
  --tint: #1c222b; --mark: #7db8f5; --good: #7fd19b; --wait: #f0b36a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.6;
  font-family: system-ui, "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; }
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 1rem 1.25rem; }
header { display: flex; justify-content: space-between; gap: 1rem; border-bottom: 1px solid var(--line); }
header a, footer { color: var(--soft); font-size: .95rem; }
h1 { font-size: 1.6rem; line-height: 1.3; margin: .5rem 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { max-width: 46rem; }
a { color: var(--mark); }
a:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .75rem 0; }
nav a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: left; color: var(--soft); padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .6rem .75rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--tint); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 600; } tbody th .small { font-weight: 400; }
td.amount, th.amount { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
time { white-space: nowrap; }
.state { font-weight: 600; white-space: nowrap; }
.open { color: var(--good); } .suspended { color: var(--wait); }
.small { color: var(--soft); font-size: .9rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1.5rem; margin: 1rem 0; }
dt { color: var(--soft); } dd { margin: 0; }
.clock { background: var(--tint); border-left: 4px solid var(--mark); padding: .75rem 1rem; margin: 1rem 0; }
code { overflow-wrap: anywhere; }
@media (max-width: 42rem) {
  thead { position: absolute; left: -999rem; }
  table, tbody, tr, th, td, caption { display: block; }
  tr { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .25rem; margin: 0 0 .75rem; }
  th, td { border: 0; padding: .2rem .75rem; }
  td.amount { text-align: left; }
  td[data-label]::before { content: attr(data-label) " "; color: var(--soft); }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; }
}
@media print {
  :root { --ink: #000; --paper: #fff; --soft: #333; --line: #999; --tint: #fff; --mark: #000; --good: #000; --wait: #000; }
  header, nav, .skip { display: none; }
  tr { break-inside: avoid; } thead { display: table-header-group; }
}
)css";

} // namespace

std::string escape(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    for (const char each : text)
        switch (each) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        default:
            escaped += each;
        }
    return escaped;
}

std::string to_html(const page& shown) {
    const bool zh = shown.spoken == language::zh;
    return fmt::format(
        R"(<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#main">{skip}</a>
<header><span>{office}</span><a href="{other}" hreflang="{other_lang}" lang="{other_lang}">{other_name}</a></header>
<main id="main">
{main}
</main>
<footer>{privacy}</footer>
</body>
</html>
)",
        fmt::arg("lang", zh ? "zh-CN" : "en"), fmt::arg("title", escape(shown.title)), fmt::arg("style", style),
        fmt::arg("skip", zh ? "跳到正文" : "Skip to the content"),
        fmt::arg("office", zh ? "公共资金信息公开" : "Public funds, made public"),
        fmt::arg("other", escape(shown.other_language)), fmt::arg("other_lang", zh ? "en" : "zh-CN"),
        fmt::arg("other_name", zh ? "English" : "中文"), fmt::arg("main", shown.main),
        fmt::arg("privacy", zh ? "本页只公布项目、单位和金额，不含个人信息。"
                               : "Published here are project, organisation and amount, and no personal data."));
}

const std::string& content_security_policy() {
    static const std::string policy = "default-src 'none'; style-src 'sha256-" + auth::to_base64(sha256(style)) +
                                      "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    return policy;
}

} // namespace sluice::pages
