#pragma once

#include "engine/service/clock.hpp"
#include "engine/service/library.hpp"
#include "engine/service/people_directory.hpp"
#include "engine/service/webhooks.hpp"
#include "engine/store/reader.hpp"

#include <vector>

namespace sluice::service {

/// Turns messages of the outbox into deliveries. A `message` goes to each person whom its `to` means:
///
/// | `to` | is |
/// |---|---|
/// | `applicant` | whoever applies for the organisation |
/// | `reviewers` | whoever has a seat on a panel of the application |
/// | `person:<id>` | that person |
/// | `address` | somebody without an account, at `address`; who that is stays between the office and them |
/// | any other | whoever has that role in the programme |
///
/// Everybody reads it here; it goes by mail too where the office sends mail and the person has an address.
/// `application_changed` goes to the webhooks that hear of the programme. Used by one thread.
class outbox_sorting {
public:
    struct parts {
        store::reader& reader;
        const library& definitions;
        const people_directory& people;
        const std::vector<webhook>& webhooks;
        clock& time;
        bool sends_mail = false;
    };

    explicit outbox_sorting(parts given)
        : parts_{given} {}

    /// None where nobody is to hear of it. Throws `std::invalid_argument` for a topic it does not know.
    std::vector<store::delivery_record> deliveries_for(const store::outbox_record&) const;

private:
    std::vector<store::delivery_record> for_people(const store::outbox_record&) const;
    std::vector<store::delivery_record> for_webhooks(const store::outbox_record&) const;
    std::vector<store::delivery_record> for_test(const store::outbox_record&) const;
    std::vector<const addressee*> people_meant(const std::string& to, const store::application_record&) const;
    store::delivery_record prepared(std::string_view channel) const;
    store::delivery_record call_of(const webhook&, std::string_view type, const json& data, instant at) const;

    parts parts_;
};

} // namespace sluice::service
