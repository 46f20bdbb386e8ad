// The attendant of foreground runs. The engine execs it in its own place once the container is
// started (same pid: the container stays its child, the subreaper flag stays set), because a
// JavaScript engine would hold fifty times the memory for the whole life of the container.
//
//     attend --pid N [--terminal FD] [--notify FD --manager FD] [--root DIR --id ID --finish PATH ARGV...]
//
// It forwards signals, relays the terminal behind FD, tells the service manager once the container is
// ready, reaps what is orphaned to it, and ends with the container's status (128+signal when one killed
// it); with --finish the container is deleted first: by the shortcut where it can, else PATH is executed
// with ARGV (from argv[0] on) and the status as the last argument.
#include "notify.h"
#include "relay.h"
#include "say.h"
#include "shortcut.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef __WALL
#define __WALL 0x40000000
#endif

// What a person or a supervisor sends to have a program end.
static const int ends[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};

struct attendant {
	pid_t pid;
	int pidfd;   // readable once the container ended
	int signals; // signalfd
	bool terminal;
	bool notifies;
	bool ended;
	bool hurried;  // asked to end after the container did
	int status;    // as a shell has it, valid once ended
	char **finish; // PATH ARGV..., NULL when there is nothing to do at the end
	int finish_count;
	const char *root; // of the container that finish deletes
	const char *id;
	struct relay relay;
	struct notify notify;
};

// Descriptors that came with the command line, -1 where there is none.
struct given {
	int terminal;
	int notify;
	int manager;
};

static bool number(const char *text, int *value)
{
	char *end;
	errno = 0;
	long result = strtol(text, &end, 10);
	if (*text == '\0' || *end != '\0' || errno != 0 || result < 0 || result > INT32_MAX)
		return false;
	*value = (int)result;
	return true;
}

// Where the number behind a word goes, or NULL for no word of ours.
static int *place_of(struct attendant *attendant, struct given *given, const char *word)
{
	if (strcmp(word, "--pid") == 0)
		return &attendant->pid;
	if (strcmp(word, "--terminal") == 0)
		return &given->terminal;
	if (strcmp(word, "--notify") == 0)
		return &given->notify;
	return strcmp(word, "--manager") == 0 ? &given->manager : NULL;
}

static int parse(struct attendant *attendant, struct given *given, int argc, char **argv)
{
	int at = 1;
	*given = (struct given){.terminal = -1, .notify = -1, .manager = -1};
	for (; at < argc; at += 2) {
		if (strcmp(argv[at], "--finish") == 0 && at + 2 < argc) {
			attendant->finish = argv + at + 1;
			attendant->finish_count = argc - at - 1;
			break;
		}
		bool root = strcmp(argv[at], "--root") == 0;
		if ((root || strcmp(argv[at], "--id") == 0) && at + 1 < argc) {
			*(root ? &attendant->root : &attendant->id) = argv[at + 1];
			continue;
		}
		int *place = place_of(attendant, given, argv[at]);
		if (place == NULL)
			return say("attend: unknown argument", argv[at], 0);
		if (at + 1 >= argc || !number(argv[at + 1], place))
			return say("attend: a number is missing after", argv[at], 0);
	}
	if ((given->notify < 0) != (given->manager < 0))
		return say("attend: --notify and --manager come together", NULL, 0);
	return attendant->pid > 0 ? 0 : say("attend: --pid is missing", NULL, 0);
}

// Nothing of the engine's descriptors is needed, and somebody may wait for the end of one of them.
static int close_others(const struct given *given)
{
	const int kept[] = {given->terminal, given->notify, given->manager};
	unsigned int first = STDERR_FILENO + 1;
	for (;;) {
		unsigned int next = ~0u;
		for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
			if (kept[i] >= (int)first && (unsigned int)kept[i] < next)
				next = (unsigned int)kept[i];
		if (next == ~0u)
			return (int)syscall(SYS_close_range, first, ~0u, 0);
		if (next > first && syscall(SYS_close_range, first, next - 1, 0) < 0)
			return -1;
		first = next + 1;
	}
}

