// Processes: the helper's start, signals and waits by pidfd, and leaving.
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC 4u
#endif

// What the child of tsr_spawn needs; it runs in our memory (CLONE_VM), so it only makes raw calls.
struct start {
	int program;
	char *const *argv;
	const int32_t *keep;
	uint32_t keep_count;
	volatile int error;
};

// Splits NUL-terminated words that follow each other into a vector for execve.
static void split(const char *words, uint32_t count, char **vector)
{
	for (uint32_t i = 0; i < count; i++) {
		vector[i] = (char *)(uintptr_t)words;
		words += strlen(words) + 1;
	}
	vector[count] = NULL;
}

static int child_main(void *argument)
{
	struct start *start = argument;
	static char *const no_env[] = {NULL};
	// Only what is named survives: engines leak sockets into their runtime.
	if (syscall(SYS_close_range, 3u, ~0u, CLOSE_RANGE_CLOEXEC) < 0)
		goto failed;
	// JavaScript hosts mark even their own 0-2.
	for (int fd = 0; fd < 3; fd++)
		if (syscall(SYS_fcntl, fd, F_SETFD, 0) < 0)
			goto failed;
	for (uint32_t i = 0; i < start->keep_count; i++)
		if (syscall(SYS_fcntl, start->keep[i], F_SETFD, 0) < 0)
			goto failed;
	syscall(SYS_execveat, start->program, "", start->argv, no_env, AT_EMPTY_PATH);
failed:
	start->error = errno;
	syscall(SYS_exit, 127);
	return 127;
}

/**
 * Starts a program from a descriptor with an empty environment: `args` are `count` NUL-terminated
 * words, `keep` the descriptors that stay open besides 0-2. out[0] = pid, out[1] = pidfd. The caller
 * sleeps until the exec (VFORK); all signals are blocked meanwhile, since a handler of the engine
 * must not run in the child on shared memory.
 */
TSR_EXPORT int tsr_spawn(
	int program, const char *args, uint32_t count, const int32_t *keep, uint32_t keep_count, int32_t out[2])
{
	char *argv[16];
	if (count >= sizeof(argv) / sizeof(argv[0]))
		return -E2BIG;
	split(args, count, argv);
	size_t stack_size = 64 * 1024;
	char *stack = malloc(stack_size);
	if (stack == NULL)
		return -ENOMEM;
	struct start start = {.program = program, .argv = argv, .keep = keep, .keep_count = keep_count};
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int pidfd = -1;
	// The legacy call has no CLEAR_SIGHAND: the helper resets ignored signals itself.
	int pid = clone(child_main, (void *)((uintptr_t)(stack + stack_size) & ~(uintptr_t)15),
		CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, &start, &pidfd);
	int error = errno;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	free(stack);
	if (pid < 0)
		return -error;
	if (start.error != 0) {
		int status;
		waitpid(pid, &status, 0);
		close(pidfd);
		return -start.error;
	}
	out[0] = pid;
	out[1] = pidfd;
	return 0;
}

/** waitpid: the pid, or 0 with WNOHANG when it still runs. */
TSR_EXPORT int tsr_wait(int pid, int options, int32_t status[1])
{
	int raw = 0;
	pid_t got;
	do
		got = waitpid(pid, &raw, options);
	while (got < 0 && errno == EINTR);
	*status = raw;
	return got < 0 ? -errno : got;
}

TSR_EXPORT int tsr_pidfd_open(int pid)
{
	long fd = syscall(SYS_pidfd_open, pid, 0);
	return fd < 0 ? -errno : (int)fd;
}

/** A copy of a descriptor of another process; close-on-exec. */
TSR_EXPORT int tsr_pidfd_getfd(int pidfd, int number)
{
	long fd = syscall(SYS_pidfd_getfd, pidfd, number, 0);
	return fd < 0 ? -errno : (int)fd;
}

TSR_EXPORT int tsr_pidfd_signal(int pidfd, int signal)
{
	return syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0) < 0 ? -errno : 0;
}

