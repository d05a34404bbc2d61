#pragma once

#include "engine/base/json.hpp"
#include "engine/base/result.hpp"

#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sluice::review {

/// Reads the members of one JSON object strictly, keeps the first fault, and lets the caller look at it once at the
/// end. `fault` is the reason for a wrong value: `definition_invalid` in a programme, `invalid_value` in data.
template<class Json>
class object_reader {
public:
    object_reader(const Json& value, std::string place, reason fault, std::initializer_list<std::string_view> known)
        : value_{value}
        , place_{std::move(place)}
        , fault_{fault} {
        if (!value.is_object()) {
            fail("", {"须为 JSON 对象", "A JSON object is needed here"});
            return;
        }
        for (const auto& member : value.items())
            if (std::find(known.begin(), known.end(), member.key()) == known.end() && !failure_)
                failure_ = refuse(reason::unknown_field,
                                  {"没有此字段：" + member.key(), "There is no such field: " + member.key()},
                                  place_ + "/" + pointer_step(member.key()));
    }

    bool failed() const { return failure_.has_value(); }
    const refusal& failure() const { return *failure_; }
    std::string place_of(const char* name) const { return place_ + "/" + name; }

    void fail(const std::string& below, text explanation) {
        if (!failure_) failure_ = refuse(fault_, std::move(explanation), place_ + below);
    }
    void fail(refusal why) {
        if (!failure_) failure_ = std::move(why);
    }

    const Json* find(const char* name) const {
        if (!value_.is_object()) return nullptr;
        const auto found = value_.find(name);
        return found == value_.end() ? nullptr : &*found;
    }

    std::string string(const char* name) {
        const Json* found = find(name);
        if (!found || !found->is_string() || found->template get_ref<const std::string&>().empty()) {
            fail(std::string{"/"} + name, {"须为非空文本", "A text that is not empty is needed here"});
            return {};
        }
        return found->template get<std::string>();
    }

    std::string string_or_empty(const char* name) {
        const Json* found = find(name);
        if (!found) return {};
        if (!found->is_string()) {
            fail(std::string{"/"} + name, {"须为文本", "A text is needed here"});
            return {};
        }
        return found->template get<std::string>();
    }

    std::int64_t integer(const char* name, std::int64_t least, std::int64_t most,
                         std::optional<std::int64_t> otherwise = std::nullopt) {
        const Json* found = find(name);
        if (!found && otherwise) return *otherwise;
        if (found && found->is_number_integer()) {
            const auto value = found->template get<std::int64_t>();
            if (value >= least && value <= most) return value;
        }
        fail(std::string{"/"} + name,
             {"须为 " + std::to_string(least) + " 至 " + std::to_string(most) + " 的整数",
              "A whole number from " + std::to_string(least) + " to " + std::to_string(most) + " is needed here"});
        return least;
    }

    bool boolean(const char* name, bool otherwise) {
        const Json* found = find(name);
        if (!found) return otherwise;
        if (!found->is_boolean()) {
            fail(std::string{"/"} + name, {"须为 true 或 false", "true or false is needed here"});
            return otherwise;
        }
        return found->template get<bool>();
    }

private:
    const Json& value_;
    std::string place_;
    reason fault_;
    std::optional<refusal> failure_;
};

} // namespace sluice::review
