// Runs a program and does something at one of its system calls, counted per process and not per name:
//   interrupt LOG ROLE K ACTION PROGRAM [ARG...]
// ROLE is the order in which processes begin: 0 the program itself (through every execve), 1 the first
// that it starts, and so on; threads are not counted, nor what a run time does for itself (NOISE). At ROLE's
// Kth call (from 1) ACTION is done:
//   kill     SIGKILL before the call is performed
//   ERRNO    the call is not performed and fails with this number
//   none     nothing; with K 0 every call of every role is logged
// LOG gets a line `ROLE K NAME OBJECT` for the call that was hit; it stays empty when there was none.
// The rest of the tree goes on untraced once the program has ended. Status: the program's, 128 + its
// signal, 125 for a failure here, 124 when it took longer than LIMIT_S.
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define TASKS 256
#define LIMIT_S 30
#define OBJECT_SIZE 256

// Names and where the object of a call is: a path or a descriptor among its arguments.
static const struct call {
	const char *name;
	long number;
	int path, fd, noise;
} calls[] = {
#define PATH(name, at)                                                                                       \
	{                                                                                                        \
#name, SYS_##name, at, -1, 0                                                                         \
	}
#define FD(name, at)                                                                                         \
	{                                                                                                        \
#name, SYS_##name, -1, at, 0                                                                         \
	}
#define PLAIN(name)                                                                                          \
	{                                                                                                        \
#name, SYS_##name, -1, -1, 0                                                                         \
	}
#define NOISE(name)                                                                                          \
	{                                                                                                        \
#name, SYS_##name, -1, -1, 1                                                                         \
	}
#include "interrupt-calls.h"
#undef PATH
#undef FD
#undef PLAIN
#undef NOISE
};

struct task {
	pid_t tid;
	int role;
	int thread;
	int inject; // the errno that its present call is to give
};

static struct task tasks[TASKS];
static int task_count;
static int role_count;
static long done[TASKS];
static pid_t root;
static FILE *log_file;
static int wanted_role;
static long wanted_call;
static int wanted_errno; // -1 kill, 0 nothing

static void die(const char *what)
{
	fprintf(stderr, "interrupt: %s: %s\n", what, strerror(errno));
	_exit(125);
}

static struct task *find(pid_t tid)
{
	for (int i = 0; i < task_count; i++)
		if (tasks[i].tid == tid)
			return &tasks[i];
	return NULL;
}

static pid_t group_of(pid_t tid)
{
	char path[64], line[256];
	snprintf(path, sizeof(path), "/proc/%d/status", tid);
	FILE *file = fopen(path, "re");
	pid_t group = tid;
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "Tgid: %d", &group) == 1)
			break;
	if (file != NULL)
		fclose(file);
	return group;
}

static struct task *know(pid_t tid)
{
	struct task *task = find(tid);
	if (task != NULL)
		return task;
	if (task_count == TASKS) {
		errno = ENOSPC;
		die("too many tasks");
	}
	pid_t group = group_of(tid);
	task = &tasks[task_count++];
	struct task *leader = group == tid ? NULL : find(group);
	*task = (struct task){.tid = tid, .thread = group != tid};
	task->role = leader != NULL ? leader->role : role_count++;
	return task;
}

static void forget(pid_t tid)
{
	struct task *task = find(tid);
	if (task != NULL)
		*task = tasks[--task_count];
}

static const struct call *call_of(uint64_t number)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (calls[i].number == (long)number)
			return &calls[i];
	return NULL;
}

static void read_text(pid_t tid, uint64_t address, char *text, size_t size)
{
	struct iovec local = {.iov_base = text, .iov_len = size - 1};
	// NOLINTNEXTLINE(performance-no-int-to-ptr): an address of the other process
	struct iovec remote = {.iov_base = (void *)(uintptr_t)address, .iov_len = size - 1};
	// Up to the end of the page when the next one is not there.
	ssize_t got = process_vm_readv(tid, &local, 1, &remote, 1, 0);
	if (got < 0) {
		remote.iov_len = local.iov_len = 4096 - (size_t)(address % 4096);
		if (remote.iov_len > size - 1)
			remote.iov_len = local.iov_len = size - 1;
		got = process_vm_readv(tid, &local, 1, &remote, 1, 0);
	}
	text[got < 0 ? 0 : got] = '\0';
	for (char *at = text; *at != '\0'; at++)
		if (*at < ' ')
			*at = '?';
}

// What a call is about; false when it is none of the program's own.
static int look(
	const struct task *task, const struct __ptrace_syscall_info *info, const struct call *call, char *object)
{
	object[0] = '-';
	object[1] = '\0';
	if (call == NULL)
		return 1;
	if (call->path >= 0) {
		read_text(task->tid, info->entry.args[call->path], object, OBJECT_SIZE);
	} else if (call->fd >= 0) {
		char path[64];
		snprintf(path, sizeof(path), "/proc/%d/fd/%d", task->tid, (int)info->entry.args[call->fd]);
		ssize_t length = readlink(path, object, OBJECT_SIZE - 1);
		object[length < 0 ? 0 : length] = '\0';
	}
	size_t length = strlen(object);
	return !call->noise && (length < 6 || strcmp(object + length - 6, "/statm") != 0);
}

