#include "engine/service/clock.hpp"

#include <openssl/rand.h>

#include <chrono>
#include <stdexcept>

namespace sluice::service {
namespace {

std::int64_t system_milliseconds() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

id_entropy from_operating_system() {
    id_entropy bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("the operating system gives no random bytes");
    return bytes;
}

} // namespace

instant system_clock::now() const {
    return {system_milliseconds()};
}

id_entropy system_clock::entropy() {
    return from_operating_system();
}

adjustable_clock::adjustable_clock(instant start, bool running)
    : offset_{running ? start.milliseconds - system_milliseconds() : start.milliseconds}
    , running_{running} {}

instant adjustable_clock::now() const {
    return {running_ ? system_milliseconds() + offset_ : offset_.load()};
}

id_entropy adjustable_clock::entropy() {
    return from_operating_system();
}

void adjustable_clock::set(instant when) {
    offset_ = running_ ? when.milliseconds - system_milliseconds() : when.milliseconds;
}

} // namespace sluice::service
