#include "engine/base/json.hpp"

#include <cmath>
#include <unordered_set>

namespace sluice {
namespace {

/// Builds the value event by event and keeps the path to the place, so that a fault can be named.
template<class Json>
class strict_builder : public nlohmann::json_sax<Json> {
public:
    using string_t = typename Json::string_t;

    strict_builder(Json& root, json_limits limits)
        : root_{root}
        , limits_{limits} {}

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(typename Json::number_integer_t value) override { return add(value); }
    bool number_unsigned(typename Json::number_unsigned_t value) override {
        if (value > static_cast<std::uint64_t>(INT64_MAX))
            return fail({"整数超出 64 位有符号范围", "An integer is beyond 64 bits"});
        return add(static_cast<typename Json::number_integer_t>(value));
    }
    bool number_float(typename Json::number_float_t value, const string_t&) override {
        if (!std::isfinite(value)) return fail({"数值超出双精度范围", "A number is beyond what a double can hold"});
        return add(value);
    }
    bool string(string_t& value) override {
        if (value.find('\0') != string_t::npos) return fail({"文本含 U+0000", "A string contains U+0000"});
        return add(std::move(value));
    }
    bool binary(typename Json::binary_t&) override { return false; }

    bool start_object(std::size_t) override { return open(Json::object()); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        auto& top = stack_.back();
        top.key = name;
        if (name.find('\0') != string_t::npos) return fail({"键名含 U+0000", "A key contains U+0000"});
        if (top.keys.size() >= limits_.members_max) return fail({"对象的成员过多", "An object has too many members"});
        if (!top.keys.insert(name).second) return fail({"键名重复", "A key occurs twice in one object"});
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
        return fail({"第 " + std::to_string(position) + " 字节处不是合法的 UTF-8 JSON",
                     "Not valid JSON in UTF-8 at byte " + std::to_string(position)});
    }

    refusal fault() const { return fault_; }

private:
    struct open_container {
        Json* container;
        std::string key;
        std::unordered_set<std::string> keys;
    };

    template<class Value>
    Json* place(Value&& value) {
        if (stack_.empty()) {
            root_ = std::forward<Value>(value);
            return &root_;
        }
        auto& top = stack_.back();
        if (top.container->is_array()) {
            top.container->push_back(std::forward<Value>(value));
            return &top.container->back();
        }
        if constexpr (std::is_same_v<Json, ordered_json>) {
            // The key is known to be new: append without the linear search.
            auto& members = top.container->template get_ref<typename Json::object_t&>();
            members.push_back({top.key, Json(std::forward<Value>(value))});
            return &members.back().second;
        } else {
            return &((*top.container)[top.key] = std::forward<Value>(value));
        }
    }

    template<class Value>
    bool add(Value&& value) {
        place(std::forward<Value>(value));
        return true;
    }

    bool open(Json container) {
        if (stack_.size() >= limits_.depth_max) return fail({"嵌套过深", "Nested too deeply"});
        Json* opened = place(std::move(container));
        stack_.push_back({opened, {}, {}});
        return true;
    }

    bool close() {
        stack_.pop_back();
        return true;
    }

    bool fail(text explanation) {
        std::string pointer;
        for (const auto& outer : stack_)
            pointer +=
                "/" + (outer.container->is_array() ? std::to_string(outer.container->size()) : pointer_step(outer.key));
        fault_ = refuse(reason::malformed_json, std::move(explanation), std::move(pointer));
        return false;
    }

    Json& root_;
    json_limits limits_;
    std::vector<open_container> stack_;
    refusal fault_;
};

template<class Json>
result<Json> parse(std::string_view bytes, json_limits limits) {
    // The parser takes NUL for the end of its input and would not see what follows.
    if (const auto nul = bytes.find('\0'); nul != std::string_view::npos)
        return {boost::system::in_place_error,
                refuse(reason::malformed_json, {"第 " + std::to_string(nul + 1) + " 字节处不是合法的 UTF-8 JSON",
                                                "Not valid JSON in UTF-8 at byte " + std::to_string(nul + 1)})};
    Json root;
    strict_builder<Json> builder{root, limits};
    if (!Json::sax_parse(bytes, &builder)) return {boost::system::in_place_error, builder.fault()};
    return {boost::system::in_place_value, std::move(root)};
}

} // namespace

result<json> parse_json(std::string_view bytes, json_limits limits) {
    return parse<json>(bytes, limits);
}

result<ordered_json> parse_ordered_json(std::string_view bytes, json_limits limits) {
    return parse<ordered_json>(bytes, limits);
}

std::string pointer_step(std::string_view name) {
    std::string step;
    for (const char c : name) {
        if (c == '~')
            step += "~0";
        else if (c == '/')
            step += "~1";
        else
            step += c;
    }
    return step;
}

} // namespace sluice
