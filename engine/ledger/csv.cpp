#include "engine/ledger/csv.hpp"

#include <fmt/format.h>

#include <utility>

namespace sluice::ledger {
namespace {

refusal malformed(std::size_t row, text why) {
    return refuse(reason::malformed_request, std::move(why), fmt::format("line {}", row));
}

/// Walks over the text once, a field at a time.
class csv_reader {
public:
    explicit csv_reader(std::string_view text)
        : text_{text} {}

    result<std::vector<csv_row>> read() {
        std::vector<csv_row> rows;
        while (at_ < text_.size()) {
            if (rows.size() == csv_rows_max) return malformed(rows.size(), {"记录过多", "There are too many records"});
            csv_row row{{}, at_};
            for (bool more = true; more;) {
                if (row.fields.size() == csv_fields_max)
                    return malformed(rows.size() + 1, {"字段过多", "There are too many fields"});
                if (!take_field(row.fields.emplace_back()))
                    return malformed(rows.size() + 1, {"引号不成对", "A quotation mark is out of place"});
                more = at_ < text_.size() && text_[at_] == ',';
                if (more) ++at_;
            }
            end_record();
            rows.push_back(std::move(row));
        }
        return rows;
    }

private:
    bool ends_field(std::size_t at) const {
        return at >= text_.size() || text_[at] == ',' || text_[at] == '\n' ||
               (text_[at] == '\r' && at + 1 < text_.size() && text_[at + 1] == '\n');
    }

    bool take_field(std::string& field) {
        if (at_ < text_.size() && text_[at_] == '"') return take_quoted(field);
        while (!ends_field(at_)) {
            if (text_[at_] == '"') return false;
            field += text_[at_++];
        }
        return true;
    }

    bool take_quoted(std::string& field) {
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] != '"') {
                field += text_[at_];
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                field += text_[++at_];
            } else {
                return ends_field(++at_);
            }
        }
        return false;
    }

    void end_record() {
        if (at_ < text_.size() && text_[at_] == '\r') ++at_;
        if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

std::string quoted(const std::string& field) {
    if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
    std::string written = "\"";
    for (const char each : field) {
        if (each == '"') written += '"';
        written += each;
    }
    return written + "\"";
}

} // namespace

std::string write_csv(const csv_record& record) {
    std::string line;
    for (std::size_t index = 0; index < record.size(); ++index) {
        if (index > 0) line += ',';
        line += quoted(record[index]);
    }
    return line + "\r\n";
}

result<std::vector<csv_row>> read_csv(std::string_view text) {
    return csv_reader{text}.read();
}

} // namespace sluice::ledger
