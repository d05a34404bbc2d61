#include "engine/store/sqlite/gathering_vfs.hpp"

#include "engine/store/error.hpp"

#include <sqlite3.h>

#include <list>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

namespace sluice::store::sqlite {

namespace {

/// More is written even if it goes on. SQLite's file systems take less than 128 KiB at once.
constexpr std::size_t gathered_bytes_max = 120 * 1024;

/// A write-ahead log. The base's own file lies behind it in memory, in the room that SQLite gives.
struct log_file {
    sqlite3_file as_file; ///< first, as SQLite looks at it
    std::vector<char> gathered;
    sqlite3_int64 gathered_from;

    sqlite3_file* base() { return reinterpret_cast<sqlite3_file*>(this + 1); }

    int write_gathered() {
        if (gathered.empty()) return SQLITE_OK;
        const int code =
            base()->pMethods->xWrite(base(), gathered.data(), static_cast<int>(gathered.size()), gathered_from);
        if (code == SQLITE_OK) gathered.clear();
        return code;
    }
};

log_file& log_of(sqlite3_file* file) {
    return *reinterpret_cast<log_file*>(file);
}

/// Writes what was gathered, then asks the base.
template<auto Method, class... Arguments>
int after_writing(sqlite3_file* file, Arguments... arguments) {
    log_file& log = log_of(file);
    const int code = log.write_gathered();
    if (code != SQLITE_OK) return code;
    return (log.base()->pMethods->*Method)(log.base(), arguments...);
}

template<auto Method, class... Arguments>
auto at_once(sqlite3_file* file, Arguments... arguments) {
    log_file& log = log_of(file);
    return (log.base()->pMethods->*Method)(log.base(), arguments...);
}

int close_log(sqlite3_file* file) {
    log_file& log = log_of(file);
    const int written = log.write_gathered();
    const int closed = log.base()->pMethods->xClose(log.base());
    log.~log_file();
    return written != SQLITE_OK ? written : closed;
}

int write_log(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 from) {
    log_file& log = log_of(file);
    const auto size = static_cast<std::size_t>(count);
    const bool goes_on = from == log.gathered_from + static_cast<sqlite3_int64>(log.gathered.size());
    if (!goes_on || log.gathered.size() + size > gathered_bytes_max)
        if (const int code = log.write_gathered(); code != SQLITE_OK) return code;
    if (log.gathered.empty()) log.gathered_from = from;
    const char* start = static_cast<const char*>(bytes);
    try {
        log.gathered.insert(log.gathered.end(), start, start + size);
    } catch (const std::bad_alloc&) {
        return SQLITE_IOERR_NOMEM;
    }
    return SQLITE_OK;
}

using methods = sqlite3_io_methods;

/// Only what write-ahead logs are asked for: shared memory belongs to the database file.
constexpr methods log_methods{
    1,
    close_log,
    after_writing<&methods::xRead, void*, int, sqlite3_int64>,
    write_log,
    after_writing<&methods::xTruncate, sqlite3_int64>,
    after_writing<&methods::xSync, int>,
    after_writing<&methods::xFileSize, sqlite3_int64*>,
    at_once<&methods::xLock, int>,
    at_once<&methods::xUnlock, int>,
    at_once<&methods::xCheckReservedLock, int*>,
    at_once<&methods::xFileControl, int, void*>,
    at_once<&methods::xSectorSize>,
    at_once<&methods::xDeviceCharacteristics>,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
};

/// So many writes to the database file are on their way to the disk at a time.
constexpr int writes_on_their_way_max = 256;

/// The database file. In WAL mode only checkpoints write to it.
struct base_file {
    sqlite3_file as_file;
    int written;

