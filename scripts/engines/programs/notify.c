/* Readiness, both ends: `notify listen PATH` prints what comes to a socket there until somebody is
 * ready, `notify` sends READY=1 to $NOTIFY_SOCKET. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int fail(const char *what) {
	perror(what);
	return 1;
}

int main(int argc, char **argv) {
	const int listens = argc == 3 && strcmp(argv[1], "listen") == 0;
	const char *path = listens ? argv[2] : getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (path == NULL || strlen(path) >= sizeof address.sun_path) {
		fprintf(stderr, "notify: no socket to use\n");
		return 2;
	}
	memcpy(address.sun_path, path, strlen(path) + 1);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return fail("socket");
	if (!listens) {
		static const char ready[] = "READY=1";
		if (sendto(fd, ready, strlen(ready), 0, (void *)&address, sizeof address) < 0)
			return fail("send");
		return 0;
	}
	if (bind(fd, (void *)&address, sizeof address) < 0)
		return fail("bind");
	char text[512];
	do {
		ssize_t count = recv(fd, text, sizeof text - 1, 0);
		if (count < 0)
			return fail("receive");
		text[count] = '\0';
		if (printf("%s\n", text) < 0 || fflush(stdout) != 0)
			return 1;
	} while (strstr(text, "READY=1") == NULL);
	return 0;
}