// All signals are blocked before anything else, and later taken from a descriptor. Left alone: the
// stops of our own job control (SIGTTIN, SIGTTOU; they are about our terminal).
static int block_signals(sigset_t *all)
{
	sigfillset(all);
	sigdelset(all, SIGTTIN);
	sigdelset(all, SIGTTOU);
	if (sigprocmask(SIG_SETMASK, all, NULL) < 0)
		return -1;
	// An ignored SIGCHLD would reap for us and lose the status. The others only if ignored, as setting
	// a disposition drops what is pending. SIGPIPE included: blocked, it does no harm.
	for (int sig = 1; sig < _NSIG; sig++) {
		struct sigaction action;
		if (sigaction(sig, NULL, &action) == 0 && action.sa_handler == SIG_IGN)
			signal(sig, SIG_DFL);
	}
	return 0;
}

// Everything that is orphaned below us is ours to reap. Clones without SIGCHLD too (__WALL).
static void reap(struct attendant *attendant)
{
	for (;;) {
		int status;
		pid_t pid = waitpid(-1, &status, WNOHANG | __WALL);
		if (pid < 0 && errno == EINTR)
			continue;
		if (pid < 0 && !attendant->ended) {
			// No child is left, yet the container's end was not seen: somebody took its status.
			attendant->status = say("attend: the container's status was lost", NULL, errno);
			attendant->ended = true;
		}
		if (pid <= 0)
			return;
		if (pid != attendant->pid)
			continue;
		attendant->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
		attendant->ended = true;
	}
}

static void forward(struct attendant *attendant, int sig)
{
	if (sig == SIGCHLD || sig == SIGPIPE || sig == SIGURG)
		return;
	if (attendant->terminal && sig == SIGWINCH) {
		relay_resize(&attendant->relay);
		return;
	}
	if (attendant->terminal && sig == SIGCONT) {
		relay_raw(&attendant->relay);
		relay_resize(&attendant->relay);
	}
	// As long as it is not reaped, the pid is the container's. It may be a zombie: no error then.
	if (!attendant->ended) {
		kill(attendant->pid, sig);
		return;
	}
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		if (sig == ends[i])
			attendant->hurried = true;
}

static void read_signals(struct attendant *attendant)
{
	struct signalfd_siginfo info;
	while (read(attendant->signals, &info, sizeof info) == (ssize_t)sizeof info)
		forward(attendant, (int)info.ssi_signo);
}

// How often a pty that nobody has open is looked at again.
#define UNUSED_MS 200

// How long poll may wait. Once the container ended, what it printed is there (poll itself flushes the
// pty's queue), so nothing more is waited for than a slow reader: another process may hold the pty.
static int patience(const struct attendant *attendant)
{
	if (attendant->ended)
		return relay_owes(&attendant->relay) ? -1 : 0;
	int wait = attendant->notifies ? notify_patience(&attendant->notify) : -1;
	if (attendant->terminal && attendant->relay.unused && (wait < 0 || wait > UNUSED_MS))
		wait = UNUSED_MS;
	return wait;
}

// The container runs on when its manager cannot be told; a line says so.
static void move_notify(struct attendant *attendant)
{
	int moved = attendant->notifies ? notify_move(&attendant->notify) : 0;
	if (moved < 0)
		(void)say("attend: cannot tell the service manager that the container is ready", NULL, -moved);
}

