#include "tests/simulation/forms.hpp"

#include "engine/base/fen.hpp"

#include <cmath>
#include <iterator>

namespace sluice::simulation {
namespace {

constexpr double hundredth = 100;

/// The model's names and codes become the firm's own, and all amounts grow or shrink together, so that sums and
/// shares that held still do. Amounts stay whole fen: the factor is in hundredths, models are in whole yuan.
class owner {
public:
    owner(const form_wish& wish)
        : wish_{wish}
        , hundredths_{static_cast<std::int64_t>(std::llround(wish.money * hundredth))} {
        for (const auto& [name, each] : wish.rules.cases.at("organisations").items()) {
            own_[each.at("name")] = wish.applicant.name;
            own_[each.at("code")] = wish.applicant.code;
        }
    }

    void take_over(json& value) const {
        if (value.is_object() && value.contains("amount") && value.contains("currency")) {
            const auto amount = parse_yuan(value.at("amount").get_ref<const std::string&>());
            if (amount)
                value = money_to_json(fen{amount->count() * hundredths_ / static_cast<std::int64_t>(hundredth)});
        } else if (value.is_structured()) {
            for (auto& each : value)
                take_over(each);
        } else if (value.is_string()) {
            const auto found = own_.find(value.get_ref<const std::string&>());
            if (found != own_.end()) value = found->second;
        }
    }

private:
    const form_wish& wish_;
    std::int64_t hundredths_;
    std::map<std::string, std::string> own_;
};

json own_value(const json& hint, const form_wish& wish, chance& lots) {
    if (hint.is_object() && hint.contains("pick")) return hint.at("pick").at(lots.below(hint.at("pick").size()));
    if (hint.is_object() && hint.contains("round_year")) return wish.year + hint.at("round_year").get<int>();
    if (!hint.is_string()) return hint;
    const auto& word = hint.get_ref<const std::string&>();
    if (word == "$telephone") return wish.applicant.telephone;
    if (word == "$account") return wish.applicant.account;
    if (word == "$mail") return wish.applicant.mail;
    if (word == "$contact") return wish.applicant.contact;
    if (word == "$title") return wish.subject;
    return hint;
}

} // namespace

json fill_in(const bureau& at, const form_wish& wish, chance& lots) {
    const auto& models = wish.rules.cases.at("forms");
    auto model = models.begin();
    std::advance(model, static_cast<std::ptrdiff_t>(lots.below(models.size())));
    json form = *model;
    owner{wish}.take_over(form);
    for (const char* programme : {"*", wish.rules.id.c_str()})
        for (const auto& [pointer, hint] : at.habits().of(programme, "form").items())
            if (const json::json_pointer place{pointer}; form.contains(place))
                form[place] = own_value(hint, wish, lots);
    return form;
}

json with_a_slip(json form, const json& schema, chance& lots) {
    const json required = schema.value("required", json::array());
    if (required.empty()) return form;
    const std::string name = required.at(lots.below(required.size()));
    auto& part = form[name];
    if (!part.is_object() || part.empty() || lots.happens(0.5)) {
        form.erase(name);
        return form;
    }
    auto member = part.begin();
    std::advance(member, static_cast<std::ptrdiff_t>(lots.below(part.size())));
    if (member.key() == "code")
        *member = "91350100M000100Y4Z"; // its check character is wrong
    else
        part.erase(member);
    return form;
}

} // namespace sluice::simulation
