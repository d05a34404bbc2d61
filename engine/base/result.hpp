#pragma once

#include "engine/base/refusal.hpp"

#include <boost/system/result.hpp>

namespace sluice {

/// A value, or the refusal that says why there is none. Broken environments throw instead (see engine/base/README.md).
template<class Value>
using result = boost::system::result<Value, refusal>;

/// What `result<T>::value()` throws when nobody looked at the refusal.
[[noreturn]] void throw_exception_from_error(const refusal& unread, const boost::source_location& where);

} // namespace sluice
