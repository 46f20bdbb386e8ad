// Detached trees for a user namespace: their mounts' flags are locked, so that its root cannot take
// away what the host has set (mount_namespaces(7), "Restrictions on mount namespaces").
#include "host.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel.h"

// Which call failed, for the words of the error.
enum { AT_CLONE, AT_STAT, AT_UNSHARE, AT_MOUNT, AT_MOVE, AT_OPEN };

struct job {
	int tree;
	const char *place; // where the tree is put meanwhile
	int at;
	int result; // the descriptor of the locked tree, or -errno
};

static int failed(struct job *job, int at)
{
	job->at = at;
	job->result = -errno;
	return 1;
}

/*
 * The kernel locks flags when it copies mounts to a namespace of less rights, and nothing else does:
 * the tree is attached in a mount namespace of ours, copied with a user namespace, and cloned there.
 * Runs in our memory, so it only makes raw calls; the descriptor stays, since the table is shared.
 */
static int lock(void *data)
{
	struct job *job = data;
	if (syscall(SYS_unshare, CLONE_NEWNS) < 0)
		return failed(job, AT_UNSHARE);
	if (syscall(SYS_mount, NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return failed(job, AT_MOUNT);
	if (syscall(SYS_move_mount, job->tree, "", AT_FDCWD, job->place, MOVE_MOUNT_F_EMPTY_PATH) < 0)
		return failed(job, AT_MOVE);
	if (syscall(SYS_unshare, CLONE_NEWUSER | CLONE_NEWNS) < 0)
		return failed(job, AT_UNSHARE);
	long tree = syscall(SYS_open_tree, AT_FDCWD, job->place,
		OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (unsigned int)AT_RECURSIVE);
	if (tree < 0)
		return failed(job, AT_OPEN);
	job->result = (int)tree;
	return 0;
}

static void run(struct job *job)
{
	size_t stack_size = 64 * 1024;
	char *stack = malloc(stack_size);
	if (stack == NULL) {
		job->result = -ENOMEM;
		return;
	}
	// A handler of the engine must not run in the child on shared memory.
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int pid = clone(lock, (void *)((uintptr_t)(stack + stack_size) & ~(uintptr_t)15),
		CLONE_VM | CLONE_FILES | SIGCHLD, job);
	if (pid < 0)
		failed(job, AT_CLONE);
	int status = 0;
	while (pid >= 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	// Killed before it could say anything.
	if (pid >= 0 && !WIFEXITED(status))
		job->result = -EINTR;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	free(stack);
}

/**
 * A copy of a detached tree whose flags are locked; the tree itself is gone then. *at tells which call
 * failed: 0 clone, 1 fstat, 2 unshare, 3 mount, 4 move_mount, 5 open_tree.
 */
TSR_EXPORT int tsr_lock_tree(int tree, int32_t at[1])
{
	struct stat st;
	struct job job = {.tree = tree, .place = "/proc", .at = AT_CLONE, .result = -EINTR};
	if (fstat(tree, &st) < 0)
		failed(&job, AT_STAT);
	else {
		if (!S_ISDIR(st.st_mode))
			job.place = "/proc/version";
		run(&job);
	}
	*at = job.at;
	close(tree);
	return job.result;
}
