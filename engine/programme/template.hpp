#pragma once

#include "engine/base/json.hpp"
#include "engine/base/result.hpp"
#include "engine/base/text.hpp"
#include "engine/cel/activation.hpp"
#include "engine/cel/environment.hpp"
#include "engine/cel/expression.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::programme {

/// A text with expressions in double braces: "the window closed at {{ round.closes_at }}". Copies share the compiled
/// parts.
class text_template {
public:
    text_template() = default;

    /// Refuses `definition_invalid` or `expression_invalid` at `place`.
    static result<text_template> read(std::string_view written, const cel::environment&, const std::string& place);

    /// An expression that cannot be evaluated leaves a dash: an explanation never fails.
    std::string render(const cel::activation&) const;

private:
    struct piece {
        std::string literal;
        std::shared_ptr<const cel::expression> expression; ///< null: the literal
    };
    static result<std::vector<piece>> split(std::string_view, const cel::environment&, const std::string& place);

    std::vector<piece> pieces_;
};

/// The same in both languages, written {"zh", "en"}.
class bilingual_template {
public:
    static result<bilingual_template> read(const ordered_json& value, const cel::environment&,
                                           const std::string& place);
    text render(const cel::activation&) const;

private:
    text_template zh_, en_;
};

/// JSON that is literal but for `{"cel": "…"}` objects and texts with double braces anywhere inside. Copies share the
/// compiled parts.
class value_template {
public:
    value_template() = default;

    static result<value_template> read(const ordered_json& value, const cel::environment&, const std::string& place);

    result<json> evaluate(const cel::activation&) const;

    /// The compiled expression when the member (or the whole, for an empty name) is one; null when it is literal.
    const cel::expression* expression_of(std::string_view member) const;

private:
    struct node;
    static result<std::shared_ptr<const node>> read_node(const ordered_json&, const cel::environment&,
                                                         const std::string& place);
    std::shared_ptr<const node> root_;
};

} // namespace sluice::programme
