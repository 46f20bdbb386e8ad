// Kernel constants and structs that musl's headers lack (linux/*.h is not on musl-gcc's path), and
// system calls that libc wraps in ways that do not fit (process-wide setuid, pid caches).
// Values are the kernel's user-space interface, the same on x86-64 and arm64.
#ifndef TSRUN_COMMON_KERNEL_H
#define TSRUN_COMMON_KERNEL_H

#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

// --- numbers: one for all architectures since 5.0 ------------------------------------------------
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#ifndef SYS_open_tree
#define SYS_open_tree 428
#endif
#ifndef SYS_move_mount
#define SYS_move_mount 429
#endif
#ifndef SYS_fsopen
#define SYS_fsopen 430
#endif
#ifndef SYS_fsconfig
#define SYS_fsconfig 431
#endif
#ifndef SYS_fsmount
#define SYS_fsmount 432
#endif
#ifndef SYS_fspick
#define SYS_fspick 433
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_clone3
#define SYS_clone3 435
#endif
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438
#endif
#ifndef SYS_faccessat2
#define SYS_faccessat2 439
#endif
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif

#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif

// --- clone3, namespaces ----------------------------------------------------------------------------
#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif
#ifndef CLONE_PIDFD
#define CLONE_PIDFD 0x00001000
#endif
#ifndef CLONE_NEWCGROUP
#define CLONE_NEWCGROUP 0x02000000
#endif
#ifndef CLONE_CLEAR_SIGHAND
#define CLONE_CLEAR_SIGHAND 0x100000000ull
#endif
#ifndef CLONE_INTO_CGROUP
#define CLONE_INTO_CGROUP 0x200000000ull
#endif

struct k_clone_args {
	uint64_t flags;
	uint64_t pidfd;
	uint64_t child_tid;
	uint64_t parent_tid;
	uint64_t exit_signal;
	uint64_t stack;
	uint64_t stack_size;
	uint64_t tls;
	uint64_t set_tid;
	uint64_t set_tid_size;
	uint64_t cgroup;
};

// --- openat2 ---------------------------------------------------------------------------------------
#ifndef RESOLVE_NO_XDEV
#define RESOLVE_NO_XDEV 0x01
#endif
#ifndef RESOLVE_NO_MAGICLINKS
#define RESOLVE_NO_MAGICLINKS 0x02
#endif
#ifndef RESOLVE_NO_SYMLINKS
#define RESOLVE_NO_SYMLINKS 0x04
#endif
#ifndef RESOLVE_BENEATH
#define RESOLVE_BENEATH 0x08
#endif
#ifndef RESOLVE_IN_ROOT
#define RESOLVE_IN_ROOT 0x10
#endif

struct k_open_how {
	uint64_t flags;
	uint64_t mode;
	uint64_t resolve;
};

// --- mounts ----------------------------------------------------------------------------------------
#ifndef OPEN_TREE_CLONE
#define OPEN_TREE_CLONE 1
#endif
#ifndef OPEN_TREE_CLOEXEC
#define OPEN_TREE_CLOEXEC O_CLOEXEC
#endif
#ifndef AT_RECURSIVE
#define AT_RECURSIVE 0x8000
#endif
#ifndef AT_EMPTY_PATH
#define AT_EMPTY_PATH 0x1000
#endif
#ifndef MS_NOSYMFOLLOW
#define MS_NOSYMFOLLOW 256
#endif
#ifndef MS_LAZYTIME
#define MS_LAZYTIME (1 << 25)
#endif
#ifndef FSOPEN_CLOEXEC
#define FSOPEN_CLOEXEC 1
#endif
#ifndef FSPICK_CLOEXEC
#define FSPICK_CLOEXEC 1
#endif
#ifndef FSPICK_EMPTY_PATH
#define FSPICK_EMPTY_PATH 8
#endif
#ifndef FSMOUNT_CLOEXEC
#define FSMOUNT_CLOEXEC 1
#endif
#ifndef FSCONFIG_SET_FLAG
#define FSCONFIG_SET_FLAG 0
#define FSCONFIG_SET_STRING 1
#define FSCONFIG_SET_BINARY 2
#define FSCONFIG_SET_PATH 3
#define FSCONFIG_SET_PATH_EMPTY 4
#define FSCONFIG_SET_FD 5
#define FSCONFIG_CMD_CREATE 6
#define FSCONFIG_CMD_RECONFIGURE 7
#endif
#ifndef MOVE_MOUNT_F_EMPTY_PATH
#define MOVE_MOUNT_F_EMPTY_PATH 0x04
#endif
#ifndef MOVE_MOUNT_T_EMPTY_PATH
#define MOVE_MOUNT_T_EMPTY_PATH 0x40
#endif
#ifndef MOUNT_ATTR_RDONLY
#define MOUNT_ATTR_RDONLY 0x01
#define MOUNT_ATTR_NOSUID 0x02
#define MOUNT_ATTR_NODEV 0x04
#define MOUNT_ATTR_NOEXEC 0x08
#endif
#ifndef MOUNT_ATTR__ATIME
#define MOUNT_ATTR__ATIME 0x70
#define MOUNT_ATTR_RELATIME 0x00
#define MOUNT_ATTR_NOATIME 0x10
#define MOUNT_ATTR_STRICTATIME 0x20
#endif
#ifndef MOUNT_ATTR_NODIRATIME
#define MOUNT_ATTR_NODIRATIME 0x80
#endif
#ifndef MOUNT_ATTR_IDMAP
#define MOUNT_ATTR_IDMAP 0x00100000
#endif
#ifndef MOUNT_ATTR_NOSYMFOLLOW
#define MOUNT_ATTR_NOSYMFOLLOW 0x00200000
#endif

