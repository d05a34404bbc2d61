#pragma once

#include "engine/base/json.hpp"
#include "engine/base/result.hpp"
#include "engine/service/caller.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::service {

/// One resource as its reader may see it: as a value, or written out already.
struct resource {
    json body;
    std::int64_t revision = 0; ///< for the ETag; 0 when it has none
    std::string text = {};     ///< the JSON to send, in UTF-8; where it is not empty, `body` is null and not looked at
};

/// A slice of a list; `next` is the opaque cursor of the following slice, empty at the end.
struct page {
    json items = json::array();
    std::string next = {};
    std::string items_text = {}; ///< the array to send, brackets included; where it is not empty, `items` is unused
};

struct paging {
    std::string cursor;
    std::size_t limit = 50; ///< 1 to 200
};

struct document_content {
    std::string file_name;
    std::string media_type;
    std::string sha256; ///< hexadecimal
    std::string bytes;
};

struct assign_round;

struct application_filter {
    std::optional<std::string> programme, state, round, organisation;
    std::string sort = "-updated_at"; ///< created_at or updated_at; a leading minus: newest first
};

struct notice_filter {
    std::optional<std::string> programme, round;
    std::optional<bool> closed;
};

/// Everything that can be read. Each call sees one consistent snapshot of the store, shows only what the caller may
/// see, and answers `not_found` for what exists but is not theirs to see. Thread-safe.
class queries {
public:
    virtual ~queries() = default;

    // programmes (public)
    virtual page programmes() const = 0;
    virtual result<resource> programme(const std::string& id) const = 0;
    /// The published bytes of `workflow.json` and `form.schema.json`.
    virtual result<std::string> workflow_source(const std::string& programme) const = 0;
    virtual result<std::string> form_source(const std::string& programme) const = 0;
    /// Graphviz DOT. With an application, its present state is highlighted.
    virtual result<std::string> diagram(const caller&, const std::string& programme, const std::string& application,
                                        language) const = 0;
    /// What every programme makes of a firm's profile. Nothing of it is kept.
    virtual result<resource> match(const json& profile) const = 0;
    virtual result<page> versions(const std::string& programme) const = 0;
    virtual result<page> rounds(const std::string& programme, const paging&) const = 0;
    virtual result<resource> round(const std::string& id) const = 0;

    // applications
    virtual result<resource> application(const caller&, const std::string& id) const = 0;
    virtual result<page> applications(const caller&, const application_filter&, const paging&) const = 0;
    /// Every event of the present state: allowed or not for this caller, and which requirement each lacks.
    virtual result<resource> actions(const caller&, const std::string& id) const = 0;
    /// Other applications about the same project or by the same organisation, with the evidence. For officials.
    virtual result<resource> overlaps(const caller&, const std::string& id) const = 0;
    virtual result<page> history(const caller&, const std::string& id, const paging&) const = 0;
    virtual result<page> documents(const caller&, const std::string& id) const = 0;
    virtual result<document_content> document(const caller&, const std::string& id,
                                              const std::string& document) const = 0;
    virtual result<page> reviews(const caller&, const std::string& id) const = 0;
    virtual result<page> payments(const caller&, const std::string& id) const = 0;
    /// What the public has against a decision, without who: to officials in full, to the applicant that it is there and
    /// what was answered.
    virtual result<page> objections(const caller&, const std::string& id) const = 0;

    // panels
    /// What a draw would do now; see `review::draw`.
    virtual result<resource> preview_draw(const caller&, const std::string& id, const std::string& panel) const = 0;
    /// What seating a whole round would do now. May take seconds: not for the server's threads.
    virtual result<resource> preview_assignment(const caller&, const assign_round&) const = 0;
    /// The applications of a round by what a panel gave; an empty panel: the first that scores.
    virtual result<resource> ranking(const caller&, const std::string& round, const std::string& panel) const = 0;

    // spot checks
    /// Every draw of the round, the oldest first, without the lists of those among whom it was drawn.
    virtual result<page> spot_checks(const caller&, const std::string& round, const paging&) const = 0;
    /// Among whom a draw would be made now, and how many it would take. May take seconds.
    virtual result<resource> preview_spot_check(const caller&, const std::string& round,
                                                const std::string& check) const = 0;
    /// One draw with all that is needed to repeat it.
    virtual result<resource> spot_check(const caller&, const std::string& round, const std::string& draw) const = 0;

    // work
    virtual result<page> my_reviews(const caller&, const paging&) const = 0;

    // public
    virtual result<page> notices(const notice_filter&, const paging&) const = 0;
    virtual result<resource> notice(const std::string& id) const = 0;
    /// To whoever shows its receipt code.
    virtual result<resource> objection(const std::string& receipt) const = 0;
    virtual result<resource> receipt(const std::string& number) const = 0;

    // people
    virtual result<page> people(const caller&, const std::optional<std::string>& role, const paging&) const = 0;
    virtual result<resource> person(const caller&, const std::string& id) const = 0; ///< "me": the caller
    virtual result<page> experts(const caller&, const paging&) const = 0;
    virtual result<page> organisations(const caller&, const paging&) const = 0;
    virtual result<resource> organisation(const caller&, const std::string& id) const = 0;
    virtual result<page> tokens(const caller&, const std::string& person) const = 0;

    /// Walks a programme's chain of records and says whether every link holds: {length, head, valid, first_fault}.
    virtual result<resource> verify_log(const caller&, const std::string& programme) const = 0;

    /// Who holds a bearer token, by the SHA-256 of the token in hexadecimal; `token_invalid` when nobody, or when it is
    /// revoked or has expired.
    virtual result<caller> authenticate(const std::string& token_digest) const = 0;
};

} // namespace sluice::service
