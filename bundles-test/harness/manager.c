/*
 * A service manager as sd_notify(3) sees it, and a service of it, for tests.
 *   manager listen PATH         writes each message on a line of its own; a descriptor that came with it
 *                               is closed once the line is written
 *   manager hold PATH           the same, but keeps descriptors: a barrier is never acknowledged
 *   manager send MESSAGE...     sends to $NOTIFY_SOCKET
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static int datagram_socket(const char *path, struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	if (fd < 0 || path == NULL || strlen(path) >= sizeof address->sun_path)
		die("socket");
	address->sun_family = AF_UNIX;
	strcpy(address->sun_path, path);
	return fd;
}

static void take(int from, int keeps)
{
	char text[4096];
	union {
		char data[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control;
	struct iovec part = { text, sizeof text - 1 };
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
	text[got] = '\0';
	text[strcspn(text, "\n")] = '\0';
	header = CMSG_FIRSTHDR(&message);
	printf("%s%s\n", text, header == NULL ? "" : " with a descriptor");
	fflush(stdout);
	if (header != NULL && !keeps) {
		memcpy(&fd, CMSG_DATA(header), sizeof fd);
		close(fd);
	}
}

static void listen_at(const char *path, int keeps)
{
	struct sockaddr_un address = { 0 };
	int fd = datagram_socket(path, &address);

	if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || chmod(path, 0777) < 0)
		die(path);
	for (;;)
		take(fd, keeps);
}

static int send_all(char **messages)
{
	struct sockaddr_un address = { 0 };
	const char *path = getenv("NOTIFY_SOCKET");
	int fd = datagram_socket(path, &address);

	for (; *messages != NULL; messages++)
		if (sendto(fd, *messages, strlen(*messages), 0, (struct sockaddr *)&address, sizeof address) < 0)
			die(path);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "listen") == 0)
		listen_at(argv[2], 0);
	if (argc == 3 && strcmp(argv[1], "hold") == 0)
		listen_at(argv[2], 1);
	if (argc > 2 && strcmp(argv[1], "send") == 0)
		return send_all(argv + 2);
	fprintf(stderr, "usage: manager listen|hold PATH | manager send MESSAGE...\n");
	return 2;
}
