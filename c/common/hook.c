// Runs one hook. The child is made by clone(VM, VFORK): the caller may be a large process with threads.
#include "hook.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kernel.h"

#define STACK_SIZE (64u * 1024u)
#define SIGNALS 64

// What the child needs. It runs on our memory, so it makes raw calls only and changes nothing but error.
struct child {
	const char *path;
	char *const *argv;
	char *const *envp;
	int in;
	int out;
	uint64_t nofile[2]; // struct rlimit64
	volatile int error;
};

// A running hook as its parent sees it.
struct hook {
	pid_t pid;
	int pidfd;
	int in;    // its stdin, -1 when all was written
	int out;   // its stdout and stderr, -1 at the end
	int watch; // pidfd of the process that the hook is about, -1: none
	const char *text;
	size_t left;
	int64_t deadline; // milliseconds of the monotonic clock, -1: none
};

static int child_main(void *argument)
{
	struct child *child = argument;
	// Zeros are SIG_DFL, no flags, empty mask: ignored signals would survive the exec.
	static const uint64_t by_default[8];
	static const uint64_t no_signals[1];
	for (int number = 1; number <= SIGNALS; number++)
		syscall(SYS_rt_sigaction, number, by_default, NULL, 8);
	if (syscall(SYS_dup3, child->in, 0, 0) < 0 || syscall(SYS_dup3, child->out, 1, 0) < 0 ||
		syscall(SYS_dup3, child->out, 2, 0) < 0 || syscall(SYS_close_range, 3u, ~0u, 0u) < 0)
		goto failed;
	if ((child->nofile[0] != 0 || child->nofile[1] != 0) &&
		syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, child->nofile, NULL) < 0)
		goto failed;
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, no_signals, NULL, 8);
	syscall(SYS_execve, child->path, child->argv, child->envp);
failed:
	child->error = errno;
	syscall(SYS_exit, 127);
	return 127;
}

// Both ends above 2: in the child they are copied onto 0-2.
static int open_pipe(int ends[2])
{
	int low[2];
	if (pipe2(low, O_CLOEXEC) < 0)
		return -1;
	for (int i = 0; i < 2; i++)
		ends[i] = fcntl(low[i], F_DUPFD_CLOEXEC, 3);
	int error = errno;
	close(low[0]);
	close(low[1]);
	if (ends[0] >= 0 && ends[1] >= 0)
		return 0;
	for (int i = 0; i < 2; i++)
		if (ends[i] >= 0)
			close(ends[i]);
	errno = error;
	return -1;
}

