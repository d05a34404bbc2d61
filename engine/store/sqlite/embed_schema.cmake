# cmake -DOUTPUT=schema.cpp -DMIGRATIONS=0001_initial.sql;… -P embed_schema.cmake
#
# Turns the migrations into a C++ source, so that the program carries its schema with it. The number that leads a file's
# name is its version; versions must be 1, 2, 3 …
set(entries "")
set(expected 1)
foreach(file IN LISTS MIGRATIONS)
  get_filename_component(name "${file}" NAME_WE)
  string(REGEX MATCH "^[0-9]+" digits "${name}")
  math(EXPR version "1${digits} - 10000")
  if(NOT version EQUAL expected)
    message(FATAL_ERROR "${file}: expected migration ${expected}")
  endif()
  math(EXPR expected "${expected} + 1")
  file(READ "${file}" sql)
  string(APPEND entries "    {${version}, \"${name}\", R\"sluice_sql(${sql})sluice_sql\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Generated from schemas/sql/sqlite by embed_schema.cmake.
#include \"engine/store/sqlite/schema.hpp\"

namespace sluice::store::sqlite {

namespace {

constexpr migration all[] = {
${entries}};

} // namespace

std::span<const migration> migrations() { return all; }

} // namespace sluice::store::sqlite
")
