// The routing socket.
#include "netlink.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

void *request_begin(struct request *request, uint16_t type, uint16_t flags, size_t size)
{
	memset(request, 0, sizeof(*request));
	request->header.nlmsg_len = (uint32_t)NLMSG_LENGTH(size);
	request->header.nlmsg_type = type;
	request->header.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	return NLMSG_DATA(&request->header);
}

int request_add(struct request *request, uint16_t type, const void *data, size_t length)
{
	size_t end = NLMSG_ALIGN(request->header.nlmsg_len);
	if (end + RTA_SPACE(length) > sizeof(request->space))
		return -EMSGSIZE;
	struct rtattr head = {.rta_len = (uint16_t)RTA_LENGTH(length), .rta_type = type};
	memcpy(request->space + end, &head, sizeof(head));
	memcpy(request->space + end + RTA_LENGTH(0), data, length);
	request->header.nlmsg_len = (uint32_t)(end + RTA_SPACE(length));
	return 0;
}

// Only one thread of the engine could enter another namespace with setns, and would have to come
// back: a child that shares descriptors and memory does it instead, and ends.
struct elsewhere {
	int netns;
	int sock;
};

static int make_elsewhere(void *argument)
{
	struct elsewhere *place = argument;
	place->sock = -1;
	if (syscall(SYS_setns, place->netns, CLONE_NEWNET) == 0)
		place->sock = (int)syscall(SYS_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (place->sock < 0)
		place->sock = -errno;
	syscall(SYS_exit, 0);
	return 0;
}

int route_socket(int netns)
{
	if (netns < 0) {
		int sock = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
		return sock < 0 ? -errno : sock;
	}
	size_t stack_size = 64 * 1024;
	char *stack = malloc(stack_size);
	if (stack == NULL)
		return -ENOMEM;
	struct elsewhere place = {.netns = netns, .sock = -EIO};
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int pid = clone(make_elsewhere, (void *)((uintptr_t)(stack + stack_size) & ~(uintptr_t)15),
		CLONE_VM | CLONE_VFORK | CLONE_FILES | SIGCHLD, &place);
	int result = pid < 0 ? -errno : place.sock;
	int status;
	while (pid >= 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	free(stack);
	return result;
}

// One datagram of answers. 1: there is more, 0: the end, -errno.
static int take(const char *data, size_t length, answer_fn *each, void *context, int *result)
{
	for (size_t at = 0; at + sizeof(struct nlmsghdr) <= length;) {
		struct nlmsghdr head;
		memcpy(&head, data + at, sizeof(head));
		if (head.nlmsg_len < sizeof(head) || head.nlmsg_len > length - at)
			return -EBADMSG;
		const struct nlmsghdr *message = (const struct nlmsghdr *)(const void *)(data + at);
		if (head.nlmsg_type == NLMSG_DONE)
			return 0;
		if (head.nlmsg_type == NLMSG_ERROR) {
			int error;
			if (head.nlmsg_len < NLMSG_LENGTH(sizeof(error)))
				return -EBADMSG;
			memcpy(&error, data + at + NLMSG_HDRLEN, sizeof(error));
			return error;
		}
		if (each != NULL && *result == 0)
			*result = each(message, context);
		at += NLMSG_ALIGN(head.nlmsg_len);
	}
	return 1;
}

int route_talk(int sock, struct request *request, answer_fn *each, void *context)
{
	// A dump ends with DONE; everything else is acknowledged.
	if ((request->header.nlmsg_flags & NLM_F_DUMP) != NLM_F_DUMP)
		request->header.nlmsg_flags |= NLM_F_ACK;
	if (send(sock, request, request->header.nlmsg_len, 0) < 0)
		return -errno;
	size_t size = 64 * 1024;
	char *data = malloc(size);
	if (data == NULL)
		return -ENOMEM;
	int result = 0, more = 1;
	while (more == 1) {
		ssize_t got = recv(sock, data, size, 0);
		if (got < 0 && errno == EINTR)
			continue;
		more = got < 0 ? -errno : take(data, (size_t)got, each, context, &result);
	}
	free(data);
	return more < 0 ? more : result;
}

const struct rtattr *attribute(const struct nlmsghdr *message, size_t fixed, uint16_t type)
{
	const char *base = (const char *)message;
	size_t at = NLMSG_SPACE(fixed);
	while (at + sizeof(struct rtattr) <= message->nlmsg_len) {
		const struct rtattr *found = (const struct rtattr *)(const void *)(base + at);
		if (found->rta_len < sizeof(*found) || found->rta_len > message->nlmsg_len - at)
			return NULL;
		if ((found->rta_type & NLA_TYPE_MASK) == type)
			return found;
		at += RTA_ALIGN(found->rta_len);
	}
	return NULL;
}
