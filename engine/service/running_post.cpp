#include "engine/service/running_post.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/service/deliveries.hpp"
#include "engine/service/outbox_sorting.hpp"
#include "engine/service/representation.hpp"
#include "engine/service/webhooks.hpp"

#include <stdexcept>

namespace sluice::service {
namespace {

constexpr int sorted_at_once = 500;
constexpr std::size_t subject_characters = 40;

void require(const result<answer>& done, const char* what) {
    if (!done) throw std::runtime_error(std::string{what} + ": " + done.error().explanation.en);
}

} // namespace

std::size_t running_post::sort() {
    const std::lock_guard hold{sorting_};
    // The reader has ended before anything is written: the writer may have to wait for readers.
    const auto [count, sorted] = sort_some();
    if (count == 0) return 0;
    require(write_([&](const errand& at) { return carry_out(at, sorted); }), "sorting the outbox");
    return count;
}

std::pair<std::size_t, sorted_outbox> running_post::sort_some() {
    const auto reader = database_.read();
    const auto waiting = reader->outbox_after(0, sorted_at_once);
    sorted_outbox sorted;
    if (waiting.empty()) return {0, std::move(sorted)};
    sorted.through = waiting.back().position;
    const auto definitions = shelf_.now();
    const auto webhooks = every_webhook(*reader, clock_.now());
    const outbox_sorting sorting{{*reader, *definitions, directory(*reader), webhooks, clock_, settings_.sends_mail}};
    for (const auto& each : waiting)
        for (auto& one : sorting.deliveries_for(each))
            sorted.deliveries.push_back(std::move(one));
    return {waiting.size(), std::move(sorted)};
}

const people_directory& running_post::directory(store::reader& reader) {
    const auto length = reader.head("").length;
    if (!people_ || people_as_of_ != length) {
        people_ = people_directory::of(reader);
        people_as_of_ = length;
    }
    return *people_;
}

std::vector<outgoing_letter> running_post::due_letters(int limit) const {
    std::vector<outgoing_letter> due;
    const auto reader = database_.read();
    const auto definitions = shelf_.now();
    for (const auto& each : reader->due_deliveries(mail_channel, clock_.now(), limit))
        due.push_back(letter_of(each, *reader, *definitions));
    return due;
}

outgoing_letter running_post::letter_of(const store::delivery_record& each, store::reader& reader,
                                        const library& definitions) const {
    const json body = parse_canonical(each.body);
    const auto person = each.recipient.empty() ? std::nullopt : find_entity(reader, "person", each.recipient);
    const auto spoken = person ? language_of(person->body) : language_of(body);
    const auto message = body.at("message").at(spoken == language::zh ? "zh" : "en").get<std::string>();
    letter_values values{{"name", person ? person->body.at("name").get<std::string>() : ""},
                         {"message", message},
                         {"summary", beginning_of(message, subject_characters)}};
    if (const auto row = reader.find_application(each.application)) {
        const auto& rules = definitions.version(row->programme, row->definition_version);
        const std::string to = body.at("to");
        const bool blind = to == "reviewers" || reader.is_assigned(each.recipient, row->id);
        values["programme"] = rules.title.in(spoken);
        values["number"] = row->number;
        values["title"] = visible_title(rules, row->title, blind ? viewpoint::reviewer : viewpoint::applicant);
        if (!settings_.portal.empty()) values["link"] = settings_.portal + "/applications/" + row->id;
    }
    auto written = letters_.in(spoken).fill(values);
    return {each.id, each.address, values["name"], std::move(written.subject), std::move(written.text),
            spoken,  each.at};
}

std::vector<outgoing_call> running_post::due_calls(int limit) const {
    std::vector<outgoing_call> due;
    const auto reader = database_.read();
    const auto now = clock_.now();
    for (const auto& each : reader->due_deliveries(webhook_channel, now, limit)) {
        outgoing_call call{each.id, each.address, {}, each.body};
        // Of a webhook that is removed or retired nothing signs any more: whoever sends gives up.
        if (const auto hook = find_entity(*reader, webhook_kind, each.recipient))
            if (auto known = webhook_from_json(hook->body, now); known.active) call.secrets = std::move(known.secrets);
        due.push_back(std::move(call));
    }
    return due;
}

std::optional<instant> running_post::next_due(std::string_view channel) const {
    return database_.read()->next_delivery(channel);
}

void running_post::settle(const std::vector<delivery_outcome>& outcomes) {
    if (outcomes.empty()) return;
    require(write_([&](const errand& at) { return carry_out(at, outcomes); }), "settling deliveries");
}

} // namespace sluice::service
