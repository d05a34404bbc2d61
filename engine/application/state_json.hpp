#pragma once

#include "engine/application/state.hpp"

namespace sluice::application {

/// The parts of an application in their persisted form, which the record's changes share. Reading throws
/// `std::invalid_argument` on anything that `to_json` did not write.
json to_json(const text&);
json to_json(const document&);
json to_json(const payment&);
json to_json(const notice&);
json to_json(const timer&);
json to_json(const objection&);
json to_json(const signature&);
json to_json(const obligation&);
json to_json(const project_change&);

text text_from_json(const json&);
document document_from_json(const json&);
payment payment_from_json(const json&);
notice notice_from_json(const json&);
timer timer_from_json(const json&);
objection objection_from_json(const json&);
signature signature_from_json(const json&);
obligation obligation_from_json(const json&);
project_change project_change_from_json(const json&);

} // namespace sluice::application