static void say(const struct task *task, uint64_t number, const struct call *call, const char *object)
{
	fprintf(log_file, "%d %ld ", task->role, done[task->role]);
	if (call != NULL)
		fprintf(log_file, "%s %s\n", call->name, object);
	else
		fprintf(log_file, "call-%d -\n", (int)number);
	fflush(log_file);
}

static void set_registers(pid_t tid, int skip, long result)
{
#ifdef __x86_64__
	struct user_regs_struct registers;
	struct iovec vector = {.iov_base = &registers, .iov_len = sizeof(registers)};
	if (ptrace(PTRACE_GETREGSET, tid, NT_PRSTATUS, &vector) != 0)
		return;
	if (skip)
		registers.orig_rax = (unsigned long)-1;
	else
		registers.rax = (unsigned long)result;
	ptrace(PTRACE_SETREGSET, tid, NT_PRSTATUS, &vector);
#else
#error "which registers hold a call's number and result?"
#endif
}

static void at_call(struct task *task)
{
	struct __ptrace_syscall_info info;
	if (ptrace(PTRACE_GET_SYSCALL_INFO, task->tid, sizeof(info), &info) < 0)
		return;
	if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
		if (task->inject != 0)
			set_registers(task->tid, 0, -task->inject);
		task->inject = 0;
		return;
	}
	if (info.op != PTRACE_SYSCALL_INFO_ENTRY || task->thread)
		return;
	char object[OBJECT_SIZE];
	const struct call *call = call_of(info.entry.nr);
	if (!look(task, &info, call, object))
		return;
	done[task->role]++;
	if (wanted_call == 0 || (task->role == wanted_role && done[task->role] == wanted_call))
		say(task, info.entry.nr, call, object);
	if (wanted_call == 0 || task->role != wanted_role || done[task->role] != wanted_call)
		return;
	if (wanted_errno < 0) {
		kill(task->tid, SIGKILL);
	} else if (wanted_errno > 0) {
		task->inject = wanted_errno;
		set_registers(task->tid, 1, 0);
	}
}

// Handles one stop; the signal that the task is to get when it goes on, or -1: it listens.
static int stopped(struct task *task, int status)
{
	int signal = WSTOPSIG(status);
	int event = status >> 16;
	if (signal == (SIGTRAP | 0x80)) {
		at_call(task);
		return 0;
	}
	if (event == PTRACE_EVENT_STOP)
		return signal == SIGTRAP ? 0 : -1;
	if (event == PTRACE_EVENT_CLONE || event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK) {
		unsigned long child;
		if (ptrace(PTRACE_GETEVENTMSG, task->tid, 0, &child) == 0)
			know((pid_t)child);
		return 0;
	}
	return event != 0 ? 0 : signal;
}

static void let_go(void)
{
	for (int i = 0; i < task_count; i++) {
		pid_t tid = tasks[i].tid;
		int status = 0;
		if (ptrace(PTRACE_INTERRUPT, tid, 0, 0) != 0 && errno == ESRCH)
			continue;
		if (waitpid(tid, &status, __WALL) == tid && WIFSTOPPED(status)) {
			int plain = status >> 16 == 0 && WSTOPSIG(status) != (SIGTRAP | 0x80);
			ptrace(PTRACE_DETACH, tid, 0, plain ? WSTOPSIG(status) : 0);
		}
	}
}

static void too_long(int number)
{
	(void)number;
	kill(root, SIGKILL);
	static const char text[] = "interrupt: it took too long\n";
	(void)!write(2, text, sizeof(text) - 1);
	_exit(124);
}

static void begin(char **command)
{
	int ready[2];
	if (pipe2(ready, O_CLOEXEC) != 0)
		die("pipe");
	root = fork();
	if (root < 0)
		die("fork");
	if (root == 0) {
		char byte;
		close(ready[1]);
		// Its first call is one of the program itself: this read ends before it is counted.
		(void)!read(ready[0], &byte, 1);
		execv(command[0], command);
		die(command[0]);
	}
	close(ready[0]);
	long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
		PTRACE_O_TRACEEXEC;
	if (ptrace(PTRACE_SEIZE, root, 0, options) != 0 || ptrace(PTRACE_INTERRUPT, root, 0, 0) != 0)
		die("ptrace");
	know(root);
	close(ready[1]);
}

int main(int argc, char **argv)
{
	if (argc < 6) {
		fprintf(stderr, "usage: interrupt LOG ROLE K kill|none|ERRNO PROGRAM [ARG...]\n");
		return 125;
	}
	log_file = fopen(argv[1], "we");
	if (log_file == NULL)
		die(argv[1]);
	wanted_role = atoi(argv[2]);
	wanted_call = atol(argv[3]);
	wanted_errno = strcmp(argv[4], "kill") == 0 ? -1 : atoi(argv[4]);
	signal(SIGALRM, too_long);
	alarm(LIMIT_S);
	begin(argv + 5);
	for (;;) {
		int status;
		pid_t tid = waitpid(-1, &status, __WALL);
		if (tid < 0 && errno == EINTR)
			continue;
		if (tid < 0)
			die("wait");
		if (!WIFSTOPPED(status)) {
			forget(tid);
			if (tid != root)
				continue;
			let_go();
			return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
		}
		int next = stopped(know(tid), status);
		// ESRCH: killed meanwhile, its end comes with the next wait.
		ptrace(next < 0 ? PTRACE_LISTEN : PTRACE_SYSCALL, tid, 0, next < 0 ? 0 : next);
	}
}
