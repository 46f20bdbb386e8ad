/*
 * The caller's side of a terminal, for tests.
 *   terminal socket PATH        accepts one connection, takes the descriptor that arrives with a
 *                               message, writes "name: MESSAGE", then the terminal's output to its end
 *   terminal pidfd PATH         the same for a pidfd: writes "MESSAGE PID", and "ended" when it has
 *   terminal pty ROWS COLS CMD  runs a command on a new terminal of that size, copies its output
 *                               and ends with its status
 * Standard input is copied to the terminal.
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void write_all(int fd, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, data, length);
		if (written < 0)
			die("write");
		data += written;
		length -= (size_t)written;
	}
}

/* Until the terminal's last user is gone, which reads as EIO. */
static void relay(int terminal)
{
	struct pollfd polls[2] = { { terminal, POLLIN, 0 }, { STDIN_FILENO, POLLIN, 0 } };
	char data[4096];

	for (;;) {
		if (poll(polls, 2, -1) < 0) {
			if (errno == EINTR)
				continue;
			die("poll");
		}
		if (polls[1].revents != 0) {
			ssize_t got = read(STDIN_FILENO, data, sizeof data);
			if (got > 0)
				write_all(terminal, data, (size_t)got);
			else
				polls[1].fd = -1;
		}
		if (polls[0].revents != 0) {
			ssize_t got = read(terminal, data, sizeof data);
			if (got <= 0)
				return;
			write_all(STDOUT_FILENO, data, (size_t)got);
		}
	}
}

static int receive(int from, char *name, size_t size)
{
	union {
		char data[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control;
	struct iovec part = { name, size - 1 };
	struct msghdr message = { 0 };
	struct cmsghdr *header;
	ssize_t got;
	int fd;

	message.msg_iov = &part;
	message.msg_iovlen = 1;
	message.msg_control = control.data;
	message.msg_controllen = sizeof control.data;
	got = recvmsg(from, &message, 0);
	if (got < 0)
		die("recvmsg");
	name[got] = '\0';
	header = CMSG_FIRSTHDR(&message);
	if (header == NULL || header->cmsg_type != SCM_RIGHTS) {
		fprintf(stderr, "no descriptor arrived\n");
		exit(1);
	}
	memcpy(&fd, CMSG_DATA(header), sizeof fd);
	return fd;
}

static int receive_at(const char *path, char *name, size_t size)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	int peer;

	if (listener < 0 || strlen(path) >= sizeof address.sun_path)
		die("socket");
	strcpy(address.sun_path, path);
	if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 1) < 0)
		die(path);
	peer = accept(listener, NULL, NULL);
	if (peer < 0)
		die("accept");
	return receive(peer, name, size);
}

static int serve(const char *path)
{
	char name[256];
	int terminal = receive_at(path, name, sizeof name);

	printf("name: %s\n", name);
	fflush(stdout);
	relay(terminal);
	return 0;
}

static int watch(const char *path)
{
	char name[256], info[64], line[128];
	int pid = 0, pidfd = receive_at(path, name, sizeof name);
	struct pollfd ended = { pidfd, POLLIN, 0 };
	FILE *file;

	snprintf(info, sizeof info, "/proc/self/fdinfo/%d", pidfd);
	file = fopen(info, "r");
	if (file == NULL)
		die(info);
	while (fgets(line, sizeof line, file) != NULL)
		if (strncmp(line, "Pid:", 4) == 0)
			pid = atoi(line + 4);
	fclose(file);
	printf("%s %d\n", name, pid);
	fflush(stdout);
	if (poll(&ended, 1, -1) < 0)
		die("poll");
	puts("ended");
	return 0;
}

static int run(unsigned short rows, unsigned short columns, char **command)
{
	struct winsize size = { rows, columns, 0, 0 };
	int terminal, status;
	pid_t child = forkpty(&terminal, NULL, NULL, &size);

	if (child < 0)
		die("forkpty");
	if (child == 0) {
		execvp(command[0], command);
		die(command[0]);
	}
	relay(terminal);
	if (waitpid(child, &status, 0) < 0)
		die("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "socket") == 0)
		return serve(argv[2]);
	if (argc == 3 && strcmp(argv[1], "pidfd") == 0)
		return watch(argv[2]);
	if (argc > 4 && strcmp(argv[1], "pty") == 0)
		return run((unsigned short)atoi(argv[2]), (unsigned short)atoi(argv[3]), argv + 4);
	fprintf(stderr, "usage: terminal socket|pidfd PATH | terminal pty ROWS COLUMNS COMMAND...\n");
	return 2;
}
