// Stands in for the engine in tests of the helper: drive HELPER PLAN [send:STEP | start | kill:SIG |
// keep:FD | pidfd:PID | owner | memory]... Starts the helper with the slots gate, status and (when asked for)
// pidfd; answers with the given barriers; prints each report and each end as a line on descriptor 2.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../init/helper.h"

static char directory[] = "/tmp/tsrun-drive-XXXXXX";
static pid_t init_pid; // 0 until it is reported

static void die(const char *what)
{
	perror(what);
	exit(99);
}

static int check(int result, const char *what)
{
	if (result < 0)
		die(what);
	return result;
}

static const char *const kinds[] = {"error", "pid", "barrier", "before", "warning", "listener"};

static void print_report(const struct report *r)
{
	bool has_value = r->kind != REPORT_PID && r->value != 0;
	dprintf(2, "%s step=%d call=%u errno=%d%s [%.*s]\n", r->kind < REPORT_COUNT ? kinds[r->kind] : "?",
		(int)r->step, r->call, r->error, has_value ? " value" : "", (int)r->length, r->text);
	if (r->kind == REPORT_PID)
		init_pid = (pid_t)r->value;
}

static void read_reports(int sock)
{
	for (;;) {
		struct report r;
		char control[CMSG_SPACE(sizeof(int))];
		struct iovec part = {&r, sizeof r};
		struct msghdr message = {
			.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
		ssize_t got = recvmsg(sock, &message, MSG_CMSG_CLOEXEC);
		if (got <= 0)
			break;
		if (got != (ssize_t)sizeof r) {
			dprintf(2, "datagram of %zd bytes\n", got);
			continue;
		}
		print_report(&r);
		struct cmsghdr *header = CMSG_FIRSTHDR(&message);
		if ((header != NULL) != (r.kind == REPORT_PID))
			dprintf(2, "a descriptor is missing or too many\n");
	}
}

static int make_fifo(const char *name)
{
	char path[128];
	snprintf(path, sizeof path, "%s/%s", directory, name);
	check(mkfifo(path, 0600), path);
	return check(open(path, O_RDWR | O_CLOEXEC), path);
}

static int open_fifo(const char *name, int flags)
{
	char path[128];
	snprintf(path, sizeof path, "%s/%s", directory, name);
	return open(path, flags | O_CLOEXEC);
}

static int load_plan(const char *path)
{
	char data[65536];
	int file = check(open(path, O_RDONLY | O_CLOEXEC), path);
	int memory = check(memfd_create("plan", 0), "memfd_create");
	ssize_t got;
	while ((got = read(file, data, sizeof data)) > 0)
		check((int)write(memory, data, (size_t)got), "write");
	close(file);
	return memory;
}

// `start` as the engine does it.
static void start(void)
{
	struct report r;
	char byte;
	int status = check(open_fifo("status", O_RDONLY | O_NONBLOCK), "status");
	int gate = open_fifo("gate", O_WRONLY | O_NONBLOCK);
	dprintf(2, "created %s\n", gate >= 0 ? "yes" : "no");
	if (gate < 0)
		return;
	check(fcntl(status, F_SETFL, 0), "fcntl");
	check((int)write(gate, "g", 1), "gate");
	close(gate);
	if (read(status, &byte, 1) == 1 && byte == 'X') {
		dprintf(2, "X\n");
		if (read(status, &r, sizeof r) == (ssize_t)sizeof r)
			print_report(&r);
	} else {
		dprintf(2, "no X\n");
	}
	close(status);
}

// Whom the files of init belong to in procfs.
static void print_owner(void)
{
	struct stat st;
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/environ", (int)init_pid);
	check(stat(path, &st), path);
	dprintf(2, "owner %u\n", st.st_uid);
}

static void print_memory(void)
{
	char path[64], line[256];
	snprintf(path, sizeof path, "/proc/%d/status", (int)init_pid);
	FILE *file = fopen(path, "re");
	if (file == NULL)
		die(path);
	while (fgets(line, sizeof line, file) != NULL)
		if (strncmp(line, "VmRSS:", 6) == 0)
			dprintf(2, "memory %d\n", atoi(line + 6));
	fclose(file);
}

// Never without a pid: to kill(2), 0 and -1 are everybody.
static void kill_init(int number)
{
	if (init_pid <= 1) {
		dprintf(2, "no init to kill\n");
		exit(99);
	}
	check(kill(init_pid, number), "kill");
}

static void print_end(const char *who, pid_t pid)
{
	int status;
	check(waitpid(pid, &status, 0), "waitpid");
	if (WIFEXITED(status))
		dprintf(2, "%s exit %d\n", who, WEXITSTATUS(status));
	else
		dprintf(2, "%s signal %d\n", who, WTERMSIG(status));
}

static void clean(void)
{
	char path[128];
	static const char *const names[] = {"gate", "status"};
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s/%s", directory, names[i]);
		(void)unlink(path);
	}
	(void)rmdir(directory);
}

