#include "engine/verifier/place_index.hpp"

#include "engine/base/json.hpp"

#include <vector>

namespace sluice::verifier {
namespace {

/// Walks over the text once, keeping the pointer of where it is.
class walker {
public:
    using place = place_index::place;

    walker(std::string_view text, std::unordered_map<std::string, place>& to)
        : text_{text}
        , to_{to} {}

    void walk() {
        skip_blanks();
        to_.try_emplace("", here());
        value("");
    }

private:
    struct level {
        std::string pointer;
        std::size_t next = 0; ///< element
        bool object = false;
    };

    place here() const { return {line_, at_ - line_start_ + 1}; }
    bool ended() const { return at_ >= text_.size(); }

    void advance() {
        if (text_[at_++] != '\n') return;
        ++line_;
        line_start_ = at_;
    }

    void skip_blanks() {
        while (!ended() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
            advance();
    }

    std::string_view string() {
        const auto from = at_;
        for (advance(); !ended() && text_[at_] != '"'; advance())
            if (text_[at_] == '\\') advance();
        if (!ended()) advance();
        return text_.substr(from, at_ - from);
    }

    void scalar() {
        if (text_[at_] == '"') {
            string();
            return;
        }
        while (!ended() && std::string_view{",]} \t\r\n"}.find(text_[at_]) == std::string_view::npos)
            advance();
    }

    /// Levels are kept by hand, so that depth costs no stack.
    void value(std::string pointer) {
        std::vector<level> open;
        enter(std::move(pointer), open);
        while (!open.empty() && !ended()) {
            skip_blanks();
            if (ended()) return;
            auto& now = open.back();
            if (text_[at_] == ']' || text_[at_] == '}') {
                advance();
                open.pop_back();
            } else if (text_[at_] == ',') {
                advance();
            } else {
                member(now, open);
            }
        }
    }

    void member(level& of, std::vector<level>& open) {
        const auto where = here();
        std::string pointer = of.pointer + "/";
        if (of.object) {
            const auto name = json::parse(string(), nullptr, false);
            pointer += pointer_step(name.is_string() ? name.get<std::string>() : "");
            skip_blanks();
            if (!ended()) advance(); // the colon
            skip_blanks();
        } else {
            pointer += std::to_string(of.next++);
        }
        to_.try_emplace(pointer, where);
        if (!ended()) enter(std::move(pointer), open);
    }

    void enter(std::string pointer, std::vector<level>& open) {
        if (ended()) return;
        if (text_[at_] != '{' && text_[at_] != '[') return scalar();
        const bool object = text_[at_] == '{';
        advance();
        open.push_back({std::move(pointer), 0, object});
    }

    std::string_view text_;
    std::unordered_map<std::string, place>& to_;
    std::size_t at_ = 0, line_ = 1, line_start_ = 0;
};

} // namespace

place_index::place_index(std::string_view text) {
    walker{text, places_}.walk();
}

place_index::place place_index::find(std::string pointer) const {
    while (true) {
        if (const auto found = places_.find(pointer); found != places_.end()) return found->second;
        const auto slash = pointer.rfind('/');
        if (slash == std::string::npos) return {};
        pointer.resize(slash);
    }
}

} // namespace sluice::verifier
