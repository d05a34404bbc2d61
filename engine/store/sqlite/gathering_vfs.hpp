#pragma once

#include <string>

namespace sluice::store::sqlite {

/// The name of a virtual file system (https://sqlite.org/vfs.html) that is the one of the name `base` (empty: the
/// system's), save that what is written to a write-ahead log one piece behind the other is gathered and written at
/// once: SQLite writes each page in two pieces, a commit of two hundred pages in four hundred calls. Everything
/// gathered is written before the log is synced, read, cut, measured or closed, so that a commit is on disk exactly
/// when it would be otherwise; an error in writing is that of the call that asked for it. It asks for
/// `synchronous=FULL`: there every commit syncs the log before others see it.
///
/// What a checkpoint writes to the database file it syncs after every 256 writes, not only at its end: otherwise a
/// commit whose log is synced at that time waits for thousands of pages that lie before it on their way to the disk.
///
/// Registers it if that has not happened yet. Throws `store_error` if there is no such base. Safe from any thread.
std::string gathering_vfs(const std::string& base);

} // namespace sluice::store::sqlite
