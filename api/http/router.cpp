#include "api/http/router.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <stdexcept>

namespace sluice::http {

namespace {

enum class segment_kind { literal, name, tail };

struct pattern_segment {
    segment_kind kind = segment_kind::literal;
    std::string word; ///< the literal, or the name
};

[[noreturn]] void reject(const std::string& pattern, const char* fault) {
    throw std::invalid_argument{"route pattern " + pattern + ": " + fault};
}

pattern_segment read_segment(const std::string& pattern, std::string_view written) {
    const bool braced = written.size() > 2 && written.front() == '{' && written.back() == '}';
    if (!braced && written.find_first_of("{}") != std::string_view::npos) reject(pattern, "misplaced brace");
    if (!braced) return {segment_kind::literal, std::string{written}};
    auto name = written.substr(1, written.size() - 2);
    if (name.back() != '*') return {segment_kind::name, std::string{name}};
    name.remove_suffix(1);
    if (name.empty()) reject(pattern, "a name is missing");
    return {segment_kind::tail, std::string{name}};
}

std::vector<pattern_segment> read_pattern(const std::string& pattern) {
    if (pattern.empty() || pattern.front() != '/') reject(pattern, "it must begin with a slash");
    std::vector<pattern_segment> segments;
    std::string_view rest = std::string_view{pattern}.substr(1);
    while (segments.size() < path_segments_max) {
        if (!segments.empty() && segments.back().kind == segment_kind::tail)
            reject(pattern, "something after the tail");
        const auto slash = rest.find('/');
        segments.push_back(read_segment(pattern, rest.substr(0, slash)));
        if (slash == std::string_view::npos) return segments;
        rest = rest.substr(slash + 1);
    }
    reject(pattern, "too many segments");
}

/// Whether the segments can stand for `{name*}` without ambiguity.
bool fits_tail(std::span<const std::string> segments) {
    return !segments.empty() && std::none_of(segments.begin(), segments.end(), [](const std::string& each) {
        return each.empty() || each.find_first_of("/\\") != std::string::npos;
    });
}

std::string join(std::span<const std::string> segments) {
    std::string joined = segments.front();
    for (const std::string& each : segments.subspan(1))
        joined += "/" + each;
    return joined;
}

} // namespace

/// One segment of the tree of patterns.
struct router::node {
    /// A route that ends here, with the names of its parameters: two routes may name the same place differently.
    struct ending {
        const route* target = nullptr;
        std::vector<std::string> names;
    };
    using endings = std::map<method, ending>;

    std::map<std::string, std::unique_ptr<node>, std::less<>> literals;
    std::unique_ptr<node> name;
    endings here;
    endings tail; ///< routes that end in `{name*}`, which takes what follows this node

    static std::vector<method> methods_of(const endings& at) {
        std::vector<method> methods;
        for (const auto& [each, ending] : at) {
            methods.push_back(each);
            if (each == method::get && !at.contains(method::head)) methods.push_back(method::head);
        }
        if (!at.contains(method::options)) methods.push_back(method::options);
        return methods;
    }

    /// The endings for these segments, with what stood for the names appended to `values`, or null. Its depth is that
    /// of the tree, which `path_segments_max` bounds.
    const endings* find(std::span<const std::string> rest, std::vector<std::string>& values) const {
        if (rest.empty()) return here.empty() ? nullptr : &here;
        if (const auto literal = literals.find(rest.front()); literal != literals.end())
            if (const endings* found = literal->second->find(rest.subspan(1), values)) return found;
        if (name && !rest.front().empty()) {
            values.push_back(rest.front());
            if (const endings* found = name->find(rest.subspan(1), values)) return found;
            values.pop_back();
        }
        if (tail.empty() || !fits_tail(rest)) return nullptr;
        values.push_back(join(rest));
        return &tail;
    }
};

std::string_view path_parameters::operator[](std::string_view name) const {
    for (const auto& [each, value] : all_)
        if (each == name) return value;
    throw std::out_of_range{"no path parameter " + std::string{name}};
}

router::router()
    : root_{std::make_unique<node>()} {}
router::~router() = default;
router::router(router&&) noexcept = default;
router& router::operator=(router&&) noexcept = default;

void router::add(method verb, std::string pattern, handler answer, route_options options) {
    node* at = root_.get();
    node::endings* endings = nullptr;
    std::vector<std::string> names;
    for (const auto& [kind, word] : read_pattern(pattern)) {
        if (kind != segment_kind::literal) {
            if (std::find(names.begin(), names.end(), word) != names.end()) reject(pattern, "a name stands twice");
            names.push_back(word);
        }
        if (kind == segment_kind::tail) {
            endings = &at->tail;
            break;
        }
        auto& next = kind == segment_kind::literal ? at->literals[word] : at->name;
        if (!next) next = std::make_unique<node>();
        at = next.get();
    }
    if (!endings) endings = &at->here;
    if (endings->contains(verb)) reject(pattern, "it exists already");
    routes_.push_back(std::make_unique<route>(route{verb, std::move(pattern), std::move(answer), options}));
    endings->emplace(verb, node::ending{routes_.back().get(), std::move(names)});
}

route_match router::find(method verb, const std::vector<std::string>& segments) const {
    route_match match;
    std::vector<std::string> values;
    const node::endings* endings = segments.size() > path_segments_max ? nullptr : root_->find(segments, values);
    if (!endings) return match;

    auto chosen = endings->find(verb);
    if (chosen == endings->end() && verb == method::head) chosen = endings->find(method::get);
    if (chosen == endings->end()) {
        match.allowed = node::methods_of(*endings);
        return match;
    }
    match.found = chosen->second.target;
    for (std::size_t index = 0; index < values.size(); ++index)
        match.parameters.add(chosen->second.names[index], std::move(values[index]));
    return match;
}

std::string allow_header(const std::vector<method>& allowed) {
    std::string names;
    for (const method each : allowed) {
        if (!names.empty()) names += ", ";
        names += name_of(each);
    }
    return names;
}

} // namespace sluice::http
