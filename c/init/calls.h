// Thin wrappers of the system calls that libc lacks: the kernel's arguments, -1 and errno.
#ifndef TSRUN_INIT_CALLS_H
#define TSRUN_INIT_CALLS_H

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

#include "../common/kernel.h"
#include "../common/rules.h"

// A rename anywhere on the host makes openat2 with RESOLVE_BENEATH or IN_ROOT give EAGAIN; a busy
// host needs a few rounds, a racer must not keep us here for ever.
#define OPENAT2_TRIES 1024

static inline int sys_openat2(int dir, const char *path, int flags, unsigned int resolve)
{
	struct k_open_how how = {
		.flags = (uint64_t)(unsigned int)(flags | O_CLOEXEC), .resolve = resolve | RESOLVE_NO_MAGICLINKS};
	if (!RULE(IN_ROOT) && (resolve & RESOLVE_IN_ROOT) != 0) {
		how.resolve = 0;
		while (path[0] == '/' && path[1] != '\0')
			path++;
	}
	for (int i = 0; i < OPENAT2_TRIES; i++) {
		int fd = k_openat2(dir, path, &how);
		if (fd >= 0 || (errno != EAGAIN && errno != EINTR))
			return fd;
	}
	errno = EAGAIN;
	return -1;
}

// A detached copy of what lies at `path`; with an empty path, of what `dir` refers to.
static inline int sys_open_tree(int dir, const char *path, unsigned int flags)
{
	unsigned int empty = path[0] == '\0' ? (unsigned int)AT_EMPTY_PATH : 0u;
	unsigned int clone = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC;
	return (int)syscall(SYS_open_tree, dir, path, flags | empty | clone);
}

// Attaches from descriptor to descriptor: no name is resolved again.
static inline int sys_attach(int tree, int target)
{
	return (int)syscall(
		SYS_move_mount, tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
}

static inline int sys_fsopen(const char *fstype)
{
	return (int)syscall(SYS_fsopen, fstype, FSOPEN_CLOEXEC);
}

static inline int sys_fsconfig(int fs, unsigned int command, const char *key, const char *value)
{
	return (int)syscall(SYS_fsconfig, fs, command, key, value, 0);
}

static inline int sys_fsmount(int fs, uint64_t attr)
{
	return (int)syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC, (unsigned int)attr);
}

static inline int sys_fspick(int fd)
{
	return (int)syscall(SYS_fspick, fd, "", FSPICK_CLOEXEC | FSPICK_EMPTY_PATH);
}

// close() that keeps errno, for the paths out of a failure.
static inline void close_quietly(int fd)
{
	int error = errno;
	if (fd >= 0)
		close(fd);
	errno = error;
}

#endif
