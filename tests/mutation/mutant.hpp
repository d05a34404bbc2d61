#pragma once

#include "engine/base/json.hpp"
#include "engine/programme/programme.hpp"

#include <map>
#include <string>
#include <vector>

namespace sluice::mutation {

/// One change of a JSON document, by place.
struct edit {
    enum class kind { replace, remove, rename, insert };

    kind of = kind::replace;
    std::string pointer; ///< what is changed; for `insert`, the array element that moves one further, or a new member
    ordered_json value;  ///< the new value; for `rename`, the new key
};

/// A definition with one thing wrong: which operator did it, where, and what exactly.
struct mutant {
    std::string way;     ///< the operator's name
    std::string folder;  ///< of the programme
    std::string file;    ///< of that folder
    std::string pointer; ///< into the file
    std::string what;    ///< a sentence
    std::vector<edit> edits;

    /// The name under which an explanation is kept: it says all of the above.
    std::string key() const;
};

/// A programme as it is shipped: its files as texts and as documents.
struct original {
    std::string folder;
    programme::definition_files files; ///< without `cases.json`
    std::map<std::string, ordered_json> documents;
};

/// The document after the edits, in their order. Throws where a place does not exist.
ordered_json apply(ordered_json document, const std::vector<edit>& edits);

/// All files, the damaged one as text again.
programme::definition_files damaged_files(const original&, const mutant&);

edit replace(std::string pointer, ordered_json value);
edit remove(std::string pointer);
edit rename(std::string pointer, std::string key);
edit insert(std::string pointer, ordered_json value);

} // namespace sluice::mutation
