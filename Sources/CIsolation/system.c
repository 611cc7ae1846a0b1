#define _GNU_SOURCE
#include <errno.h>
#include <stddef.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "shared.h"

static const unsigned long NOTHING_SPECIAL = MS_NOSUID | MS_NOEXEC | MS_NODEV;

struct device {
    const char *path;
    unsigned int major, minor;
};

static const struct device devices[] = {
    {"/dev/null", 1, 3}, {"/dev/zero", 1, 5},    {"/dev/full", 1, 7},
    {"/dev/random", 1, 8}, {"/dev/urandom", 1, 9}, {"/dev/tty", 5, 0},
};

static const char *const links[][2] = {
    {"pts/ptmx", "/dev/ptmx"},          {"/proc/self/fd", "/dev/fd"},       {"/proc/self/fd/0", "/dev/stdin"},
    {"/proc/self/fd/1", "/dev/stdout"}, {"/proc/self/fd/2", "/dev/stderr"}, {"/proc/kcore", "/dev/core"},
};

// Kernel files belong to the host and are read-only; files that reveal the host are hidden. Docker's own lists.
static const char *const read_only[] = {
    "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger",
};
static const char *const hidden[] = {
    "/proc/asound",     "/proc/acpi",       "/proc/kcore", "/proc/keys",    "/proc/latency_stats", "/proc/timer_list",
    "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi",  "/sys/firmware",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int make_directory(const char *path) {
    return mkdir(path, 0755) != 0 && errno != EEXIST ? -1 : 0;
}

static const char *mount_devices(void) {
    if (make_directory("/dev") != 0) return "make /dev";
    if (mount("tmpfs", "/dev", "tmpfs", MS_NOSUID | MS_STRICTATIME, "mode=755,size=65536k") != 0) return "mount /dev";
    for (size_t index = 0; index < COUNT(devices); index++) {
        const struct device *device = &devices[index];
        if (mknod(device->path, S_IFCHR | 0666, makedev(device->major, device->minor)) != 0) return device->path;
    }
    for (size_t index = 0; index < COUNT(links); index++) {
        if (symlink(links[index][0], links[index][1]) != 0) return links[index][1];
    }
    if (make_directory("/dev/pts") != 0 || make_directory("/dev/shm") != 0 || make_directory("/dev/mqueue") != 0)
        return "make the directories of /dev";
    if (mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620,gid=5") != 0)
        return "mount /dev/pts";
    if (mount("shm", "/dev/shm", "tmpfs", NOTHING_SPECIAL, "mode=1777,size=65536k") != 0) return "mount /dev/shm";
    if (mount("mqueue", "/dev/mqueue", "mqueue", NOTHING_SPECIAL, NULL) != 0) return "mount /dev/mqueue";
    return NULL;
}

static const char *hide(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0) return errno == ENOENT ? NULL : path;
    int failed = S_ISDIR(status.st_mode) ? mount("tmpfs", path, "tmpfs", MS_RDONLY, NULL)
                                         : mount("/dev/null", path, NULL, MS_BIND, NULL);
    return failed ? path : NULL;
}

static const char *protect(const char *path) {
    if (mount(path, path, NULL, MS_BIND | MS_REC, NULL) != 0) return errno == ENOENT ? NULL : path;
    return mount(NULL, path, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | NOTHING_SPECIAL, NULL) != 0 ? path : NULL;
}

const char *isolated_mount_system(void) {
    umask(0);
    const char *failed = mount_devices();
    if (failed != NULL) return failed;
    if (make_directory("/proc") != 0) return "make /proc";
    if (mount("proc", "/proc", "proc", NOTHING_SPECIAL, NULL) != 0) return "mount /proc";
    if (make_directory("/sys") != 0) return "make /sys";
    if (mount("sysfs", "/sys", "sysfs", NOTHING_SPECIAL | MS_RDONLY, NULL) != 0) return "mount /sys";
    for (size_t index = 0; index < COUNT(read_only) && failed == NULL; index++) failed = protect(read_only[index]);
    for (size_t index = 0; index < COUNT(hidden) && failed == NULL; index++) failed = hide(hidden[index]);
    umask(022);
    return failed;
}
