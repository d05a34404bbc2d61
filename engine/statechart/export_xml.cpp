#include "engine/statechart/export_xml.hpp"

namespace sluice::statechart {

namespace {

std::string escaped(const std::string& value) {
    std::string written;
    for (const char letter : value) {
        switch (letter) {
        case '&':
            written += "&amp;";
            break;
        case '<':
            written += "&lt;";
            break;
        case '>':
            written += "&gt;";
            break;
        case '"':
            written += "&quot;";
            break;
        case '\t':
            written += "&#9;";
            break;
        case '\n':
            written += "&#10;";
            break;
        case '\r':
            written += "&#13;";
            break;
        default:
            written += static_cast<unsigned char>(letter) < 0x20 ? "\xEF\xBF\xBD" : std::string(1, letter);
        }
    }
    return written;
}

} // namespace

xml_writer::xml_writer()
    : written_{"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"} {}

void xml_writer::begin(const std::string& name, const attributes& with) {
    written_.append(open_.size() * 2, ' ');
    written_ += "<" + name;
    for (const auto& [key, value] : with)
        written_ += " " + key + "=\"" + escaped(value) + "\"";
}

void xml_writer::open(const std::string& name, const attributes& with) {
    begin(name, with);
    written_ += ">\n";
    open_.push_back(name);
}

void xml_writer::close() {
    const auto name = std::move(open_.back());
    open_.pop_back();
    written_.append(open_.size() * 2, ' ');
    written_ += "</" + name + ">\n";
}

void xml_writer::empty(const std::string& name, const attributes& with) {
    begin(name, with);
    written_ += "/>\n";
}

void xml_writer::comment(const std::string& words) {
    written_.append(open_.size() * 2, ' ');
    written_ += "<!-- ";
    for (std::size_t at = 0; at < words.size(); ++at) {
        written_ += words[at];
        const bool is_dash = words[at] == '-';
        if (is_dash && at + 1 < words.size() && words[at + 1] == '-') written_ += ' ';
    }
    written_ += " -->\n";
}

} // namespace sluice::statechart
