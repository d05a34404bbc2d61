#include "api/composition/data_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace sluice {

data_lock::data_lock(const std::filesystem::path& database) {
    const auto path = database.string() + ".lock";
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) throw std::system_error{errno, std::generic_category(), path};
    if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
    const int error = errno;
    ::close(file_);
    if (error != EWOULDBLOCK) throw std::system_error{error, std::generic_category(), path};
    const auto data = database.string();
    throw std::runtime_error("另一个服务正在使用数据库 " + data +
                             "：请先停止它，或用 --data 另选数据目录 / Another server is using the database " + data +
                             ": stop it first, or choose another folder with --data");
}

data_lock::~data_lock() {
    ::close(file_);
}

} // namespace sluice
