#pragma once

#include "engine/base/text.hpp"

#include <string>
#include <string_view>

namespace sluice::pages {

/// Text that can stand between tags and in quoted attributes (HTML Living Standard §13.3): `&`, `<`, `>`, `"` and `'`
/// are written as references.
std::string escape(std::string_view text);

/// A page around its main part, which is HTML already.
struct page {
    language spoken = language::zh;
    std::string title;          ///< text
    std::string other_language; ///< where the same page is in the other language: a path with its query, text
    std::string main;
};
std::string to_html(const page&);

/// The value of `Content-Security-Policy` for these pages: nothing may be loaded or run, and the one style is named by
/// its digest.
const std::string& content_security_policy();

} // namespace sluice::pages
