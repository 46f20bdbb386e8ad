// Datagrams to and from the helper, and descriptors that travel with them.
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/** A connected pair: datagrams with borders (SEQPACKET), or a stream as console sockets are. */
TSR_EXPORT int tsr_pair(int stream, int32_t out[2])
{
	int pair[2];
	if (socketpair(AF_UNIX, (stream ? SOCK_STREAM : SOCK_SEQPACKET) | SOCK_CLOEXEC, 0, pair) < 0)
		return -errno;
	out[0] = pair[0];
	out[1] = pair[1];
	return 0;
}

/** Connects to a stream or datagram socket; a leading @ means the abstract name space. */
TSR_EXPORT int tsr_connect(const char *path, int stream)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t length = strlen(path);
	if (length == 0 || length >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	memcpy(address.sun_path, path, length);
	socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + 1);
	if (path[0] == '@') {
		address.sun_path[0] = '\0';
		size--;
	}
	int fd = socket(AF_UNIX, (stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	if (connect(fd, (struct sockaddr *)&address, size) < 0) {
		int error = errno;
		close(fd);
		return -error;
	}
	return fd;
}

// Waits for a datagram; `watch` (a pidfd, or -1) ends the wait too, when nothing is left to read.
static int await(int sock, int watch, int timeout_ms)
{
	for (;;) {
		struct pollfd ready[2] = {{.fd = sock, .events = POLLIN}, {.fd = watch, .events = POLLIN}};
		int count = poll(ready, 2, timeout_ms);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return -errno;
		if (count == 0)
			return -ETIMEDOUT;
		if (ready[0].revents != 0)
			return 1;
		// The look at one is not the look at the other: what was said between them counts, as
		// whoever is watched ended after it.
		return poll(ready, 1, 0) > 0 ? 1 : 0;
	}
}

/**
 * One datagram: its length, 0 at the end (the other side is gone, or `watch` became readable first),
 * -ETIMEDOUT. *fd is the descriptor that came with it, or -1.
 */
TSR_EXPORT int tsr_receive(int sock, int watch, int timeout_ms, void *data, uint64_t length, int32_t fd[1])
{
	*fd = -1;
	int waited = await(sock, watch, timeout_ms);
	if (waited <= 0)
		return waited;
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec part = {.iov_base = data, .iov_len = length};
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	ssize_t got;
	do
		got = recvmsg(sock, &message, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return errno == ECONNRESET ? 0 : -errno;
	struct cmsghdr *first = CMSG_FIRSTHDR(&message);
	if (first != NULL && first->cmsg_level == SOL_SOCKET && first->cmsg_type == SCM_RIGHTS &&
		first->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(fd, CMSG_DATA(first), sizeof(int));
	return (int)got;
}

TSR_EXPORT int tsr_send(int sock, const void *data, uint64_t length, int fd)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	memset(&control, 0, sizeof(control));
	// sendmsg(2) only reads it.
	struct iovec part = {.iov_base = (void *)(uintptr_t)data, .iov_len = length};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
	if (fd >= 0) {
		message.msg_control = &control;
		message.msg_controllen = sizeof(control);
		struct cmsghdr *first = CMSG_FIRSTHDR(&message);
		first->cmsg_level = SOL_SOCKET;
		first->cmsg_type = SCM_RIGHTS;
		first->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(first), &fd, sizeof(int));
	}
	ssize_t sent;
	do
		sent = sendmsg(sock, &message, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent < 0 ? -errno : (int)sent;
}
