#pragma once

#include <string>
#include <utility>
#include <vector>

namespace sluice::statechart {

/// Writes XML 1.0, indented by two spaces. Values are escaped; characters that XML has no place for become U+FFFD.
/// Names are the caller's.
class xml_writer {
public:
    using attributes = std::vector<std::pair<std::string, std::string>>;

    xml_writer();

    void open(const std::string& name, const attributes& with = {});
    void close();
    void empty(const std::string& name, const attributes& with = {});

    /// "--" and a "-" at the end, which a comment cannot hold, are taken apart by spaces.
    void comment(const std::string& words);

    std::string finish() && { return std::move(written_); }

private:
    void begin(const std::string& name, const attributes& with);

    std::string written_;
    std::vector<std::string> open_;
};

} // namespace sluice::statechart