int main(int argc, char **argv)
{
	int ends[2], fds[2], pidfd = -1;
	char sock[16], plan[16], slots[64];
	static char limits[] = "512:1024", name[] = "tsrun-init";
	if (argc < 3)
		return 99;
	if (mkdtemp(directory) == NULL)
		die("mkdtemp");
	(void)atexit(clean);
	check(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), "socketpair");
	fds[0] = make_fifo("gate");
	fds[1] = make_fifo("status");
	int memory = load_plan(argv[2]);
	for (int i = 3; i < argc; i++) {
		if (strncmp(argv[i], "send:", 5) == 0) {
			uint32_t step = (uint32_t)atoi(argv[i] + 5);
			check((int)send(ends[0], &step, sizeof step, 0), "send");
		} else if (strncmp(argv[i], "pidfd:", 6) == 0) {
			pidfd = check((int)syscall(SYS_pidfd_open, atoi(argv[i] + 6), 0), "pidfd_open");
		}
	}
	snprintf(sock, sizeof sock, "%d", ends[1]);
	snprintf(plan, sizeof plan, "%d", memory);
	if (pidfd >= 0)
		snprintf(slots, sizeof slots, "%d,%d,%d", fds[0], fds[1], pidfd);
	else
		snprintf(slots, sizeof slots, "%d,%d", fds[0], fds[1]);
	pid_t pid = check(fork(), "fork");
	if (pid == 0) {
		char *const args[] = {name, sock, plan, slots, limits, NULL};
		char *const env[] = {NULL};
		fcntl(ends[1], F_SETFD, 0);
		fcntl(fds[0], F_SETFD, 0);
		fcntl(fds[1], F_SETFD, 0);
		if (pidfd >= 0)
			fcntl(pidfd, F_SETFD, 0);
		for (int i = 3; i < argc; i++)
			if (strncmp(argv[i], "keep:", 5) == 0)
				check(dup2(2, atoi(argv[i] + 5)), "dup2");
		// What an engine leaves behind: ignored and blocked signals.
		signal(SIGPIPE, SIG_IGN);
		sigset_t mask;
		sigfillset(&mask);
		sigprocmask(SIG_BLOCK, &mask, NULL);
		execve(argv[1], args, env);
		_exit(98);
	}
	close(ends[1]);
	close(fds[0]);
	close(fds[1]);
	read_reports(ends[0]);
	print_end("stage0", pid);
	for (int i = 3; i < argc; i++) {
		if (strcmp(argv[i], "start") == 0)
			start();
		else if (strcmp(argv[i], "owner") == 0)
			print_owner();
		else if (strcmp(argv[i], "memory") == 0)
			print_memory();
		else if (strncmp(argv[i], "kill:", 5) == 0)
			kill_init(atoi(argv[i] + 5));
	}
	if (init_pid > 0)
		print_end("init", init_pid);
	return 0;
}
