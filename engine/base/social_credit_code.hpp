#pragma once

#include <string_view>

namespace sluice {

/// Whether the text is a unified social credit code (统一社会信用代码) after GB 32100-2015: 18 characters of its
/// alphabet and the right check character. Some early pilot codes are legal and fail: an official may accept one.
bool is_social_credit_code(std::string_view code);

} // namespace sluice
