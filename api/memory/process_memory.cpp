#include "api/memory/process_memory.hpp"

#ifdef SLUICE_JEMALLOC
#include <jemalloc/jemalloc.h>

#include <string>

#include <sys/types.h>

/// What one thread allocates another one often frees here (a command comes in on a thread of HTTP and ends on the
/// writer's), for which the C library's allocator takes a fourth of a step's time. Two arenas, since few threads work
/// at a time, and little kept by each. jemalloc reads this before `main`; while the server starts, what is free goes
/// back at once.
extern "C" const char* malloc_conf; // the name that the library looks for
const char* malloc_conf = "narenas:2,dirty_decay_ms:0,muzzy_decay_ms:0,background_thread:true,max_background_threads:1,"
                          "lg_tcache_max:12,tcache_nslots_small_max:50";

#elif defined(__GLIBC__)
#include <malloc.h>
#endif

namespace sluice {

void settle_memory() {
#ifdef SLUICE_JEMALLOC
    ssize_t kept_for = 1000; // ms
    for (const std::string arena : {"0", "1"})
        mallctl(("arena." + arena + ".dirty_decay_ms").c_str(), nullptr, nullptr, &kept_for, sizeof kept_for);
    mallctl("thread.tcache.flush", nullptr, nullptr, nullptr, 0);
#elif defined(__GLIBC__)
    malloc_trim(0);
#endif
}

} // namespace sluice
