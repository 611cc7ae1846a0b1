#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "shared.h"

/// Memory that the supervisor shares with its caller and with the command's process.
struct shared {
    struct isolated_report report;
    struct isolated_result result;
    char tail[ISOLATED_TAIL_BYTES];
};

int64_t isolated_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void reset_signals(void) {
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void close_others(const struct isolated_command *command) {
    int kept[3] = {command->lease, command->mount_namespace, command->network_namespace};
    int first = 3;
    for (;;) {
        int next = -1;
        for (int index = 0; index < 3; index++) {
            if (kept[index] >= first && (next < 0 || kept[index] < next)) next = kept[index];
        }
        if (next < 0) break;
        if (next > first) syscall(SYS_close_range, first, next - 1, 0);
        first = next + 1;
    }
    syscall(SYS_close_range, first, ~0U, 0);
}

static void execute(const struct isolated_command *command, struct isolated_report *report) {
    const char *program = command->arguments[0];
    report->begun = isolated_now();
    if (strchr(program, '/') != NULL) {
        execve(program, command->arguments, command->environment);
        return;
    }
    const char *path = "";
    for (char *const *entry = command->environment; *entry != NULL; entry++) {
        if (strncmp(*entry, "PATH=", 5) == 0) path = *entry + 5;
    }
    char candidate[4096];
    int failure = ENOENT;
    for (const char *next = path; *next != 0;) {
        size_t length = strcspn(next, ":");
        if (length > 0 && length + strlen(program) + 2 <= sizeof candidate) {
            memcpy(candidate, next, length);
            candidate[length] = '/';
            strcpy(candidate + length + 1, program);
            execve(candidate, command->arguments, command->environment);
            if (errno != ENOENT && errno != ENOTDIR) failure = errno;
        }
        next += length + (next[length] == ':');
    }
    errno = failure;
}

/// The command's process, the first of its PID namespace: all others end with it.
static void become(const struct isolated_command *command, struct isolated_report *report, int output) {
    setsid();
    // A new session keyring, not shared with any other process.
    syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
    const char *failed = isolated_enter_root(command);
    if (failed == NULL) failed = isolated_mount_system();
    if (failed == NULL) {
        int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
        if (input < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) failed = "open the output";
        // The command's user may reopen its own output, as /dev/stdout.
        else if (fchown(1, command->user, command->group) != 0) failed = "hand over the output";
    }
    syscall(SYS_close_range, 3, ~0U, 0);
    // First as root, as runc does: the user may lack permission.
    int entered = failed == NULL && chdir(command->working_directory) == 0;
    if (failed == NULL) failed = isolated_become_user(command);
    if (failed == NULL && !entered && chdir(command->working_directory) != 0) failed = command->working_directory;
    if (failed == NULL) {
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        execute(command, report);
        failed = command->arguments[0];
    }
    report->error = errno;
    report->step = failed;
    _exit(127);
}

static void keep(struct shared *shared, const char *bytes, size_t count) {
    size_t held = shared->result.tail_length;
    if (count > ISOLATED_TAIL_BYTES) {
        bytes += count - ISOLATED_TAIL_BYTES;
        count = ISOLATED_TAIL_BYTES;
    }
    if (held > ISOLATED_TAIL_BYTES - count) {
        size_t stays = ISOLATED_TAIL_BYTES - count;
        memmove(shared->tail, shared->tail + held - stays, stays);
        held = stays;
    }
    memcpy(shared->tail + held, bytes, count);
    shared->result.tail_length = held + count;
}

/// Reads at most what a pipe holds, so that endless output cannot bypass the time limit. False at the output's end.
static int drain(int output, struct shared *shared) {
    char buffer[65536];
    ssize_t count = read(output, buffer, sizeof buffer);
    if (count > 0) keep(shared, buffer, (size_t)count);
    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
}

/// Waits for the command's end, the time limit or the end of the lease, and returns which came first. Keeps the output.
static enum isolated_end watch(
    const struct isolated_command *command, int process, int output, int64_t *ended, struct shared *shared
) {
    int64_t deadline = isolated_now() + command->limit;
    struct pollfd polled[3] = {{process, POLLIN, 0}, {output, POLLIN, 0}, {command->lease, POLLIN, 0}};
    for (;;) {
        int64_t left = deadline - isolated_now();
        struct timespec patience = {left > 0 ? left / 1000000000 : 0, left > 0 ? left % 1000000000 : 0};
        int ready = ppoll(polled, 3, &patience, NULL);
        *ended = isolated_now();
        if (ready < 0 && errno != EINTR) return ISOLATED_STOPPED;
        if (ready <= 0) {
            if (*ended >= deadline) return ISOLATED_TIMED_OUT;
            continue;
        }
        if (polled[0].revents) return ISOLATED_ENDED;
        if (polled[2].revents) return ISOLATED_STOPPED;
        if (polled[1].revents && !drain(output, shared)) polled[1].fd = -1;
    }
}

/// The supervisor: a process outside the command's namespaces. It ends with the command, and with its caller.
static void supervise(const struct isolated_command *command, struct shared *shared) {
    struct isolated_result *result = &shared->result;
    int output[2];
    if (command->mount_namespace >= 0 && setns(command->mount_namespace, CLONE_NEWNS) != 0) {
        result->step = "enter the engine's mounts";
    } else if (command->network_namespace >= 0 && setns(command->network_namespace, CLONE_NEWNET) != 0) {
        result->step = "enter the engine's network";
    } else if (unshare(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS) != 0) {
        result->step = "make namespaces";
    } else if (pipe2(output, O_CLOEXEC) != 0) {
        result->step = "make a pipe";
    }
    pid_t child = result->step == NULL ? fork() : -1;
    if (child < 0) {
        result->error = errno;
        if (result->step == NULL) result->step = "start a process";
        return;
    }
    if (child == 0) become(command, &shared->report, output[1]);
    close(output[1]);
    fcntl(output[0], F_SETFL, O_NONBLOCK);
    int process = (int)syscall(SYS_pidfd_open, child, 0);
    int64_t ended = 0;
    enum isolated_end end = process < 0 ? ISOLATED_NOT_STARTED : watch(command, process, output[0], &ended, shared);
    if (end != ISOLATED_ENDED) kill(child, SIGKILL);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    drain(output[0], shared);
    result->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (end == ISOLATED_NOT_STARTED) {
        result->step = "watch the process";
    } else if (shared->report.step != NULL) {
        result->step = shared->report.step;
        result->error = shared->report.error;
    } else {
        result->end = end;
        if (shared->report.begun != 0) result->duration = ended - shared->report.begun;
    }
}

void isolated_run(const struct isolated_command *command, struct isolated_result *result, char *tail) {
    memset(result, 0, sizeof *result);
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) {
        result->step = "share memory";
        result->error = errno;
        return;
    }
    pid_t supervisor = fork();
    if (supervisor == 0) {
        // The terminal's Ctrl-C must only reach the caller, which then closes the lease.
        setsid();
        reset_signals();
        // Keeps only these descriptors: the caller's end of the lease and its locks must not stay open here.
        close_others(command);
        supervise(command, shared);
        _exit(0);
    }
    if (supervisor < 0) {
        result->step = "start a process";
        result->error = errno;
    } else {
        int status = 0;
        while (waitpid(supervisor, &status, 0) < 0 && errno == EINTR) {}
        *result = shared->result;
        memcpy(tail, shared->tail, result->tail_length);
        if (!WIFEXITED(status)) {
            // What it shared by then is an incomplete result.
            result->end = ISOLATED_NOT_STARTED;
            result->step = "watch the process, as what watched it was killed";
            result->error = EINTR;
        } else if (result->end == ISOLATED_NOT_STARTED && result->step == NULL) {
            result->step = "watch the process";
        }
    }
    munmap(shared, sizeof *shared);
}
