#pragma once

#include <filesystem>

namespace sluice {

/// Holds a database for one server: two on the same one would each fire its timers and give out its numbers. The lock
/// is a file beside the database, `….lock`, locked as long as this object lives and by no longer than the process: what
/// a killed server leaves behind locks nothing.
class data_lock {
public:
    /// Makes the file. Throws `std::runtime_error`, in Chinese and English, when another server holds it, and
    /// `std::system_error` when it cannot be made.
    explicit data_lock(const std::filesystem::path& database);
    ~data_lock();
    data_lock(const data_lock&) = delete;
    data_lock& operator=(const data_lock&) = delete;

private:
    int file_;
};

} // namespace sluice
