// Stands in for the engine in the tests of the attendant:
//
//     front-harness [-t | -w] ATTEND COMMAND [FINISH...]
//
// Becomes a subreaper, starts `sh -c COMMAND` as the container (with -t on a pty of its own; with -w it
// has ended before the attendant starts), and
// execs ATTEND over it, with --finish FINISH when that is given.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_FINISH 16

static void child(int slave, const char *command, const sigset_t *signals)
{
	sigprocmask(SIG_SETMASK, signals, NULL);
	setsid();
	if (slave >= 0) {
		ioctl(slave, TIOCSCTTY, 0);
		for (int fd = 0; fd < 3; fd++)
			dup2(slave, fd);
		close(slave);
	}
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

static int open_pty(int *slave)
{
	int master = open("/dev/ptmx", O_RDWR | O_NOCTTY);
	if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0)
		return -1;
	*slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	return *slave < 0 ? -1 : master;
}

int main(int argc, char **argv)
{
	int pty = argc > 1 && strcmp(argv[1], "-t") == 0;
	int wait = argc > 1 && strcmp(argv[1], "-w") == 0;
	char **words = argv + 1 + pty + wait;
	int count = argc - 1 - pty - wait, at = 0, slave = -1, master = -1;
	char pid_text[16], master_text[16];
	char *args[MAX_FINISH + 8];
	static char attend[] = "attend", pid_flag[] = "--pid", terminal[] = "--terminal", finish[] = "--finish";
	sigset_t all, before;

	if (count < 2 || count > MAX_FINISH || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0)
		return 120;
	if (pty != 0 && (master = open_pty(&slave)) < 0)
		return 121;
	// As the engine does: what arrives before the attendant listens stays pending.
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	pid_t pid = fork();
	if (pid < 0)
		return 122;
	if (pid == 0) {
		if (master >= 0)
			close(master);
		child(slave, words[1], &before);
	}
	if (slave >= 0)
		close(slave);
	siginfo_t info;
	if (wait != 0)
		waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
	snprintf(pid_text, sizeof pid_text, "%d", pid);
	snprintf(master_text, sizeof master_text, "%d", master);
	args[at++] = attend;
	args[at++] = pid_flag;
	args[at++] = pid_text;
	if (pty != 0) {
		args[at++] = terminal;
		args[at++] = master_text;
	}
	if (count > 2)
		args[at++] = finish;
	for (int i = 2; i < count; i++)
		args[at++] = words[i];
	args[at] = NULL;
	execv(words[0], args);
	return 123;
}
