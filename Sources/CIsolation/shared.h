#ifndef PLIMSOLL_ISOLATION_SHARED_H
#define PLIMSOLL_ISOLATION_SHARED_H

#include "CIsolation.h"

/// The report of the command's process to its supervisor, in shared memory.
struct isolated_report {
    /// The monotonic time just before execve(2), in nanoseconds; 0 until then.
    volatile int64_t begun;
    const char *volatile step;
    volatile int error;
};

/// Each does one part of the preparation in the command's own process. They return null, or the failed step and errno.
const char *isolated_enter_root(const struct isolated_command *command);
const char *isolated_mount_system(void);
const char *isolated_become_user(const struct isolated_command *command);

/// The monotonic time in nanoseconds.
int64_t isolated_now(void);

#endif
