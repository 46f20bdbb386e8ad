/*
 * tracer OUT: in a container, tries to take over every process that is no program of the container's:
 * to trace it, to read its memory, to take a descriptor out of it, to look where its directories lead.
 * What succeeds is a line in OUT. A process that has become a program of the container (/bin/...) by
 * then belongs to it and does not count.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438
#endif

static int out;

/* True for a process that shows its program, and that is not one of the container's. */
static int foreign(pid_t pid, char *program, size_t size)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/exe", pid);
	ssize_t length = readlink(path, program, size - 1);
	if (length < 0)
		return 0;
	program[length] = '\0';
	return strncmp(program, "/bin/", 5) != 0;
}

static void won(pid_t pid, const char *what)
{
	char program[256];
	char line[384];
	if (!foreign(pid, program, sizeof(program)))
		return;
	int length = snprintf(line, sizeof(line), "%s of %s\n", what, program);
	if (write(out, line, (size_t)length) != length)
		_exit(1);
}

/* By SEIZE: ATTACH would leave a SIGSTOP behind in a process that stopped for another reason. */
static void trace(pid_t pid)
{
	int status;
	if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) != 0)
		return;
	if (ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) != 0 || waitpid(pid, &status, __WALL) != pid ||
		!WIFSTOPPED(status))
		return;
	won(pid, "trace");
	int signal = status >> 16 == 0 && WSTOPSIG(status) != SIGTRAP ? WSTOPSIG(status) : 0;
	ptrace(PTRACE_DETACH, pid, NULL, (long)signal);
}

static void open_part(pid_t pid, const char *part, int flags)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/%s", pid, part);
	int fd = open(path, flags | O_CLOEXEC);
	if (fd < 0)
		return;
	won(pid, part);
	close(fd);
}

static void take_descriptors(pid_t pid)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (pidfd < 0)
		return;
	for (int number = 0; number < 16; number++) {
		int fd = (int)syscall(SYS_pidfd_getfd, pidfd, number, 0);
		if (fd < 0)
			continue;
		won(pid, "descriptor");
		close(fd);
	}
	close(pidfd);
}

static void attack(pid_t pid)
{
	char program[256];
	char path[64];
	/* Its own: shown, and below /bin. A process that hides its program is the one to try. */
	snprintf(path, sizeof(path), "/proc/%d/exe", pid);
	ssize_t length = readlink(path, program, sizeof(program) - 1);
	if (length > 5 && strncmp(program, "/bin/", 5) == 0)
		return;
	trace(pid);
	take_descriptors(pid);
	open_part(pid, "mem", O_RDWR);
	open_part(pid, "environ", O_RDONLY);
	open_part(pid, "cwd", O_PATH);
	open_part(pid, "root", O_PATH);
	open_part(pid, "exe", O_RDONLY);
	open_part(pid, "ns/mnt", O_RDONLY);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	out = open(argv[1], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (out < 0)
		return 1;
	for (;;) {
		DIR *proc = opendir("/proc");
		if (proc == NULL)
			return 1;
		for (struct dirent *entry = readdir(proc); entry != NULL; entry = readdir(proc)) {
			pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
			if (pid > 1 && pid != getpid())
				attack(pid);
		}
		closedir(proc);
	}
}
