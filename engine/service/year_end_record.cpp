#include "engine/service/year_end_record.hpp"

#include "engine/service/fund_books.hpp"
#include "engine/service/representation.hpp"

#include <fmt/format.h>

#include <chrono>

namespace sluice::service {

std::string year_end_id(const std::string& fund, int year) {
    return fmt::format("{}/{}", fund, year);
}

instant end_of_year(int year) {
    return start_of(date{std::chrono::year{year + 1} / std::chrono::January / 1});
}

ledger::year_end year_end_of(store::reader& reader, const std::string& fund, int year) {
    return ledger::close_year(moved_before(reader, fund, end_of_year(year - 1)),
                              moved_before(reader, fund, end_of_year(year)), read_totals(reader, fund, ""));
}

json year_end_body(const std::string& fund, int year, const ledger::year_end& closed) {
    return {{"fund", fund},
            {"year", year},
            {"unspent", closed.unspent.count()},
            {"carried_over", closed.carried_over.count()},
            {"lapsed", closed.lapsed.count()},
            {"returned", closed.returned.count()},
            {"closed_at", nullptr},
            {"by", nullptr}};
}

json year_end_to_json(const json& body) {
    json shown = body;
    for (const char* key : {"unspent", "carried_over", "lapsed", "returned"})
        shown[key] = money_to_json(fen{body.at(key).get<std::int64_t>()});
    shown["closed_at"] = time_or_null(body.at("closed_at"));
    return shown;
}

} // namespace sluice::service
