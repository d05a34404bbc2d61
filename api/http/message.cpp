#include "api/http/message.hpp"

namespace sluice::http {

response json_response(int status, const json& value) {
    return {status, {{"Content-Type", "application/json"}}, value.dump()};
}

} // namespace sluice::http
