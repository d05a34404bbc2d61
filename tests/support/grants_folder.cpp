#include "tests/support/grants_folder.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sluice::test {
namespace {

constexpr const char* workflow = R"json({
  "id": "", "version": "1.0.0", "title": {"zh": "补助", "en": "Grant"}, "summary": {"zh": "补助", "en": "Grant"},
  "number_prefix": "", "calendar": "CN", "fund": "", "form": "form.schema.json",
  "parameters": {"standard": {"amount": "0.00", "currency": "CNY"}},
  "variables": {"award": {"type": "money"}},
  "payments": {"prepare": ["officer"], "approve": ["director"], "record": ["finance"]},
  "overlap": {"title_similarity": 0.6, "summary_similarity": 0.6},
  "workflow": {"id": "grant", "initial": "draft", "states": {
    "draft": {"title": {"zh": "草稿", "en": "Draft"}, "tags": ["editable"],
      "on": {"submit": {"title": {"zh": "提交", "en": "Submit"}, "by": ["applicant"], "target": "check",
        "requires": [{"id": "highest_only", "that": "overlap.total < parameters.standard",
          "else": {"zh": "就高不重复：该项目已获 {{ yuan(overlap.total) }} 元，不低于本项目标准",
                   "en": "Highest only: the project has had {{ yuan(overlap.total) }} yuan, no less than this grant gives"}}]}}},
    "check": {"title": {"zh": "审查", "en": "Check"},
      "on": {"return": {"title": {"zh": "退回补正", "en": "Return"}, "by": ["officer"], "target": "correction"},
        "grant": {"title": {"zh": "批准", "en": "Grant"}, "by": ["director"], "target": "paying",
        "actions": [{"type": "assign", "params": {"award": {"cel": "max(0, parameters.standard - overlap.total)"}}},
                    {"type": "reserve", "params": {"amount": {"cel": "vars.award"}}}]},
        "end": {"title": {"zh": "办结", "en": "End"}, "by": ["officer"], "target": "closed"}}},
    "correction": {"title": {"zh": "补正", "en": "Correction"}, "tags": ["editable"],
      "on": {"resubmit": {"title": {"zh": "重新提交", "en": "Resubmit"}, "by": ["applicant"], "target": "check"}}},
    "paying": {"title": {"zh": "拨付", "en": "Paying"},
      "entry": [{"type": "commit"}, {"type": "payment_due", "params": {"instalment": "only",
        "amount": {"cel": "money.committed"}, "title": {"zh": "款", "en": "Payment"}}}],
      "on": {"payment.paid": {"target": "closed"}}},
    "closed": {"title": {"zh": "办结", "en": "Closed"}, "type": "final"}}}})json";

constexpr const char* form = R"({"type": "object", "additionalProperties": false, "required": ["project"],
  "title": {"zh": "申报表", "en": "Form"}, "properties": {"project": {"type": "object", "additionalProperties": false,
    "title": {"zh": "项目", "en": "Project"}, "required": ["title"], "properties": {
      "title": {"type": "string", "maxLength": 200, "title": {"zh": "名称", "en": "Title"}},
      "summary": {"type": "string", "maxLength": 2000, "title": {"zh": "简介", "en": "Summary"}}}}}})";

void write(const std::filesystem::path& file, const std::string& bytes) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << bytes;
}

} // namespace

grants_folder::grants_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sluice-grants-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
    path_ = pattern;
    std::filesystem::copy("workflows/calendars", path_ / "calendars", std::filesystem::copy_options::recursive);
    for (const auto& [letter, standard] : {std::pair{'a', "100000.00"}, {'b', "150000.00"}, {'c', "120000.00"}}) {
        auto definition = ordered_json::parse(workflow);
        const auto id = fmt::format("grant-{}", letter);
        definition["id"] = definition["fund"] = id;
        definition["number_prefix"] = fmt::format("G{}", static_cast<char>(letter - 'a' + 'A'));
        definition["parameters"]["standard"]["amount"] = standard;
        write(path_ / id / "workflow.json", definition.dump(2));
        write(path_ / id / "form.schema.json", form);
    }
}

grants_folder::~grants_folder() {
    std::filesystem::remove_all(path_);
}

json grants_folder::files(const std::string& id) const {
    json all = json::object();
    for (const char* name : {"workflow.json", "form.schema.json"}) {
        std::ifstream file{path_ / id / name, std::ios::binary};
        all[name] = std::string{std::istreambuf_iterator<char>{file}, {}};
    }
    return all;
}

json grant_form(const std::string& title, const std::string& summary) {
    json filled = {{"project", {{"title", title}}}};
    if (!summary.empty()) filled["project"]["summary"] = summary;
    return filled;
}

} // namespace sluice::test
