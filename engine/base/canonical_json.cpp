#include "engine/base/canonical_json.hpp"

#include "engine/base/json_reader.hpp"

namespace sluice {

json parse_canonical(std::string_view written) {
    json_reader from{written};
    json read = from.tree();
    from.end();
    return read;
}

} // namespace sluice
