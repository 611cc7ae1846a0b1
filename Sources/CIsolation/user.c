#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "shared.h"

#define BIT(capability) (UINT64_C(1) << (capability))

// A container's default, without the right to make device nodes: here no cgroup prevents opening them.
static const uint64_t allowed = BIT(CAP_CHOWN) | BIT(CAP_DAC_OVERRIDE) | BIT(CAP_FSETID) | BIT(CAP_FOWNER)
    | BIT(CAP_NET_RAW) | BIT(CAP_SETGID) | BIT(CAP_SETUID) | BIT(CAP_SETFCAP) | BIT(CAP_SETPCAP)
    | BIT(CAP_NET_BIND_SERVICE) | BIT(CAP_SYS_CHROOT) | BIT(CAP_KILL) | BIT(CAP_AUDIT_WRITE);

static const char *limit_capabilities(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data) != 0) return "read the capabilities";
    for (int half = 0; half < 2; half++) {
        data[half].permitted &= (uint32_t)(allowed >> (32 * half));
        data[half].effective = data[half].permitted;
        data[half].inheritable = 0;
    }
    return syscall(SYS_capset, &header, data) != 0 ? "set the capabilities" : NULL;
}

const char *isolated_become_user(const struct isolated_command *command) {
    for (int capability = 0; capability < 64; capability++) {
        if (allowed & BIT(capability)) continue;
        // Beyond the kernel's last capability there is nothing to drop.
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0 && errno != EINVAL) return "drop a capability";
    }
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (setgroups(command->group_count, command->groups) != 0) return "set the groups";
    if (setresgid(command->group, command->group, command->group) != 0) return "set the group";
    const char *failed = limit_capabilities();
    if (failed != NULL) return failed;
    if (setresuid(command->user, command->user, command->user) != 0) return "set the user";
    return NULL;
}
