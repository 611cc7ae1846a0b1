#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "shared.h"

static const char *write_file(const struct isolated_file *file) {
    // Never through a link: an existing file of that name is removed.
    if (unlink(file->path) != 0 && errno != ENOENT) return file->path;
    int descriptor = open(file->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (descriptor < 0) return file->path;
    size_t left = strlen(file->text);
    const char *next = file->text;
    while (left > 0) {
        ssize_t written = write(descriptor, next, left);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return file->path;
        next += written;
        left -= (size_t)written;
    }
    close(descriptor);
    return NULL;
}

// The old root is unmounted, not only left: a process that may call chroot(2) can escape a chroot.
const char *isolated_enter_root(const struct isolated_command *command) {
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return "make the mounts private";
    if (mount(command->root, command->root, NULL, MS_BIND, NULL) != 0) return "mount the root";
    // Device nodes in an image cannot be opened, as in a container.
    if (mount(NULL, command->root, NULL, MS_REMOUNT | MS_BIND | MS_NODEV, NULL) != 0) return "remount the root";
    if (chdir(command->root) != 0) return "enter the root";
    if (syscall(SYS_pivot_root, ".", ".") != 0) return "change the root";
    if (umount2(".", MNT_DETACH) != 0) return "unmount the old root";
    if (chdir("/") != 0) return "enter the new root";
    // Before anything is mounted in it: a link to /proc or /dev must lead to nothing.
    if (mkdir("/etc", 0755) != 0 && errno != EEXIST) return "make /etc";
    for (const struct isolated_file *file = command->files; file->path != NULL; file++) {
        const char *failed = write_file(file);
        if (failed != NULL) return failed;
    }
    if (sethostname(command->host_name, strlen(command->host_name)) != 0) return "set the host name";
    return NULL;
}

int isolated_lease(int ends[2]) {
    return pipe2(ends, O_CLOEXEC);
}

int isolated_open(const char *root, const char *path) {
    int directory = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return -1;
    struct open_how how = {
        .flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK, .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
    int descriptor = (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
    int failure = errno;
    close(directory);
    errno = failure;
    return descriptor;
}
