/*
 * A seccomp agent, for tests: agent SOCKET [dgram]. Of each connection it writes one line, "N DOCUMENT": the
 * number of descriptors in the first message, and all that was sent. Every notification is answered
 * with EDQUOT. A datagram socket gets nothing.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// linux/seccomp.h is not on the path of musl.
struct notification {
	uint64_t id;
	uint32_t pid;
	uint32_t flags;
	uint8_t data[64];
};
struct response {
	uint64_t id;
	int64_t value;
	int32_t error;
	uint32_t flags;
};
#define NOTIF_RECV _IOWR('!', 0, struct notification)
#define NOTIF_SEND _IOWR('!', 1, struct response)

static void die(const char *what)
{
	perror(what);
	exit(1);
}

// Until the last process with the filter is gone.
static void answer(int listener)
{
	for (;;) {
		struct notification request;
		memset(&request, 0, sizeof(request));
		if (ioctl(listener, (int)NOTIF_RECV, &request) < 0) {
			if (errno == EINTR)
				continue;
			return;
		}
		struct response response = {.id = request.id, .error = -EDQUOT};
		// The caller may have died meanwhile.
		if (ioctl(listener, (int)NOTIF_SEND, &response) < 0 && errno != ENOENT)
			return;
	}
}

// One message; the descriptors that came with it are counted, the last one stays.
static ssize_t receive(int connection, char *data, size_t size, int *listener, size_t *count)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(8 * sizeof(int))];
	} control;
	struct iovec part = {data, size};
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)};
	ssize_t got = recvmsg(connection, &message, 0);
	struct cmsghdr *first = got > 0 ? CMSG_FIRSTHDR(&message) : NULL;
	*count = 0;
	if (first != NULL && first->cmsg_type == SCM_RIGHTS) {
		*count = (first->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		memcpy(listener, CMSG_DATA(first), sizeof(int));
	}
	return got;
}

int main(int argc, char **argv)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (argc < 2 || strlen(argv[1]) >= sizeof(address.sun_path))
		return 2;
	strcpy(address.sun_path, argv[1]);
	bool stream = argc == 2;
	int server = socket(AF_UNIX, stream ? SOCK_STREAM : SOCK_DGRAM, 0);
	if (server < 0 || bind(server, (struct sockaddr *)&address, sizeof(address)) < 0)
		die("bind");
	while (!stream)
		pause();
	if (listen(server, 8) < 0)
		die("listen");
	for (;;) {
		int connection = accept(server, NULL, NULL);
		if (connection < 0)
			die("accept");
		char text[65536];
		int listener = -1;
		size_t with_first, more, length = 0;
		ssize_t got = receive(connection, text, sizeof(text), &listener, &with_first);
		while (got > 0) {
			length += (size_t)got;
			got = receive(connection, text + length, sizeof(text) - length, &listener, &more);
		}
		close(connection);
		printf("%zu %.*s\n", with_first, (int)length, text);
		fflush(stdout);
		pid_t child = fork();
		if (child < 0)
			die("fork");
		if (child == 0) {
			answer(listener);
			_exit(0);
		}
		close(listener);
	}
}
