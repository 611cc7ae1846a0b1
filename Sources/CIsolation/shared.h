#ifndef PLIMSOLL_ISOLATION_SHARED_H
#define PLIMSOLL_ISOLATION_SHARED_H

#include "CIsolation.h"

/// What the command's process tells its supervisor, in memory that both share.
struct isolated_report {
    /// The monotonic time just before execve(2), in nanoseconds; 0 until then.
    volatile int64_t begun;
    const char *volatile step;
    volatile int error;
};

/// Each does one part of the preparation in the command's own process. They return null, or name what failed and leave errno.
const char *isolated_enter_root(const struct isolated_command *command);
const char *isolated_mount_system(void);
const char *isolated_become_user(const struct isolated_command *command);

/// The monotonic time in nanoseconds.
int64_t isolated_now(void);

#endif
