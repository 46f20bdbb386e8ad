// Requests to the kernel's routing socket: one message out, its answers in.
#ifndef TSRUN_HOST_NETLINK_H
#define TSRUN_HOST_NETLINK_H

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stddef.h>
#include <stdint.h>

// A request being built: header, fixed part, attributes.
struct request {
	union {
		struct nlmsghdr header;
		char space[2048];
	};
};

// Begins a request whose fixed part has `size` bytes, zeroed; returns the fixed part.
void *request_begin(struct request *request, uint16_t type, uint16_t flags, size_t size);
// Adds an attribute. 0 or -EMSGSIZE.
int request_add(struct request *request, uint16_t type, const void *data, size_t length);

// A routing socket in the network namespace `netns`, or with -1 in the caller's own. -errno.
int route_socket(int netns);

// Takes one message of the answer; a result other than 0 is handed on at the end.
typedef int answer_fn(const struct nlmsghdr *message, void *context);
// Sends a request and reads its answers to their end. `each` may be NULL. 0 or -errno.
int route_talk(int sock, struct request *request, answer_fn *each, void *context);

// The first attribute of a type in a message with a fixed part of `fixed` bytes, or NULL.
const struct rtattr *attribute(const struct nlmsghdr *message, size_t fixed, uint16_t type);

#endif
