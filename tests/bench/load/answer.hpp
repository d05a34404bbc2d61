#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

/// Reading and checking answers, cheaply enough for every one.
namespace sluice::bench {

/// An answer that is not the right one. Ends the run: figures of a server that answers wrongly mean nothing.
class wrong_answer : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Points into what was received.
struct answer {
    int status = 0;
    std::string_view head; ///< status line and header fields
    std::string_view body;
    bool closes = false; ///< the server will take no more on this connection

    /// The value of a header field, whatever the case of its name; empty if it is not there.
    std::string_view header(std::string_view name) const;
};

struct framed_answer {
    answer content;
    std::size_t bytes = 0; ///< of the whole
};

/// The first answer in what was received (RFC 9112, framed by `Content-Length` alone: the server knows all its
/// lengths); nothing while it is not complete. Throws `wrong_answer` when it cannot be one.
std::optional<framed_answer> first_answer(std::string_view received);

void expect_status(const answer&, int status);
/// The revision in the `ETag`.
std::int64_t revision_of(const answer&);
void expect_text(const answer&, std::string_view text);

/// How often the text stands in the body.
std::size_t occurrences(const answer&, std::string_view text);

/// Throws `wrong_answer` with what is wrong and how the answer begins.
[[noreturn]] void complain(const answer&, const std::string& what);

} // namespace sluice::bench