// Waits for the next event and deals with it. Returns 1 at the end, -1 with errno.
static int step(struct attendant *attendant)
{
	struct pollfd polls[2 + RELAY_POLLS + NOTIFY_POLLS];
	nfds_t count = 2;
	polls[0] = (struct pollfd){.fd = attendant->signals, .events = POLLIN, .revents = 0};
	polls[1] =
		(struct pollfd){.fd = attendant->ended ? -1 : attendant->pidfd, .events = POLLIN, .revents = 0};
	if (attendant->terminal) {
		relay_polls(&attendant->relay, polls + count);
		count += RELAY_POLLS;
	}
	if (attendant->notifies) {
		notify_polls(&attendant->notify, polls + count);
		count += NOTIFY_POLLS;
	}
	int ready = poll(polls, count, patience(attendant));
	if (ready < 0)
		return errno == EINTR ? 0 : -1;
	if ((ready == 0 && attendant->ended) || attendant->hurried)
		return 1;
	attendant->relay.unused = attendant->ended && attendant->relay.unused;
	if (attendant->terminal)
		relay_move(&attendant->relay, polls + 2);
	move_notify(attendant);
	if (polls[0].revents != 0)
		read_signals(attendant);
	if (!attendant->ended && (polls[0].revents != 0 || polls[1].revents != 0))
		reap(attendant);
	if (attendant->ended)
		attendant->relay.input.from = attendant->relay.input.to = -1;
	return 0;
}

// Hands over to the program that cleans up. A second Ctrl-C must not stop it half way, so the usual
// ends are ignored; the mask is emptied, as it needs other signals itself.
static int finish(const struct attendant *attendant)
{
	char digits[16];
	size_t at = sizeof digits - 1;
	unsigned int status = (unsigned int)attendant->status;
	digits[at] = '\0';
	do {
		digits[--at] = (char)('0' + status % 10u);
		status /= 10u;
	} while (status != 0);
	// ARGV moves down by one, over PATH, and the status takes the last place.
	const char *path = attendant->finish[0];
	char **argv = attendant->finish;
	int last = attendant->finish_count - 1;
	memmove(argv, argv + 1, (size_t)last * sizeof *argv);
	argv[last] = digits + at;
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		signal(ends[i], SIG_IGN);
	sigset_t none;
	sigemptyset(&none);
	if (sigprocmask(SIG_SETMASK, &none, NULL) < 0)
		return say("attend: cannot reset the signals", NULL, errno);
	execv(path, argv);
	return say("attend: cannot run", path, errno);
}

static int attend(struct attendant *attendant, const struct given *given, const sigset_t *signals)
{
	siginfo_t info;
	int ended = 0;
	if (waitid(P_PID, (id_t)attendant->pid, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) < 0)
		return say("attend: not the parent of the container", NULL, errno);
	if (close_others(given) < 0)
		return say("attend: cannot close the engine's descriptors", NULL, errno);
	attendant->signals = signalfd(-1, signals, SFD_CLOEXEC | SFD_NONBLOCK);
	attendant->pidfd = (int)syscall(SYS_pidfd_open, attendant->pid, 0);
	if (attendant->signals < 0 || attendant->pidfd < 0)
		return say("attend: cannot watch the container", NULL, errno);
	if (given->terminal >= 0 && relay_open(&attendant->relay, given->terminal) < 0)
		return say("attend: cannot use the container's terminal", NULL, errno);
	attendant->terminal = given->terminal >= 0;
	attendant->notifies = given->notify >= 0;
	notify_begin(&attendant->notify, given->notify, given->manager, attendant->pid);
	// What was pending before may be gone; a status that is already there is not.
	reap(attendant);
	while (ended == 0)
		ended = step(attendant);
	int error = errno;
	if (attendant->terminal)
		relay_restore(&attendant->relay);
	if (ended < 0)
		return say("attend: cannot wait for the container", NULL, error);
	if (attendant->finish == NULL)
		return attendant->status;
#ifdef TSRUN_SHORTCUTS
	if (attendant->root != NULL && attendant->id != NULL &&
		shortcut_delete(attendant->root, attendant->id, true) == OUTCOME_DONE)
		return attendant->status;
#endif
	return finish(attendant);
}

int main(int argc, char **argv)
{
	static struct attendant attendant;
	struct given given;
	sigset_t signals;

	if (block_signals(&signals) < 0)
		return say("attend: cannot block the signals", NULL, errno);
	if (parse(&attendant, &given, argc, argv) != 0)
		return 1;
	return attend(&attendant, &given, &signals);
}
