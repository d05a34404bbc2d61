#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::cel {

struct object_type;

enum class type_kind : std::uint8_t {
    null,
    boolean,
    integer,
    unsigned_integer,
    floating,
    string,
    bytes,
    list,
    map,
    type,
    timestamp,
    duration,
    optional,
    dynamic,
    object,
    parameter, ///< stands for a type still to be found; only inside the checker
};

/// A CEL type. Immutable, cheap to copy, safe to share between threads.
class type {
public:
    /// `dynamic`.
    type() = default;

    static type null() { return type{type_kind::null}; }
    static type boolean() { return type{type_kind::boolean}; }
    static type integer() { return type{type_kind::integer}; }
    static type unsigned_integer() { return type{type_kind::unsigned_integer}; }
    static type floating() { return type{type_kind::floating}; }
    static type string() { return type{type_kind::string}; }
    static type bytes() { return type{type_kind::bytes}; }
    static type timestamp() { return type{type_kind::timestamp}; }
    static type duration() { return type{type_kind::duration}; }
    static type dynamic() { return type{}; }
    static type list(type element);
    static type map(type key, type mapped);
    static type optional(type element);
    static type object(std::shared_ptr<const object_type> shape);
    /// The type of a type: `type(int)` has the type `type(type(int))`.
    static type type_of(type inner);
    /// The type of the word `type` itself, whose inner type is not looked at.
    static type type_of_anything() { return type{type_kind::type}; }
    static type parameter(std::uint32_t number);

    type_kind kind() const { return kind_; }
    bool is_dynamic() const { return kind_ == type_kind::dynamic; }
    /// What a list, map, optional or type is made of: 1, 2, 1 and 0 or 1 types; empty for all others.
    const std::vector<type>& parts() const;
    /// The shape of an object, else null.
    const object_type* shape() const { return shape_.get(); }
    std::uint32_t parameter_number() const { return parameter_; }

    /// As the CEL specification writes types: `list(int)`, `map(string, dyn)`; an object by its name.
    std::string to_string() const;

    /// Objects are equal when their names are.
    friend bool operator==(const type& left, const type& right);

private:
    explicit type(type_kind kind) : kind_{kind} {}
    type(type_kind kind, std::vector<type> parts);

    type_kind kind_ = type_kind::dynamic;
    std::uint32_t parameter_ = 0;
    std::shared_ptr<const std::vector<type>> parts_;
    std::shared_ptr<const object_type> shape_;
};

/// An object whose fields are known, as a JSON Schema gives them. Selecting an undeclared field is a compile error;
/// an optional field that is missing at run time is an error unless it is tested with `has()`.
struct object_type {
    struct field {
        std::string name;
        type of;
        bool optional = false;
    };

    std::string name; ///< unique among the objects of one environment
    std::vector<field> fields;

    const field* find(std::string_view field_name) const;
};

} // namespace sluice::cel
