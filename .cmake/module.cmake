# sluice_module(name SOURCES a.cpp … [USES module …] [LINKS target …])
#
# One folder is one module: a static library sluice_<name>, alias sluice::<name>. USES names the modules below it,
# LINKS the libraries that its headers or sources need. Headers are included by their full path from the root.
option(SLUICE_WARNINGS_AS_ERRORS "Treat compiler warnings as errors" ON)

# A newer compiler's new warnings are shown, and do not keep anyone from building: gcc 12 is what the errors are for.
add_library(sluice_warnings INTERFACE)
target_compile_options(sluice_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  $<$<AND:$<BOOL:${SLUICE_WARNINGS_AS_ERRORS}>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Werror>
  -Wno-error=maybe-uninitialized)

# The headers that nearly every file of the engine reads, compiled once.
add_library(sluice_precompiled OBJECT "${CMAKE_SOURCE_DIR}/.cmake/precompiled.cpp")
target_precompile_headers(sluice_precompiled PRIVATE
  <algorithm> <array> <charconv> <chrono> <cstdint> <functional> <map> <memory> <optional> <set> <span> <string>
  <string_view> <unordered_map> <utility> <variant> <vector>
  <nlohmann/json.hpp> <boost/system/result.hpp> <fmt/format.h>)
target_compile_options(sluice_precompiled PRIVATE -fpch-preprocess -Wpedantic)
target_link_libraries(sluice_precompiled PRIVATE nlohmann_json::nlohmann_json fmt::fmt Boost::headers)

function(sluice_use_precompiled target)
  target_compile_options(${target} PRIVATE -fpch-preprocess)
  target_link_libraries(${target} PRIVATE fmt::fmt Boost::headers nlohmann_json::nlohmann_json)
  target_precompile_headers(${target} REUSE_FROM sluice_precompiled)
endfunction()

function(sluice_module name)
  cmake_parse_arguments(MODULE "" "" "SOURCES;USES;LINKS" ${ARGN})
  set(target sluice_${name})
  add_library(${target} STATIC ${MODULE_SOURCES})
  add_library(sluice::${name} ALIAS ${target})
  target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}")
  list(TRANSFORM MODULE_USES PREPEND sluice::)
  target_link_libraries(${target} PUBLIC ${MODULE_USES} ${MODULE_LINKS} PRIVATE sluice_warnings)
  sluice_use_precompiled(${target})
endfunction()

# sluice_test(name SOURCES a.cpp … USES module …): one test program a module, run whole by CTest.
function(sluice_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;USES;LINKS" ${ARGN})
  set(target ${name}_tests)
  add_executable(${target} ${TEST_SOURCES})
  list(TRANSFORM TEST_USES PREPEND sluice::)
  target_link_libraries(${target} PRIVATE ${TEST_USES} ${TEST_LINKS} Catch2::Catch2WithMain sluice_warnings)
  sluice_use_precompiled(${target})
  add_test(NAME ${name} COMMAND ${target} WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
endfunction()
