#include "engine/base/canonical_json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp> // the library's own sources, once in the program

#include <charconv>
#include <stdexcept>
#include <vector>

namespace sluice {
namespace {

using boost::system::error_code;

/// Builds the tree while Boost.JSON reads. A key of our own text comes behind those before it, so that each member is
/// added at the end of its object.
class tree_builder {
public:
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);

    json take() { return std::move(root_); }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return open(json::value_t::object); }
    bool on_object_end(std::size_t, error_code&) { return close(); }
    bool on_array_begin(error_code&) { return open(json::value_t::array); }
    bool on_array_end(std::size_t, error_code&) { return close(); }

    bool on_key_part(std::string_view part, std::size_t, error_code&) { return add_part(part); }
    bool on_key(std::string_view rest, std::size_t, error_code&) {
        key_.assign(parts_);
        key_.append(rest);
        parts_.clear();
        return true;
    }
    bool on_string_part(std::string_view part, std::size_t, error_code&) { return add_part(part); }
    bool on_string(std::string_view rest, std::size_t, error_code&) {
        if (parts_.empty()) return add(json::string_t{rest});
        parts_.append(rest);
        add(std::move(parts_));
        parts_.clear();
        return true;
    }

    bool on_number_part(std::string_view part, error_code&) { return add_part(part); }
    bool on_int64(std::int64_t number, std::string_view, error_code&) {
        parts_.clear();
        // As json::parse has it: what is not negative is unsigned.
        return number < 0 ? add(number) : add(static_cast<std::uint64_t>(number));
    }
    bool on_uint64(std::uint64_t number, std::string_view, error_code&) {
        parts_.clear();
        return add(number);
    }
    /// Boost.JSON may be off by the last bit of a double; what was kept has to come back exactly.
    bool on_double(double number, std::string_view rest, error_code&) {
        parts_.append(rest);
        std::from_chars(parts_.data(), parts_.data() + parts_.size(), number);
        parts_.clear();
        return add(number);
    }
    bool on_bool(bool truth, error_code&) { return add(truth); }
    bool on_null(error_code&) { return add(nullptr); }
    bool on_comment_part(std::string_view, error_code&) { return true; }
    bool on_comment(std::string_view, error_code&) { return true; }

private:
    bool add_part(std::string_view part) {
        parts_.append(part);
        return true;
    }

    template<class Value>
    json* place(Value&& value) {
        if (open_.empty()) return &(root_ = json(std::forward<Value>(value)));
        json& around = *open_.back();
        if (around.is_array()) {
            auto& items = around.get_ref<json::array_t&>();
            return &items.emplace_back(std::forward<Value>(value));
        }
        auto& members = around.get_ref<json::object_t&>();
        return &members.insert_or_assign(members.end(), std::move(key_), json(std::forward<Value>(value)))->second;
    }

    template<class Value>
    bool add(Value&& value) {
        place(std::forward<Value>(value));
        return true;
    }
    bool open(json::value_t kind) {
        open_.push_back(place(json(kind)));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    json root_;
    std::vector<json*> open_; ///< around what is read now; the innermost last
    std::string key_, parts_;
};

} // namespace

json parse_canonical(std::string_view written) {
    boost::json::basic_parser<tree_builder> parser{boost::json::parse_options{}};
    error_code trouble;
    const auto read = parser.write_some(false, written.data(), written.size(), trouble);
    if (trouble || read != written.size())
        throw std::invalid_argument("this is no JSON: " + (trouble ? trouble.message() : "something follows it"));
    return parser.handler().take();
}

} // namespace sluice
