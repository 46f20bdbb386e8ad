#include "notify.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// What a manager takes at once; a longer message is cut, and has no READY=1 that it would read.
#define MESSAGE_LENGTH 4096
// So that a container that sends without end leaves time for the rest.
#define MESSAGES_AT_ONCE 16
#define BARRIER_MS 30000

void notify_begin(struct notify *notify, int inside, int host, pid_t pid)
{
	*notify = (struct notify){
		.inside = inside, .host = host, .pid = pid, .stage = NOTIFY_WAITS, .barrier = -1, .deadline = 0};
}

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void notify_polls(const struct notify *notify, struct pollfd *polls)
{
	bool sends = notify->stage > NOTIFY_WAITS && notify->stage < NOTIFY_ACKNOWLEDGE;
	polls[0] = (struct pollfd){.fd = notify->inside, .events = POLLIN, .revents = 0};
	polls[1] = (struct pollfd){
		.fd = sends ? notify->host : notify->barrier, .events = sends ? POLLOUT : POLLIN, .revents = 0};
}

int notify_patience(const struct notify *notify)
{
	if (notify->stage != NOTIFY_ACKNOWLEDGE)
		return -1;
	int64_t left = notify->deadline - now_ms();
	return left > 0 ? (int)left : 0;
}

static bool says_ready(const char *message, size_t length)
{
	static const char ready[] = "READY=1";
	const char *end = message + length;
	for (const char *line = message; line < end;) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		if (stop == NULL)
			stop = end;
		if ((size_t)(stop - line) == sizeof ready - 1 && memcmp(line, ready, sizeof ready - 1) == 0)
			return true;
		line = stop + 1;
	}
	return false;
}

// Takes what the container says, afterwards too: who sends into a full socket waits. Nothing but
// READY=1 goes on, since the rest would let a container steer the manager's unit. Descriptors that
// come along are closed by the kernel, as there is no room for them.
static void listen_inside(struct notify *notify)
{
	char message[MESSAGE_LENGTH];
	for (int i = 0; i < MESSAGES_AT_ONCE; i++) {
		ssize_t length = recv(notify->inside, message, sizeof message, MSG_DONTWAIT);
		if (length < 0 && errno != EINTR)
			return;
		if (length > 0 && notify->stage == NOTIFY_WAITS && says_ready(message, (size_t)length))
			notify->stage = NOTIFY_READY;
	}
}

static int send_text(const struct notify *notify, const char *text, int fd)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	char bytes[32];
	size_t length = strlen(text);
	memcpy(bytes, text, length);
	struct iovec part = {.iov_base = bytes, .iov_len = length};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
	memset(&control, 0, sizeof control);
	if (fd >= 0) {
		message.msg_control = &control;
		message.msg_controllen = sizeof control;
		struct cmsghdr *first = CMSG_FIRSTHDR(&message);
		first->cmsg_level = SOL_SOCKET;
		first->cmsg_type = SCM_RIGHTS;
		first->cmsg_len = CMSG_LEN(sizeof fd);
		memcpy(CMSG_DATA(first), &fd, sizeof fd);
	}
	while (sendmsg(notify->host, &message, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

static int send_barrier(struct notify *notify)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	int result = send_text(notify, "BARRIER=1", ends[1]);
	close(ends[1]);
	if (result < 0) {
		close(ends[0]);
		return result;
	}
	notify->barrier = ends[0];
	notify->deadline = now_ms() + BARRIER_MS;
	return 0;
}

static int acknowledged(struct notify *notify)
{
	struct pollfd end = {.fd = notify->barrier, .events = POLLIN, .revents = 0};
	if (poll(&end, 1, 0) <= 0)
		return notify_patience(notify) > 0 ? -EAGAIN : -ETIMEDOUT;
	close(notify->barrier);
	notify->barrier = -1;
	return 0;
}

static int take_stage(struct notify *notify)
{
	char text[32];
	switch (notify->stage) {
	case NOTIFY_READY:
		return send_text(notify, "READY=1\n", -1);
	case NOTIFY_MAIN_PID:
		snprintf(text, sizeof text, "MAINPID=%d\n", (int)notify->pid);
		return send_text(notify, text, -1);
	case NOTIFY_BARRIER:
		return send_barrier(notify);
	case NOTIFY_ACKNOWLEDGE:
		return acknowledged(notify);
	case NOTIFY_WAITS:
	case NOTIFY_DONE:
		break;
	}
	return -EAGAIN;
}

int notify_move(struct notify *notify)
{
	listen_inside(notify);
	for (;;) {
		int result = take_stage(notify);
		if (result == -EAGAIN)
			return 0;
		if (result < 0) {
			if (notify->barrier >= 0)
				close(notify->barrier);
			notify->barrier = -1;
			notify->stage = NOTIFY_DONE;
			return result;
		}
		notify->stage++;
	}
}
