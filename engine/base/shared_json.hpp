#pragma once

#include "engine/base/json.hpp"
#include "engine/base/json_writer.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace sluice {

/// A large value of which there are many copies, most of them only to be looked at and written again: they share it,
/// and its text. It never changes; whoever wants another one puts another in its place. An empty object unless given.
/// Copies may be used by different threads.
class shared_json {
public:
    shared_json()
        : kept_{nothing()} {}
    explicit shared_json(json value)
        : shared_json{std::move(value), std::string{}} {}
    /// `text` is the canonical text of the value; it is written where it is empty.
    shared_json(json value, std::string text)
        : kept_{make(std::move(value), std::move(text))} {}

    const json& operator*() const { return kept_->value; }
    const json* operator->() const { return &kept_->value; }
    /// Canonical.
    std::string_view text() const { return kept_->text; }

private:
    struct kept {
        json value;
        std::string text;
    };

    static std::shared_ptr<const kept> make(json value, std::string text) {
        if (text.empty()) text = json_writer{}.tree(value).take();
        return std::make_shared<const kept>(kept{std::move(value), std::move(text)});
    }
    static const std::shared_ptr<const kept>& nothing() {
        static const auto empty = make(json::object(), {});
        return empty;
    }

    std::shared_ptr<const kept> kept_;
};

} // namespace sluice
