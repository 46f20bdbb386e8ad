// Idmapped mounts: a user namespace that holds a mapping, and the tree that takes it over.
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel.h"

// Which call failed, for the words of the error.
enum { AT_OPEN, AT_CLONE, AT_WRITE, AT_SETATTR };

// Holds the namespace until it is killed. Runs in our memory, so it only makes raw calls.
static int hold(void *unused)
{
	(void)unused;
	while (syscall(SYS_ppoll, NULL, 0, NULL, NULL, 0) <= 0)
		continue;
	return 0;
}

static int write_map(int pid, const char *name, const char *text)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	// One write: the kernel takes a map whole or not at all.
	ssize_t written = write(fd, text, strlen(text));
	int error = errno;
	close(fd);
	return written < 0 ? -error : 0;
}

static int map_and_open(int pid, const char *uids, const char *gids, int32_t at[1])
{
	*at = AT_WRITE;
	int result = write_map(pid, "uid_map", uids);
	if (result == 0)
		result = write_map(pid, "gid_map", gids);
	if (result < 0)
		return result;
	*at = AT_OPEN;
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/ns/user", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

// A user namespace that nobody is in: its first process is gone when this returns.
static int new_user_namespace(const char *uids, const char *gids, int32_t at[1])
{
	*at = AT_CLONE;
	size_t stack_size = 64 * 1024;
	char *stack = malloc(stack_size);
	if (stack == NULL)
		return -ENOMEM;
	// A handler of the engine must not run in the child on shared memory.
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int pid = clone(hold, (void *)((uintptr_t)(stack + stack_size) & ~(uintptr_t)15),
		CLONE_VM | CLONE_NEWUSER | SIGCHLD, NULL);
	int result = pid < 0 ? -errno : map_and_open(pid, uids, gids, at);
	if (pid >= 0) {
		kill(pid, SIGKILL);
		int status;
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			continue;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	free(stack);
	return result;
}

/**
 * Gives a detached tree (or its top alone) a mapping: that of the user namespace at `path`, or with
 * an empty path the lines of uid_map and gid_map. *at tells which call failed: 0 open, 1 clone,
 * 2 write of a map, 3 mount_setattr.
 */
TSR_EXPORT int tsr_idmap_tree(
	int tree, const char *uids, const char *gids, const char *path, int recursive, int32_t at[1])
{
	*at = AT_OPEN;
	int users = path[0] == '\0' ? new_user_namespace(uids, gids, at) : open(path, O_RDONLY | O_CLOEXEC);
	if (users < 0)
		return path[0] == '\0' ? users : -errno;
	*at = AT_SETATTR;
	struct k_mount_attr attr = {.attr_set = MOUNT_ATTR_IDMAP, .userns_fd = (uint64_t)users};
	unsigned int flags = AT_EMPTY_PATH | (recursive ? (unsigned int)AT_RECURSIVE : 0u);
	long result = syscall(SYS_mount_setattr, tree, "", flags, &attr, sizeof(attr));
	int error = errno;
	close(users);
	return result < 0 ? -error : 0;
}
