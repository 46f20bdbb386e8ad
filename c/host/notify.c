// The sockets of NOTIFY_SOCKET, and the wait of verbs that return once the container is ready.
#include "notify.h"
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_NAME "notify.sock"

static int bind_in(int directory)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	// By the descriptor: the path may be longer than an address.
	snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/" SOCKET_NAME, directory);
	// A start that was killed may have left one.
	if (unlinkat(directory, SOCKET_NAME, 0) < 0 && errno != ENOENT)
		return -errno;
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	// Whatever user the program runs as, it may send; the directory is seen by the container alone.
	if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
		fchmodat(directory, SOCKET_NAME, 0777, 0) < 0) {
		int error = errno;
		close(fd);
		return -error;
	}
	return fd;
}

/** A datagram socket `notify.sock` in a directory. */
TSR_EXPORT int tsr_notify_bind(const char *path)
{
	int directory = open(path, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (directory < 0)
		return -errno;
	int result = bind_in(directory);
	close(directory);
	return result;
}

/**
 * Waits until the container was ready and the manager knows it: 1; 0 when the container ended before
 * (`pidfd`); -errno when the manager cannot be told.
 */
TSR_EXPORT int tsr_notify_wait(int inside, int host, int pid, int pidfd)
{
	struct notify notify;
	notify_begin(&notify, inside, host, pid);
	for (;;) {
		struct pollfd polls[NOTIFY_POLLS + 1];
		notify_polls(&notify, polls);
		polls[NOTIFY_POLLS] = (struct pollfd){.fd = pidfd, .events = POLLIN, .revents = 0};
		if (poll(polls, NOTIFY_POLLS + 1, notify_patience(&notify)) < 0 && errno != EINTR)
			return -errno;
		int moved = notify_move(&notify);
		if (moved < 0)
			return moved;
		if (notify.stage == NOTIFY_DONE)
			return 1;
		// Its last word may have come with its end: what was heard is still told.
		if (notify.stage == NOTIFY_WAITS && polls[NOTIFY_POLLS].revents != 0 && polls[0].revents == 0)
			return 0;
		if (notify.stage != NOTIFY_WAITS)
			pidfd = -1;
	}
}