// Clones the child; 0 or -1 with errno.
static int spawn(struct child *child, struct hook *hook)
{
	char *stack = malloc(STACK_SIZE);
	if (stack == NULL)
		return -1;
	sigset_t all, before;
	sigfillset(&all);
	// A handler of ours must not run in the child on shared memory.
	pthread_sigmask(SIG_SETMASK, &all, &before);
	uintptr_t top = ((uintptr_t)stack + STACK_SIZE) & ~(uintptr_t)15;
	hook->pidfd = -1;
	hook->pid =
		clone(child_main, (void *)top, CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, child, &hook->pidfd);
	int error = errno;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	free(stack);
	errno = error;
	return hook->pid < 0 ? -1 : 0;
}

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void drop(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void feed(struct hook *hook)
{
	ssize_t written = write(hook->in, hook->text, hook->left);
	if (written < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (written > 0) {
		hook->text += written;
		hook->left -= (size_t)written;
	}
	// EPIPE: it does not want to know, which is no failure.
	if (written < 0 || hook->left == 0)
		drop(&hook->in);
}

// Takes what is there; what does not fit is thrown away, so that the hook never blocks.
static void drain(struct hook *hook, struct hook_result *result)
{
	char buffer[4096];
	ssize_t got;
	while ((got = read(hook->out, buffer, sizeof(buffer))) > 0 || (got < 0 && errno == EINTR)) {
		size_t room = sizeof(result->output) - 1 - result->length;
		size_t take = got < 0 ? 0 : (size_t)got < room ? (size_t)got : room;
		memcpy(result->output + result->length, buffer, take);
		result->length += take;
	}
	if (got == 0 || errno != EAGAIN)
		drop(&hook->out);
}

// Serves the pipes until the hook itself has ended; whatever it left behind may keep them open.
static int serve(struct hook *hook, struct hook_result *result)
{
	for (;;) {
		struct pollfd fds[4] = {
			{.fd = hook->pidfd, .events = POLLIN},
			{.fd = hook->out, .events = POLLIN},
			{.fd = hook->in, .events = POLLOUT},
			{.fd = hook->watch, .events = POLLIN},
		};
		int64_t wait = -1;
		if (hook->deadline >= 0 && !result->timed_out) {
			wait = hook->deadline - now_ms();
			if (wait < 0)
				wait = 0;
			if (wait > 60000)
				wait = 60000;
		}
		if (poll(fds, 4, (int)wait) < 0 && errno != EINTR)
			return -1;
		if (fds[1].revents != 0)
			drain(hook, result);
		if (fds[2].revents != 0)
			feed(hook);
		if (fds[0].revents != 0) {
			if (hook->out >= 0)
				drain(hook, result);
			return 0;
		}
		bool late = hook->deadline >= 0 && !result->timed_out && now_ms() >= hook->deadline;
		bool alone = fds[3].revents != 0;
		if (!late && !alone)
			continue;
		result->timed_out = result->timed_out || late;
		result->abandoned = result->abandoned || alone;
		// It stays readable: looked at once.
		if (alone)
			hook->watch = -1;
		if (syscall(SYS_pidfd_send_signal, hook->pidfd, SIGKILL, NULL, 0) < 0 && errno != ESRCH)
			return -1;
	}
}

static int reap(const struct hook *hook, int *status)
{
	while (waitpid(hook->pid, status, __WALL) < 0)
		if (errno != EINTR)
			return -1;
	return 0;
}

// A write to a hook that is gone raises SIGPIPE in this thread: kept off, and taken back if it came.
static int serve_quietly(struct hook *hook, struct hook_result *result)
{
	sigset_t broken, before, pending;
	sigemptyset(&broken);
	sigaddset(&broken, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &broken, &before);
	sigpending(&pending);
	bool was_pending = sigismember(&pending, SIGPIPE) == 1;
	int served = serve(hook, result);
	int error = errno;
	sigpending(&pending);
	static const struct timespec at_once;
	if (!was_pending && sigismember(&pending, SIGPIPE) == 1)
		sigtimedwait(&broken, NULL, &at_once);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return served;
}

static char *join(const char *head, const char *middle, const char *tail)
{
	size_t a = strlen(head), b = strlen(middle), c = strlen(tail);
	char *text = malloc(a + b + c + 1);
	if (text == NULL)
		return NULL;
	memcpy(text, head, a);
	memcpy(text + a, middle, b);
	memcpy(text + a + b, tail, c + 1);
	return text;
}

static int not_blocking(int fd)
{
	return fcntl(fd, F_SETFL, O_NONBLOCK);
}

// Starts the hook on the two pipes and sees it to its end. Takes over in[1] and out[0].
static int run_on(struct child *child, struct hook *hook, int in[2], int out[2], struct hook_result *result)
{
	child->in = in[0];
	child->out = out[1];
	hook->in = in[1];
	hook->out = out[0];
	int started = not_blocking(in[1]) < 0 || not_blocking(out[0]) < 0 ? -1 : spawn(child, hook);
	int error = errno;
	close(in[0]);
	close(out[1]);
	int served = -1;
	if (started == 0) {
		if (hook->left == 0)
			drop(&hook->in);
		served = child->error == 0 ? serve_quietly(hook, result) : 0;
		error = errno;
		// Nothing may be left to run on when it cannot be watched any more.
		if (served < 0)
			kill(hook->pid, SIGKILL);
		if (reap(hook, &result->status) < 0 && served == 0) {
			served = -1;
			error = errno;
		}
		drop(&hook->pidfd);
	}
	drop(&hook->in);
	drop(&hook->out);
	if (started == 0 && child->error != 0) {
		served = -1;
		error = child->error;
	}
	errno = error;
	return served;
}

int run_hook(const char *path, char *const argv[], char *const envp[], const char *head, const char *middle,
	const char *tail, uint32_t timeout_s, uint64_t nofile_soft, uint64_t nofile_hard, int watch,
	struct hook_result *result)
{
	memset(result, 0, sizeof(*result));
	int in[2], out[2];
	char *document = join(head, middle, tail);
	int done = -1;
	if (document != NULL && open_pipe(in) == 0) {
		if (open_pipe(out) == 0) {
			struct child child = {
				.path = path, .argv = argv, .envp = envp, .nofile = {nofile_soft, nofile_hard}};
			struct hook hook = {.text = document, .left = strlen(document), .watch = watch, .deadline = -1};
			if (timeout_s != 0)
				hook.deadline = now_ms() + (int64_t)timeout_s * 1000;
			done = run_on(&child, &hook, in, out, result);
		} else {
			int error = errno;
			close(in[0]);
			close(in[1]);
			errno = error;
		}
	}
	int error = errno;
	free(document);
	if (done < 0)
		result->error = error;
	errno = error;
	return done;
}