/** 1 when the process has ended, 0 when it still runs after the time. */
TSR_EXPORT int tsr_pidfd_wait(int pidfd, int timeout_ms)
{
	struct pollfd ended = {.fd = pidfd, .events = POLLIN};
	int count;
	do
		count = poll(&ended, 1, timeout_ms);
	while (count < 0 && errno == EINTR);
	return count < 0 ? -errno : count;
}

TSR_EXPORT int tsr_prlimit(int pid, uint32_t resource, uint64_t soft, uint64_t hard)
{
	struct rlimit limit = {.rlim_cur = soft, .rlim_max = hard};
	return syscall(SYS_prlimit64, pid, resource, &limit, NULL) < 0 ? -errno : 0;
}

TSR_EXPORT int tsr_subreaper(void)
{
	return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0 ? -errno : 0;
}

// Who holds the signals, 0 while nobody does.
static volatile pid_t holder;

// The engine has threads of its own that block nothing: what they are given goes on to the holder,
// where it waits, blocked, also across execve.
static void pass_on(int number)
{
	int error = errno;
	syscall(SYS_tgkill, getpid(), holder, number);
	errno = error;
}

// What a supervisor or a terminal sends. Not here: what the JavaScript engine uses itself (SIGPWR,
// SIGCHLD) and what tells of a fault.
static const int held[] = {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM, SIGCONT, SIGTSTP,
	SIGWINCH, SIGVTALRM, SIGPROF, SIGIO};

/**
 * From here on signals to this process wait for the program that takes its place: it is the one that
 * can forward them. Ignored ones stay ignored.
 */
TSR_EXPORT int tsr_hold_signals(void)
{
	sigset_t wanted;
	sigemptyset(&wanted);
	for (size_t i = 0; i < sizeof(held) / sizeof(held[0]); i++)
		sigaddset(&wanted, held[i]);
	holder = (pid_t)syscall(SYS_gettid);
	int failed = pthread_sigmask(SIG_BLOCK, &wanted, NULL);
	if (failed != 0)
		return -failed;
	for (size_t i = 0; i < sizeof(held) / sizeof(held[0]); i++) {
		struct sigaction before, action = {.sa_handler = pass_on, .sa_flags = SA_RESTART};
		sigfillset(&action.sa_mask);
		if (sigaction(held[i], NULL, &before) < 0)
			return -errno;
		if (before.sa_handler != SIG_IGN && sigaction(held[i], &action, NULL) < 0)
			return -errno;
	}
	return 0;
}

/** Lets them act as usual again, those too that came meanwhile. */
TSR_EXPORT void tsr_release_signals(void)
{
	sigset_t wanted;
	sigemptyset(&wanted);
	for (size_t i = 0; i < sizeof(held) / sizeof(held[0]); i++) {
		struct sigaction now;
		if (sigaction(held[i], NULL, &now) == 0 && now.sa_handler == pass_on)
			signal(held[i], SIG_DFL);
		sigaddset(&wanted, held[i]);
	}
	pthread_sigmask(SIG_UNBLOCK, &wanted, NULL);
}

/**
 * Replaces the engine: only returns when it failed. The new program starts with every signal blocked,
 * so that none is lost before it is ready for them.
 */
TSR_EXPORT int tsr_execve(
	const char *path, const char *args, uint32_t count, const char *env, uint32_t env_count)
{
	char **argv = calloc((size_t)count + 1, sizeof(char *));
	char **envp = calloc((size_t)env_count + 1, sizeof(char *));
	if (argv == NULL || envp == NULL) {
		free(argv);
		free(envp);
		return -ENOMEM;
	}
	split(args, count, argv);
	split(env, env_count, envp);
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (int fd = 0; fd < 3; fd++)
		fcntl(fd, F_SETFD, 0);
	execve(path, argv, envp);
	int result = -errno;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	free(argv);
	free(envp);
	return result;
}

/** Leaves at once: no atexit handler may touch the terminal that the caller owns. */
TSR_EXPORT void tsr_exit(int code)
{
	_exit(code);
}