struct k_mount_attr {
	uint64_t attr_set;
	uint64_t attr_clr;
	uint64_t propagation;
	uint64_t userns_fd;
};

// --- file systems (statfs f_type) ------------------------------------------------------------------
#ifndef PROC_SUPER_MAGIC
#define PROC_SUPER_MAGIC 0x9fa0
#endif
#ifndef SYSFS_MAGIC
#define SYSFS_MAGIC 0x62656572
#endif
#ifndef DEVPTS_SUPER_MAGIC
#define DEVPTS_SUPER_MAGIC 0x1cd1
#endif
#ifndef CGROUP_SUPER_MAGIC
#define CGROUP_SUPER_MAGIC 0x27e0eb
#endif
#ifndef CGROUP2_SUPER_MAGIC
#define CGROUP2_SUPER_MAGIC 0x63677270
#endif
#define PROC_ROOT_INODE 1

// --- descriptors -----------------------------------------------------------------------------------
#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC 4
#endif
#ifndef TIOCGPTPEER
#define TIOCGPTPEER 0x5441
#endif

// --- capabilities ----------------------------------------------------------------------------------
#define K_CAPABILITY_VERSION_3 0x20080522u
#define K_CAP_SYS_ADMIN 21
#define K_CAP_LIMIT 64 // masks have 64 bits

struct k_cap_header {
	uint32_t version;
	int32_t pid;
};

struct k_cap_data {
	uint32_t effective;
	uint32_t permitted;
	uint32_t inheritable;
};

// --- seccomp ---------------------------------------------------------------------------------------
#define K_SECCOMP_MODE_FILTER 2
#define K_SECCOMP_SET_MODE_FILTER 1
#define K_SECCOMP_FILTER_FLAG_NEW_LISTENER 8u
#define K_BPF_MAXINSNS 4096u

struct k_sock_filter {
	uint16_t code;
	uint8_t jt;
	uint8_t jf;
	uint32_t k;
};

struct k_sock_fprog {
	uint16_t len;
	const void *filter;
};

// --- keys ------------------------------------------------------------------------------------------
#define K_KEYCTL_JOIN_SESSION_KEYRING 1
#define K_KEYCTL_SETPERM 5
#define K_KEY_POSSESSOR_ALL 0x3f000000u
#define K_KEY_USER_VIEW 0x00010000u
#define K_KEY_USER_READ 0x00020000u
#define K_KEY_USER_SEARCH 0x00080000u
#define K_KEY_USER_LINK 0x00100000u

// --- scheduling ------------------------------------------------------------------------------------
#define K_IOPRIO_WHO_PROCESS 1

struct k_sched_attr {
	uint32_t size;
	uint32_t policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime;
	uint64_t deadline;
	uint64_t period;
};

// --- system calls without libc's wrapping ----------------------------------------------------------
static inline int k_openat2(int dir, const char *path, const struct k_open_how *how)
{
	return (int)syscall(SYS_openat2, dir, path, how, sizeof *how);
}

static inline long k_clone3(const struct k_clone_args *args)
{
	return syscall(SYS_clone3, args, sizeof *args);
}

static inline int k_capget(struct k_cap_header *header, struct k_cap_data data[2])
{
	return (int)syscall(SYS_capget, header, data);
}

static inline int k_capset(struct k_cap_header *header, const struct k_cap_data data[2])
{
	return (int)syscall(SYS_capset, header, data);
}

// libc changes the ids of all threads by signals; there is one thread here, and libc does not know
// its number any more after a raw clone.
static inline int k_setresuid(uid_t real, uid_t effective, uid_t saved)
{
#ifdef SYS_setresuid32
	return (int)syscall(SYS_setresuid32, real, effective, saved);
#else
	return (int)syscall(SYS_setresuid, real, effective, saved);
#endif
}

static inline int k_setresgid(gid_t real, gid_t effective, gid_t saved)
{
#ifdef SYS_setresgid32
	return (int)syscall(SYS_setresgid32, real, effective, saved);
#else
	return (int)syscall(SYS_setresgid, real, effective, saved);
#endif
}

static inline int k_setgroups(size_t count, const gid_t *groups)
{
#ifdef SYS_setgroups32
	return (int)syscall(SYS_setgroups32, count, groups);
#else
	return (int)syscall(SYS_setgroups, count, groups);
#endif
}

#endif
