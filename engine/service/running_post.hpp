#pragma once

#include "engine/service/clock.hpp"
#include "engine/service/deliveries.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/letter.hpp"
#include "engine/service/library.hpp"
#include "engine/service/outgoing_post.hpp"
#include "engine/service/people_directory.hpp"
#include "engine/store/database.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace sluice::service {

/// How an office writes.
struct post_settings {
    bool sends_mail = false; ///< else everything is read here only
    std::string portal;      ///< where people read on, for instance `https://apply.example.gov.cn`; may be empty
};

/// The outgoing post over a store. What it writes goes through the one writer.
class running_post final : public outgoing_post {
public:
    /// Carries out something of the server's own, and waits until it is durable.
    using carry_out_own = std::function<result<answer>(const std::function<result<answer>(const errand&)>&)>;

    running_post(store::database& database, const library_shelf& shelf, clock& time, letters written,
                 post_settings settings, carry_out_own write)
        : database_{database}
        , shelf_{shelf}
        , clock_{time}
        , letters_{std::move(written)}
        , settings_{std::move(settings)}
        , write_{std::move(write)} {}

    std::size_t sort() override;
    std::vector<outgoing_letter> due_letters(int limit) const override;
    std::vector<outgoing_call> due_calls(int limit) const override;
    std::optional<instant> next_due(std::string_view channel) const override;
    void settle(const std::vector<delivery_outcome>&) override;

private:
    /// What waits, a bounded number at a time, as deliveries; and how many messages that were.
    std::pair<std::size_t, sorted_outbox> sort_some();
    const people_directory& directory(store::reader&);
    outgoing_letter letter_of(const store::delivery_record&, store::reader&, const library&) const;

    store::database& database_;
    const library_shelf& shelf_;
    clock& clock_;
    letters letters_;
    post_settings settings_;
    carry_out_own write_;

    std::mutex sorting_; ///< one at a time: what is in the outbox is sorted once
    std::optional<people_directory> people_;
    std::int64_t people_as_of_ = -1; ///< length of the office's chain, on which every change of a person is recorded
};

} // namespace sluice::service
