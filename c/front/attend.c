// The attendant of foreground runs. The engine execs it in its own place once the container is
// started (same pid: the container stays its child, the subreaper flag stays set), because a
// JavaScript engine would hold fifty times the memory for the whole life of the container.
//
//     attend --pid N [--terminal FD] [--root DIR --id ID --finish PATH ARGV...]
//
// It forwards signals, relays the terminal behind FD, reaps what is orphaned to it, and ends with the
// container's status (128+signal when one killed it); with --finish the container is
// deleted first: by the shortcut where it can, else PATH is executed with ARGV (from argv[0] on) and
// the status as the last argument.
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
	bool ended;
	bool hurried;  // asked to end after the container did
	int status;    // as a shell has it, valid once ended
	char **finish; // PATH ARGV..., NULL when there is nothing to do at the end
	int finish_count;
	const char *root; // of the container that finish deletes
	const char *id;
	struct relay relay;
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

static int parse(struct attendant *attendant, int *terminal, int argc, char **argv)
{
	int at = 1;
	*terminal = -1;
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
		bool pid = strcmp(argv[at], "--pid") == 0;
		if (!pid && strcmp(argv[at], "--terminal") != 0)
			return say("attend: unknown argument", argv[at], 0);
		if (at + 1 >= argc || !number(argv[at + 1], pid ? &attendant->pid : terminal))
			return say("attend: a number is missing after", argv[at], 0);
	}
	return attendant->pid > 0 ? 0 : say("attend: --pid is missing", NULL, 0);
}

// Nothing of the engine's descriptors is needed, and somebody may wait for the end of one of them.
static int close_others(int keep)
{
	unsigned int first = STDERR_FILENO + 1;
	if (keep >= (int)first) {
		unsigned int kept = (unsigned int)keep;
		if (kept > first && syscall(SYS_close_range, first, kept - 1, 0) < 0)
			return -1;
		first = kept + 1;
	}
	return (int)syscall(SYS_close_range, first, ~0u, 0);
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
	return attendant->terminal && attendant->relay.unused ? UNUSED_MS : -1;
}

// Waits for the next event and deals with it. Returns 1 at the end, -1 with errno.
static int step(struct attendant *attendant)
{
	struct pollfd polls[2 + RELAY_POLLS];
	polls[0] = (struct pollfd){.fd = attendant->signals, .events = POLLIN, .revents = 0};
	polls[1] =
		(struct pollfd){.fd = attendant->ended ? -1 : attendant->pidfd, .events = POLLIN, .revents = 0};
	if (attendant->terminal)
		relay_polls(&attendant->relay, polls + 2);
	int ready = poll(polls, attendant->terminal ? 2 + RELAY_POLLS : 2, patience(attendant));
	if (ready < 0)
		return errno == EINTR ? 0 : -1;
	if ((ready == 0 && attendant->ended) || attendant->hurried)
		return 1;
	attendant->relay.unused = attendant->ended && attendant->relay.unused;
	if (attendant->terminal)
		relay_move(&attendant->relay, polls + 2);
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

static int attend(struct attendant *attendant, int terminal, const sigset_t *signals)
{
	siginfo_t info;
	int ended = 0;
	if (waitid(P_PID, (id_t)attendant->pid, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) < 0)
		return say("attend: not the parent of the container", NULL, errno);
	if (close_others(terminal) < 0)
		return say("attend: cannot close the engine's descriptors", NULL, errno);
	attendant->signals = signalfd(-1, signals, SFD_CLOEXEC | SFD_NONBLOCK);
	attendant->pidfd = (int)syscall(SYS_pidfd_open, attendant->pid, 0);
	if (attendant->signals < 0 || attendant->pidfd < 0)
		return say("attend: cannot watch the container", NULL, errno);
	if (terminal >= 0 && relay_open(&attendant->relay, terminal) < 0)
		return say("attend: cannot use the container's terminal", NULL, errno);
	attendant->terminal = terminal >= 0;
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
	sigset_t signals;
	int terminal;

	if (block_signals(&signals) < 0)
		return say("attend: cannot block the signals", NULL, errno);
	if (parse(&attendant, &terminal, argc, argv) != 0)
		return 1;
	return attend(&attendant, terminal, &signals);
}
