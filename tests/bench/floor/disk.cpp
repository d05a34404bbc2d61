#include "tests/bench/floor/raw_sqlite.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

namespace sluice::bench {
namespace {

constexpr off_t page_bytes = 4096;
constexpr off_t file_pages = 1'024;

/// A file that is closed and removed with its owner.
class scratch_file {
public:
    explicit scratch_file(std::filesystem::path path)
        : path_{std::move(path)}
        , file_{open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)} {
        if (file_ < 0) throw std::runtime_error("cannot write " + path_.string());
    }
    ~scratch_file() {
        close(file_);
        unlink(path_.c_str());
    }
    scratch_file(const scratch_file&) = delete;
    scratch_file& operator=(const scratch_file&) = delete;

    void write_page(off_t number) const {
        static const std::string page(page_bytes, 'x');
        if (pwrite(file_, page.data(), page.size(), page_bytes * (number % file_pages)) != page_bytes)
            throw std::runtime_error("the disk fails");
    }
    void sync() const {
        if (fdatasync(file_) != 0) throw std::runtime_error("the disk fails");
    }

private:
    std::filesystem::path path_;
    int file_;
};

} // namespace

double syncs_a_second(const std::filesystem::path& folder, std::chrono::nanoseconds how_long) {
    using steady = std::chrono::steady_clock;
    const scratch_file file{folder / "floor.bin"};
    off_t number = 0;
    for (; number < file_pages; ++number)
        file.write_page(number);
    file.sync();
    const auto begin = steady::now();
    int syncs = 0;
    for (; steady::now() - begin < how_long; ++syncs) {
        file.write_page(number++);
        file.sync();
    }
    return syncs / std::chrono::duration<double>(steady::now() - begin).count();
}

} // namespace sluice::bench
