#pragma once

#include "engine/base/instant.hpp"
#include "engine/service/service.hpp"

#include <filesystem>

namespace sluice::demo {

/// When the demonstration begins: early enough that every deadline of the shipped programmes falls in a loaded year.
instant begins(const std::filesystem::path& file);

/// Fills an empty server with the people, organisations, rounds and appropriations of `demo.json`, whose tokens
/// everybody knows: never for a server that anybody else can reach. Throws `std::runtime_error` when a command is
/// refused.
void fill(service::service&, const std::filesystem::path& file);

} // namespace sluice::demo
