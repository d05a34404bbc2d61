// What anybody can read holds nothing personal.

#include "tests/simulation/invariants.hpp"

#include <fmt/format.h>

#include <cctype>
#include <stdexcept>

namespace sluice::simulation {
namespace {

constexpr std::size_t shortest_number = 8;

/// Telephone and account numbers, mail addresses: whatever was made up to be personal, found as a whole word.
std::vector<std::string> secrets_in(const std::string& text, const std::unordered_set<std::string>& secrets) {
    std::vector<std::string> found;
    std::string word;
    const auto look = [&] {
        if (word.size() >= shortest_number && secrets.contains(word)) found.push_back(word);
        word.clear();
    };
    for (const char each : text)
        if (std::isalnum(static_cast<unsigned char>(each)) || each == '@' || each == '.' || each == '-' || each == '_')
            word += each;
        else
            look();
    look();
    return found;
}

void look_into(finding& found, const evidence& all, const std::string& where, const json& shown) {
    for (const auto& each : secrets_in(shown.dump(), all.at.secrets()))
        found.breaches.push_back({where + " shows " + each});
}

finding check_notices(const evidence& all) {
    finding found{"no notice shows a telephone, mail or account number", ""};
    std::size_t notices = 0;
    service::paging want{"", 200};
    do {
        const auto found_page = all.at.read().notices({}, want);
        if (!found_page) throw std::runtime_error(found_page.error().explanation.en);
        const auto& page = *found_page;
        for (const auto& each : page.items) {
            ++notices;
            const auto alone = all.at.read().notice(each.at("id"));
            look_into(found, all, each.at("id"), each);
            if (alone) look_into(found, all, each.at("id"), alone->data());
        }
        want.cursor = page.next;
    } while (!want.cursor.empty());
    found.figure = fmt::format("{} notices, {} numbers to hide", notices, all.at.secrets().size());
    return found;
}

finding check_receipts(const evidence& all, store::reader& reader) {
    finding found{"no receipt shows a telephone, mail or account number", ""};
    std::size_t receipts = 0;
    for (const auto& id : all.at.created())
        if (const auto row = reader.find_application(id))
            if (const auto shown = all.at.read().receipt(row->number)) {
                ++receipts;
                look_into(found, all, row->number, shown->data());
            }
    found.figure = fmt::format("{} receipts", receipts);
    return found;
}

} // namespace

std::vector<finding> check_publicity(const evidence& all, store::reader& reader) {
    return {check_notices(all), check_receipts(all, reader)};
}

} // namespace sluice::simulation
