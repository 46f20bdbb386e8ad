// Reports to the engine. Plain ones go by write(2): a filter that is already loaded lets it through
// where it may refuse sendmsg.
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "core.h"

static void fill(const struct helper *h, struct report *r, enum report_kind kind, const char *text)
{
	size_t length = text == NULL ? 0 : strnlen(text, REPORT_TEXT);
	memset(r, 0, sizeof *r);
	r->kind = kind;
	r->step = h->step;
	r->length = (uint32_t)length;
	if (text != NULL)
		memcpy(r->text, text, length);
}

static int send_with_fd(int sock, struct report *r, int fd)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec part = {r, sizeof *r};
	struct msghdr message = {0};
	memset(&control, 0, sizeof control);
	message.msg_iov = &part;
	message.msg_iovlen = 1;
	message.msg_control = &control;
	message.msg_controllen = sizeof control;
	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
	ssize_t sent;
	do {
		sent = sendmsg(sock, &message, MSG_NOSIGNAL);
	} while (sent < 0 && errno == EINTR);
	return sent < 0 ? -1 : 0;
}

// Nobody else can be told that a report did not arrive: the callers end the process.
int report(struct helper *h, enum report_kind kind, int64_t value, int fd)
{
	struct report r;
	if (h->sock < 0)
		return 0; // after `committed` only failures have a reader
	fill(h, &r, kind, NULL);
	r.value = value;
	if (fd >= 0)
		return send_with_fd(h->sock, &r, fd);
	return write_all(h->sock, &r, sizeof r);
}

int fail(struct helper *h, enum call call, int error, const char *text)
{
	struct report r;
	fill(h, &r, REPORT_ERROR, text);
	r.call = call;
	r.error = error;
	int fd = h->sock >= 0 ? h->sock : h->status;
	if (fd >= 0)
		(void)write_all(fd, &r, sizeof r);
	return -1;
}

int warn_step(struct helper *h, enum call call, int error, const char *text)
{
	struct report r;
	// To the reader of the status FIFO a report means that the start failed.
	if (h->sock < 0)
		return 0;
	fill(h, &r, REPORT_WARNING, text);
	r.call = call;
	r.error = error;
	(void)write_all(h->sock, &r, sizeof r);
	return 0;
}
