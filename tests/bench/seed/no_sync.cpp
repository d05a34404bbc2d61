// While a base is seeded nobody is told that anything is kept: waiting for the disk thousands of times would only take
// time. The program's own definitions go before the C library's, in SQLite's calls too; `main` syncs once at the end.

extern "C" int fsync(int) {
    return 0;
}

extern "C" int fdatasync(int) {
    return 0;
}
