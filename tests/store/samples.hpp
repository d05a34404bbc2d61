#pragma once

#include "engine/store/database.hpp"

#include <functional>

namespace sluice::store::tests {

/// A UUIDv7 whose time and random part both come from the number.
std::string sample_id(int number);

/// A submitted application, revision 1, in `formal_check` of `dream`.
application_record sample_application(int number);

/// A record that continues the chain.
log_record sample_log(const chain_head& head, const std::string& programme, const std::string& subject, int revision);

/// Does the work in one transaction and commits it.
void write(database& into, const std::function<void(write_transaction&)>& work);

/// Every page of a list, put together; fails if a page is empty or longer than asked for.
template<class Record, class List>
std::vector<Record> all_pages(int limit, List list) {
    constexpr int pages_max = 10'000;
    std::vector<Record> found;
    page_request want{std::nullopt, limit};
    for (int i = 0; i < pages_max; ++i) {
        page<Record> next = list(want);
        if (next.items.size() > static_cast<std::size_t>(limit)) throw std::logic_error("a page is too long");
        if (next.next && next.items.empty()) throw std::logic_error("an empty page promises more");
        for (Record& item : next.items)
            found.push_back(std::move(item));
        if (!next.next) return found;
        want.after = parse_cursor(to_text(*next.next)).value();
    }
    throw std::logic_error("a list does not end");
}

} // namespace sluice::store::tests