    sqlite3_file* base() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

base_file& base_of(sqlite3_file* file) {
    return *reinterpret_cast<base_file*>(file);
}

int write_paced(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 from) {
    base_file& own = base_of(file);
    const int code = own.base()->pMethods->xWrite(own.base(), bytes, count, from);
    if (code != SQLITE_OK || ++own.written < writes_on_their_way_max) return code;
    own.written = 0;
    return own.base()->pMethods->xSync(own.base(), SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
}

template<auto Method, class... Arguments>
auto forward(sqlite3_file* file, Arguments... arguments) {
    sqlite3_file* base = base_of(file).base();
    return (base->pMethods->*Method)(base, arguments...);
}

constexpr methods base_methods{
    3,
    forward<&methods::xClose>,
    forward<&methods::xRead, void*, int, sqlite3_int64>,
    write_paced,
    forward<&methods::xTruncate, sqlite3_int64>,
    forward<&methods::xSync, int>,
    forward<&methods::xFileSize, sqlite3_int64*>,
    forward<&methods::xLock, int>,
    forward<&methods::xUnlock, int>,
    forward<&methods::xCheckReservedLock, int*>,
    forward<&methods::xFileControl, int, void*>,
    forward<&methods::xSectorSize>,
    forward<&methods::xDeviceCharacteristics>,
    forward<&methods::xShmMap, int, int, int, void volatile**>,
    forward<&methods::xShmLock, int, int, int>,
    forward<&methods::xShmBarrier>,
    forward<&methods::xShmUnmap, int>,
    forward<&methods::xFetch, sqlite3_int64, int, void**>,
    forward<&methods::xUnfetch, sqlite3_int64, void*>,
};

sqlite3_vfs* base_of(sqlite3_vfs* vfs) {
    return static_cast<sqlite3_vfs*>(vfs->pAppData);
}

int open_file(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file, int flags, int* given) {
    sqlite3_vfs* base = base_of(vfs);
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0) {
        auto* own = new (file) base_file{};
        const int code = base->xOpen(base, name, own->base(), flags, given);
        file->pMethods = code == SQLITE_OK ? &base_methods : nullptr;
        return code;
    }
    if ((flags & SQLITE_OPEN_WAL) == 0) return base->xOpen(base, name, file, flags, given);
    auto* log = new (file) log_file{};
    const int code = base->xOpen(base, name, log->base(), flags, given);
    if (code == SQLITE_OK) {
        log->as_file.pMethods = &log_methods;
    } else {
        log->~log_file();
        file->pMethods = nullptr; // there is nothing to close
    }
    return code;
}

/// The base is asked as itself.
template<auto Method, class... Arguments>
auto as_base(sqlite3_vfs* vfs, Arguments... arguments) {
    sqlite3_vfs* base = base_of(vfs);
    return (base->*Method)(base, arguments...);
}

struct registered {
    std::string base;
    std::string name;
    sqlite3_vfs vfs{};
};

void fill(registered& made, sqlite3_vfs& base) {
    sqlite3_vfs& vfs = made.vfs;
    vfs = base;
    vfs.pNext = nullptr;
    vfs.zName = made.name.c_str();
    vfs.pAppData = &base;
    vfs.szOsFile = static_cast<int>(sizeof(log_file)) + base.szOsFile;
    vfs.xOpen = open_file;
    vfs.xDelete = as_base<&sqlite3_vfs::xDelete, const char*, int>;
    vfs.xAccess = as_base<&sqlite3_vfs::xAccess, const char*, int, int*>;
    vfs.xFullPathname = as_base<&sqlite3_vfs::xFullPathname, const char*, int, char*>;
    vfs.xDlOpen = as_base<&sqlite3_vfs::xDlOpen, const char*>;
    vfs.xDlError = as_base<&sqlite3_vfs::xDlError, int, char*>;
    vfs.xDlSym = [](sqlite3_vfs* own, void* library, const char* symbol) {
        return base_of(own)->xDlSym(base_of(own), library, symbol);
    };
    vfs.xDlClose = as_base<&sqlite3_vfs::xDlClose, void*>;
    vfs.xRandomness = as_base<&sqlite3_vfs::xRandomness, int, char*>;
    vfs.xSleep = as_base<&sqlite3_vfs::xSleep, int>;
    vfs.xCurrentTime = as_base<&sqlite3_vfs::xCurrentTime, double*>;
    vfs.xGetLastError = as_base<&sqlite3_vfs::xGetLastError, int, char*>;
    if (base.iVersion >= 2) vfs.xCurrentTimeInt64 = as_base<&sqlite3_vfs::xCurrentTimeInt64, sqlite3_int64*>;
    if (base.iVersion >= 3) {
        vfs.xSetSystemCall = as_base<&sqlite3_vfs::xSetSystemCall, const char*, sqlite3_syscall_ptr>;
        vfs.xGetSystemCall = as_base<&sqlite3_vfs::xGetSystemCall, const char*>;
        vfs.xNextSystemCall = as_base<&sqlite3_vfs::xNextSystemCall, const char*>;
    }
}

} // namespace

std::string gathering_vfs(const std::string& base) {
    static std::mutex mutex;
    static std::list<registered> all; // as long as the program runs: connections look at them
    const std::lock_guard lock{mutex};
    for (const registered& known : all)
        if (known.base == base) return known.name;
    sqlite3_vfs* found = sqlite3_vfs_find(base.empty() ? nullptr : base.c_str());
    if (found == nullptr) throw store_error("there is no file system " + base);
    registered& made = all.emplace_back(registered{base, "gathering " + std::string{found->zName}});
    fill(made, *found);
    if (sqlite3_vfs_register(&made.vfs, 0) != SQLITE_OK) {
        all.pop_back();
        throw store_error("cannot register a file system");
    }
    return made.name;
}

} // namespace sluice::store::sqlite
