#pragma once

#include "engine/service/service.hpp"

#include <filesystem>
#include <string>

/// What tests need that put a service to work in this process, on a database of their own.
namespace sluice::test {

/// Removed with all that is in it.
struct working_folder {
    working_folder();
    ~working_folder();
    working_folder(const working_folder&) = delete;
    working_folder& operator=(const working_folder&) = delete;

    std::filesystem::path path;
};

/// A form of the dream fund as its own cases have it.
json sample_form();

/// Whoever may do everything of the office.
const service::caller& founder();

/// What the command answers; a refusal fails the test.
json carry_out(service::service&, const service::caller&, service::command);

} // namespace sluice::test
