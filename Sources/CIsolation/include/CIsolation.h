#ifndef PLIMSOLL_ISOLATION_H
#define PLIMSOLL_ISOLATION_H

#include <stdint.h>
#include <sys/types.h>

// Runs one command in its own namespaces, with a directory as its root: like a container, without an engine.
// In C, because Swift cannot call fork(2), nor calls without a wrapper, such as pivot_root(2) and capset(2).

/// How many bytes of the command's output are kept: the last ones.
#define ISOLATED_TAIL_BYTES 16384

/// A file that is written into the root before the command starts. It replaces an existing file of that name.
struct isolated_file {
    const char *path;
    const char *text;
};

struct isolated_command {
    /// Descriptors of the namespaces to start in; -1: this process's own.
    int mount_namespace, network_namespace;
    /// The directory that becomes the root; a path in the mount namespace.
    const char *root;
    const char *host_name;
    /// The list ends with an entry whose path is null.
    const struct isolated_file *files;
    const char *working_directory;
    /// Both lists end with a null. A program without a slash is looked up in the PATH of `environment`.
    char *const *arguments;
    char *const *environment;
    uid_t user;
    gid_t group;
    const gid_t *groups;
    size_t group_count;
    /// Time limit, in nanoseconds.
    int64_t limit;
    /// The reading end of a pipe. When its last writer closes it, the command and all that it started are killed.
    int lease;
};

enum isolated_end {
    ISOLATED_NOT_STARTED = 0,
    ISOLATED_ENDED = 1,
    ISOLATED_TIMED_OUT = 2,
    ISOLATED_STOPPED = 3,
};

struct isolated_result {
    enum isolated_end end;
    /// The exit status, or 128 plus the number of the signal that killed it.
    int status;
    /// If it was not started: the failed step, and its errno.
    const char *step;
    int error;
    /// From just before execve(2) until its end was seen, on the monotonic clock, in nanoseconds.
    int64_t duration;
    /// Bytes of its output in the tail.
    size_t tail_length;
};

/// Runs the command and blocks until it ends. `tail`, of ISOLATED_TAIL_BYTES bytes, gets the last bytes of its output.
void isolated_run(const struct isolated_command *command, struct isolated_result *result, char *tail);

/// Makes the pipe of a lease: reading end, writing end. No other program inherits them. -1 and errno on failure.
int isolated_lease(int ends[2]);

/// Opens a file for reading as a process with this root would: no link leads out of it. -1 and errno on failure.
int isolated_open(const char *root, const char *path);

#endif
