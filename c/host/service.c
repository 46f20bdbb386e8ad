// A program of the host that works for the engine (CRIU): with an environment, with stdio of its own
// or ours, and where it is asked for in a mount namespace that nobody else sees.
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC 4u
#endif

#define STACK_SIZE (64u * 1024u)
#define SIGNALS 64

// Which call of the child failed; src/native/service.ts has the names.
enum call {
	CALL_CLOSE_RANGE,
	CALL_STDIO,
	CALL_PRLIMIT,
	CALL_UNSHARE,
	CALL_PROPAGATE,
	CALL_BIND,
	CALL_EXECVE
};

// What the child needs. It runs on our memory, so it makes raw calls only.
struct service {
	const char *path;
	char *const *argv;
	char *const *envp;
	const int32_t *keep;
	uint32_t keep_count;
	int null;
	const char *root;
	const char *at;
	uint64_t nofile[2]; // struct rlimit64
	volatile enum call call;
	volatile int error;
};

static long keep_open(int fd)
{
	return syscall(SYS_fcntl, fd, F_SETFD, 0);
}

static int child_main(void *argument)
{
	struct service *service = argument;
	// Zeros are SIG_DFL, no flags, empty mask: ignored signals would survive the exec.
	static const uint64_t by_default[8];
	static const uint64_t no_signals[1];
	for (int number = 1; number <= SIGNALS; number++)
		syscall(SYS_rt_sigaction, number, by_default, NULL, 8);
	service->call = CALL_CLOSE_RANGE;
	if (syscall(SYS_close_range, 3u, ~0u, CLOSE_RANGE_CLOEXEC) < 0)
		goto failed;
	service->call = CALL_STDIO;
	for (int fd = 0; fd < 3; fd++)
		if ((service->null >= 0 ? syscall(SYS_dup3, service->null, fd, 0) : keep_open(fd)) < 0)
			goto failed;
	for (uint32_t i = 0; i < service->keep_count; i++)
		if (keep_open(service->keep[i]) < 0)
			goto failed;
	service->call = CALL_PRLIMIT;
	if (syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, service->nofile, NULL) < 0)
		goto failed;
	if (service->root[0] != '\0') {
		service->call = CALL_UNSHARE;
		if (syscall(SYS_unshare, CLONE_NEWNS) < 0)
			goto failed;
		service->call = CALL_PROPAGATE;
		if (syscall(SYS_mount, NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
			goto failed;
		service->call = CALL_BIND;
		if (syscall(SYS_mount, service->root, service->at, NULL, MS_BIND | MS_REC, NULL) < 0)
			goto failed;
	}
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, no_signals, NULL, 8);
	service->call = CALL_EXECVE;
	syscall(SYS_execve, service->path, service->argv, service->envp);
failed:
	service->error = errno;
	syscall(SYS_exit, 127);
	return 127;
}

static char **vector(const char *words, uint32_t count)
{
	char **list = calloc((size_t)count + 1, sizeof(char *));
	if (list == NULL)
		return NULL;
	for (uint32_t i = 0; i < count; i++) {
		list[i] = (char *)(uintptr_t)words;
		words += strlen(words) + 1;
	}
	return list;
}

// Clones the child, which is gone again when it could not become the program; pid or -errno.
static int start(struct service *service)
{
	char *stack = malloc(STACK_SIZE);
	if (stack == NULL)
		return -ENOMEM;
	sigset_t all, before;
	sigfillset(&all);
	// A handler of ours must not run in the child on shared memory.
	pthread_sigmask(SIG_SETMASK, &all, &before);
	uintptr_t top = ((uintptr_t)stack + STACK_SIZE) & ~(uintptr_t)15;
	int pid = clone(child_main, (void *)top, CLONE_VM | CLONE_VFORK | SIGCHLD, service);
	int error = errno;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	free(stack);
	if (pid < 0)
		return -error;
	if (service->error == 0)
		return pid;
	int status;
	tsr_wait(pid, 0, &status);
	return -service->error;
}

/**
 * Starts a program: `args` and `env` are NUL-terminated words, `keep` the descriptors that stay open
 * besides 0-2. Those are /dev/null when `quiet`, else ours. With a `root` it gets a mount namespace of
 * its own, nothing of which reaches the host, where `root` is bound at `at`. out[0] = pid, out[1] =
 * pidfd, out[2] = the call that failed.
 */
TSR_EXPORT int tsr_service(const char *path, const char *args, uint32_t count, const char *env,
	uint32_t env_count, const int32_t *keep, uint32_t keep_count, int quiet, const char *root, const char *at,
	uint64_t soft, uint64_t hard, int32_t out[3])
{
	char **argv = vector(args, count);
	char **envp = vector(env, env_count);
	int null = quiet ? open("/dev/null", O_RDWR | O_CLOEXEC) : -1;
	int result = argv == NULL || envp == NULL ? -ENOMEM : quiet && null < 0 ? -errno : 0;
	if (result == 0) {
		struct service service = {
			.path = path,
			.argv = argv,
			.envp = envp,
			.keep = keep,
			.keep_count = keep_count,
			.null = null,
			.root = root,
			.at = at,
			.nofile = {soft, hard},
		};
		result = start(&service);
		out[2] = (int32_t)service.call;
	}
	if (null >= 0)
		close(null);
	free(argv);
	free(envp);
	if (result < 0)
		return result;
	out[0] = result;
	out[1] = tsr_pidfd_open(result);
	return out[1] < 0 ? out[1] : 0;
}
