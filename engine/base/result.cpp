#include "engine/base/result.hpp"

#include <stdexcept>

namespace sluice {

void throw_exception_from_error(const refusal& unread, const boost::source_location& where) {
    throw std::logic_error(std::string{"unread refusal "} + std::string{name_of(unread.reason)} + " at " +
                           where.to_string() + ": " + unread.explanation.en + " " + unread.place);
}

} // namespace sluice
