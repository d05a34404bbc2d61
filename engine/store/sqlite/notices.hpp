#pragma once

#include "engine/store/filter.hpp"
#include "engine/store/page.hpp"
#include "engine/store/record.hpp"
#include "engine/store/sqlite/connection.hpp"

namespace sluice::store::sqlite {

page<notice_record> list_notices(connection& user, const notice_filter& filter, const page_request& want);

void put_notice(connection& writer, const notice_record& notice);

} // namespace sluice::store::sqlite
