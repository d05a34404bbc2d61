#include "engine/application/acting.hpp"

#include <stdexcept>

namespace sluice::application {

json to_json(const acting_for& whom) {
    json written = json::object();
    for (const auto& [name, value] : {std::pair{"person", &whom.person}, std::pair{"organisation", &whom.organisation},
                                      std::pair{"agent", &whom.agent}, std::pair{"under", &whom.under}})
        if (!value->empty()) written[name] = *value;
    return written;
}

acting_for acting_for_from_json(const json& from) try {
    return {from.value("person", ""), from.value("organisation", ""), from.value("agent", ""),
            from.at("under").get<std::string>()};
} catch (const json::exception& broken) {
    throw std::invalid_argument(std::string{"not whom somebody acts for: "} + broken.what());
}

} // namespace sluice::application
