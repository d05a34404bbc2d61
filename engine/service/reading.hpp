#pragma once

#include "engine/service/access.hpp"
#include "engine/service/clock.hpp"
#include "engine/service/known_callers.hpp"
#include "engine/service/library.hpp"
#include "engine/service/queries.hpp"
#include "engine/store/database.hpp"

namespace sluice::service {

/// The queries over a store. Each takes a reader of its own from the pool; see queries.hpp for the rules.
class reading final : public queries {
public:
    reading(store::database& database, const library_shelf& shelf, const clock& time)
        : database_{database}
        , shelf_{shelf}
        , clock_{time}
        , callers_{database} {}

    page programmes() const override;
    result<resource> programme(const std::string& id) const override;
    result<std::string> workflow_source(const std::string& programme) const override;
    result<std::string> form_source(const std::string& programme) const override;
    result<std::string> diagram(const caller&, const std::string& programme, const std::string& application,
                                language) const override;
    result<resource> match(const json& profile) const override;
    result<page> versions(const std::string& programme) const override;
    result<page> rounds(const std::string& programme, const paging&) const override;
    result<resource> round(const std::string& id) const override;

    result<resource> application(const caller&, const std::string& id) const override;
    result<page> applications(const caller&, const application_filter&, const paging&) const override;
    result<resource> actions(const caller&, const std::string& id) const override;
    result<resource> overlaps(const caller&, const std::string& id) const override;
    result<page> history(const caller&, const std::string& id, const paging&) const override;
    result<page> documents(const caller&, const std::string& id) const override;
    result<document_content> document(const caller&, const std::string& id, const std::string& document) const override;
    result<page> reviews(const caller&, const std::string& id) const override;
    result<page> payments(const caller&, const std::string& id) const override;
    result<page> objections(const caller&, const std::string& id) const override;

    result<page> pipeline(const caller&, const std::optional<std::string>& programme) const override;

    result<resource> preview_draw(const caller&, const std::string& id, const std::string& panel) const override;
    result<resource> preview_assignment(const caller&, const assign_round&) const override;
    result<resource> ranking(const caller&, const std::string& round, const std::string& panel) const override;

    result<page> spot_checks(const caller&, const std::string& round, const paging&) const override;
    result<resource> preview_spot_check(const caller&, const std::string& round,
                                        const std::string& check) const override;
    result<resource> spot_check(const caller&, const std::string& round, const std::string& draw) const override;

    result<page> my_reviews(const caller&, const paging&) const override;

    result<page> notices(const notice_filter&, const paging&) const override;
    result<resource> objection(const std::string& receipt) const override;
    result<resource> notice(const std::string& id) const override;
    result<resource> receipt(const std::string& number) const override;

    result<page> people(const caller&, const std::optional<std::string>& role, const paging&) const override;
    result<resource> person(const caller&, const std::string& id) const override;
    result<page> experts(const caller&, const paging&) const override;
    result<page> organisations(const caller&, const paging&) const override;
    result<resource> organisation(const caller&, const std::string& id) const override;
    result<page> tokens(const caller&, const std::string& person) const override;

    result<resource> verify_log(const caller&, const std::string& programme) const override;
    result<caller> authenticate(const std::string& token_digest) const override;

private:
    struct seen_application {
        loaded_application loaded;
        viewpoint as;
    };
    result<seen_application> see(const caller&, store::reader&, const std::string& id) const;
    result<resource> written_anew(const caller&, store::reader&, const std::string& id) const;
    json shown_notice(const json& body) const;
    std::vector<json> open_rounds(store::reader&, const std::string& programme) const;

    store::database& database_;
    const library_shelf& shelf_;
    const clock& clock_;
    mutable known_callers callers_;
};

/// The store's page request for what a client asked; refuses a cursor that no list gave.
result<store::page_request> page_request_of(const paging&);

/// A slice of the API from a slice of the store.
template<class Record, class Show>
page page_of(const store::page<Record>& stored, Show&& show) {
    page shown;
    for (const auto& each : stored.items)
        shown.items.push_back(show(each));
    if (stored.next) shown.next = store::to_text(*stored.next);
    return shown;
}

} // namespace sluice::service
