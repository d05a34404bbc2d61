// What a definition can run into while it works: such programmes are not ours, so the tests write their own.

#include "tests/api/refused.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

using namespace sluice;
using namespace sluice::test;

namespace {

constexpr const char* form_schema = R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "additionalProperties": false, "properties": {}
})json";

/// A programme of one state, whose every event goes wrong in a way of its own. `%` is its name, `$` what names its
/// fund.
constexpr const char* workflow = R"json({
  "id": "%", "version": "1.0.0", "title": {"zh": "固执的项目", "en": "Stubborn"}, "summary": {"zh": "测试", "en": "For tests"},
  "number_prefix": "ST", "calendar": "CN", $ "form": "form.schema.json",
  "variables": {"count": {"type": "integer"}},
  "payments": {"prepare": ["officer"], "approve": ["director"], "record": ["finance"], "instrument": "grant"},
  "workflow": {
    "id": "%", "initial": "draft",
    "states": {
      "draft": {
        "title": {"zh": "草稿", "en": "Draft"},
        "tags": ["editable"],
        "on": {
          "wait": {"title": {"zh": "等待", "en": "Wait"}, "by": ["applicant"], "target": "done", "guard": "vars.count > 0"},
          "divide": {"title": {"zh": "相除", "en": "Divide"}, "by": ["applicant"], "target": "done", "guard": "1 / vars.count > 0"},
          "spin": {"title": {"zh": "循环", "en": "Spin"}, "by": ["applicant"], "target": "ping"},
          "reserve": {"title": {"zh": "预留", "en": "Reserve"}, "by": ["applicant"], "target": "done",
            "actions": [{"type": "reserve", "params": {"amount": {"amount": "1.00", "currency": "CNY"}}}]},
          "reserve_less_than_nothing": {"title": {"zh": "预留负数", "en": "Reserve less than nothing"}, "by": ["applicant"], "target": "done",
            "actions": [{"type": "reserve", "params": {"amount": {"cel": "vars.count - 1"}}}]},
          "overpay": {"title": {"zh": "超付", "en": "Overpay"}, "by": ["applicant"], "target": "done",
            "actions": [{"type": "payment_due", "params": {"instalment": "first", "title": {"zh": "第一笔", "en": "First"},
                                                           "amount": {"amount": "1.00", "currency": "CNY"}}}]},
          "take_back": {"title": {"zh": "追回", "en": "Take back"}, "by": ["applicant"], "target": "done",
            "actions": [{"type": "receive", "params": {"kind": "recovery", "amount": {"amount": "1.00", "currency": "CNY"}}}]}
        }
      },
      "ping": {"title": {"zh": "乒", "en": "Ping"}, "always": [{"target": "pong", "title": {"zh": "去", "en": "There"}}]},
      "pong": {"title": {"zh": "乓", "en": "Pong"}, "always": [{"target": "ping", "title": {"zh": "回", "en": "Back"}}]},
      "done": {"type": "final", "title": {"zh": "完成", "en": "Done"}}
    }
  }
})json";

std::string with(std::string text, char sign, const std::string& written) {
    for (auto at = text.find(sign); at != text.npos; at = text.find(sign, at + written.size()))
        text.replace(at, 1, written);
    return text;
}

/// A folder of workflows with the real calendars and the two programmes, gone with the test.
class own_workflows {
public:
    own_workflows() {
        std::string pattern = (std::filesystem::temp_directory_path() / "sluice-workflows-XXXXXX").string();
        if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
        path_ = pattern;
        std::filesystem::copy("workflows/calendars", path_ / "calendars");
        write("stubborn", R"("fund": "stubborn",)");
        write("fundless", "");
    }
    ~own_workflows() { std::filesystem::remove_all(path_); }
    own_workflows(const own_workflows&) = delete;
    own_workflows& operator=(const own_workflows&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    void write(const std::string& id, const std::string& fund) const {
        std::filesystem::create_directory(path_ / id);
        std::ofstream{path_ / id / "workflow.json"} << with(with(workflow, '%', id), '$', fund);
        std::ofstream{path_ / id / "form.schema.json"} << form_schema;
    }

    std::filesystem::path path_;
};

/// A bureau with a draft of that programme.
struct stubborn_bureau {
    explicit stubborn_bureau(const std::string& programme) {
        const auto firm = bureau.register_organisation("永康工业有限公司", "91330784597215142M");
        bureau.hire("ada", json::array({{{"role", "applicant"}, {"programme", "*"}}}), firm);
        const json budget = {{"amount", "100.00"}, {"currency", "CNY"}};
        bureau.open_round(programme, "2026-03-02T00:00:00+08:00", "2026-06-01T00:00:00+08:00", budget, 2026);
        const auto created = bureau.post("ada", "/v1/applications", {{"programme", programme}});
        if (created.status != 201) throw std::runtime_error("a draft: " + created.body);
        application = created.data().at("id");
    }

    void refuses(const char* event, int status, reason why) {
        const std::string target = "/v1/applications/" + application;
        const auto before = bureau.get("ada", target).data();
        refused(bureau, posting("ada", target + "/events", {{"type", event}}), status, why);
        CHECK(bureau.get("ada", target).data() == before);
    }

    own_workflows workflows;
    test_bureau bureau{"2026-03-10T09:00:00+08:00", workflows.path(), definitions::only_read};
    std::string application;
};

} // namespace

TEST_CASE("a guard that does not hold, and one that fails, refuse the event and change nothing", "[refusals]") {
    stubborn_bureau at{"stubborn"};
    at.refuses("wait", 409, reason::guard_not_met);
    at.refuses("divide", 422, reason::guard_failed);
}

TEST_CASE("automatic steps that never come to rest are stopped, and nothing changes", "[refusals]") {
    stubborn_bureau at{"stubborn"};
    at.refuses("spin", 422, reason::cost_exceeded);
}

TEST_CASE("money that is not there cannot be reserved, called or taken back", "[refusals]") {
    stubborn_bureau at{"stubborn"};
    at.refuses("reserve", 409, reason::fund_exhausted);
    at.refuses("reserve_less_than_nothing", 422, reason::amount_invalid);
    at.refuses("overpay", 409, reason::amount_exceeds_commitment);
    at.refuses("take_back", 409, reason::amount_exceeds_commitment);
}

TEST_CASE("money without a fund to belong to is the definition's fault, and none moves", "[refusals]") {
    stubborn_bureau at{"fundless"};
    at.refuses("reserve", 500, reason::ledger_unbalanced);
}
