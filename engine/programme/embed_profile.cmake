# cmake -DOUTPUT=profile_source.cpp -DPROFILE=profile.schema.json -P embed_profile.cmake
#
# Turns the profile's schema into a C++ source, so that the program carries it with it.
file(READ "${PROFILE}" bytes)
file(WRITE "${OUTPUT}" "// Generated from workflows/profile.schema.json by embed_profile.cmake.
#include \"engine/programme/profile.hpp\"

namespace sluice::programme {

std::string_view profile_source() {
    return R\"sluice_json(${bytes})sluice_json\";
}

} // namespace sluice::programme
")
