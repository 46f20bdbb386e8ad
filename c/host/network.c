// Network devices that move into a container's network namespace, and back when its create fails.
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_addr.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "netlink.h"

#define MOST_ADDRESSES 64u

// Which part failed, for the words of the error.
enum { AT_SOCKET, AT_FIND, AT_ADDRESSES, AT_MOVE, AT_RESTORE, AT_UP };

// One permanent address of global scope, as it is to be made again.
struct address {
	struct ifaddrmsg fixed;
	uint32_t flags;
	uint32_t lengths[3]; // of local, address, broadcast; 0: absent
	uint8_t values[3][16];
};
static const uint16_t address_types[3] = {IFA_LOCAL, IFA_ADDRESS, IFA_BROADCAST};

// What a device was; the engine keeps these bytes until the create is over.
struct device {
	char outer[IFNAMSIZ];
	char inner[IFNAMSIZ];
	int32_t index;
	uint32_t was_up;
	uint32_t count;
	struct address addresses[MOST_ADDRESSES];
};

struct link {
	int32_t index;
	uint32_t flags;
	char name[IFNAMSIZ];
};

static int take_link(const struct nlmsghdr *message, void *context)
{
	struct link *link = context;
	struct ifinfomsg info;
	memcpy(&info, NLMSG_DATA(message), sizeof(info));
	link->index = info.ifi_index;
	link->flags = info.ifi_flags;
	const struct rtattr *name = attribute(message, sizeof(info), IFLA_IFNAME);
	if (name != NULL && RTA_PAYLOAD(name) <= sizeof(link->name))
		memcpy(link->name, RTA_DATA(name), RTA_PAYLOAD(name));
	return 0;
}

static int find_link(int sock, const char *name, struct link *link)
{
	struct request request;
	memset(link, 0, sizeof(*link));
	request_begin(&request, RTM_GETLINK, 0, sizeof(struct ifinfomsg));
	int result = request_add(&request, IFLA_IFNAME, name, strlen(name) + 1);
	return result < 0 ? result : route_talk(sock, &request, take_link, link);
}

// The links of a namespace, to see which one a template has become.
struct links {
	uint32_t count;
	int32_t before[4096];
	struct link added;
	bool later;
};

static int take_links(const struct nlmsghdr *message, void *context)
{
	struct links *links = context;
	struct link link = {0};
	take_link(message, &link);
	if (!links->later) {
		if (links->count >= sizeof(links->before) / sizeof(links->before[0]))
			return -E2BIG;
		links->before[links->count++] = link.index;
		return 0;
	}
	for (uint32_t i = 0; i < links->count; i++)
		if (links->before[i] == link.index)
			return 0;
	links->added = link;
	return 0;
}

static int list_links(int sock, struct links *links)
{
	struct request request;
	request_begin(&request, RTM_GETLINK, NLM_F_DUMP, sizeof(struct ifinfomsg));
	return route_talk(sock, &request, take_links, links);
}

static uint32_t flags_of(const struct nlmsghdr *message, const struct ifaddrmsg *fixed)
{
	uint32_t flags = fixed->ifa_flags;
	const struct rtattr *wide = attribute(message, sizeof(*fixed), IFA_FLAGS);
	if (wide != NULL && RTA_PAYLOAD(wide) == sizeof(flags))
		memcpy(&flags, RTA_DATA(wide), sizeof(flags));
	return flags;
}

static int take_address(const struct nlmsghdr *message, void *context)
{
	struct device *device = context;
	struct address address = {0};
	memcpy(&address.fixed, NLMSG_DATA(message), sizeof(address.fixed));
	address.flags = flags_of(message, &address.fixed);
	if ((int32_t)address.fixed.ifa_index != device->index || address.fixed.ifa_scope != RT_SCOPE_UNIVERSE ||
		(address.flags & IFA_F_PERMANENT) == 0)
		return 0;
	if (device->count == MOST_ADDRESSES)
		return -E2BIG;
	for (size_t i = 0; i < 3; i++) {
		const struct rtattr *value = attribute(message, sizeof(address.fixed), address_types[i]);
		if (value == NULL || RTA_PAYLOAD(value) > sizeof(address.values[i]))
			continue;
		address.lengths[i] = (uint32_t)RTA_PAYLOAD(value);
		memcpy(address.values[i], RTA_DATA(value), RTA_PAYLOAD(value));
	}
	device->addresses[device->count++] = address;
	return 0;
}

static int add_address(int sock, const struct address *address, int32_t index)
{
	struct request request;
	struct ifaddrmsg *fixed =
		request_begin(&request, RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, sizeof(*fixed));
	*fixed = address->fixed;
	fixed->ifa_index = (uint32_t)index;
	fixed->ifa_flags = 0;
	// What the kernel itself says about the state of an address is not for us to set.
	uint32_t flags =
		address->flags & ~(uint32_t)(IFA_F_PERMANENT | IFA_F_TENTATIVE | IFA_F_DADFAILED | IFA_F_SECONDARY);
	int result = request_add(&request, IFA_FLAGS, &flags, sizeof(flags));
	for (size_t i = 0; i < 3 && result == 0; i++)
		if (address->lengths[i] > 0)
			result = request_add(&request, address_types[i], address->values[i], address->lengths[i]);
	return result < 0 ? result : route_talk(sock, &request, NULL, NULL);
}

static int move_link(int sock, int32_t index, int netns, const char *name)
{
	struct request request;
	struct ifinfomsg *info = request_begin(&request, RTM_NEWLINK, 0, sizeof(*info));
	info->ifi_index = index;
	int result = request_add(&request, IFLA_NET_NS_FD, &netns, sizeof(netns));
	if (result == 0)
		result = request_add(&request, IFLA_IFNAME, name, strlen(name) + 1);
	return result < 0 ? result : route_talk(sock, &request, NULL, NULL);
}

static int set_up(int sock, int32_t index)
{
	struct request request;
	struct ifinfomsg *info = request_begin(&request, RTM_NEWLINK, 0, sizeof(*info));
	info->ifi_index = index;
	info->ifi_flags = IFF_UP;
	info->ifi_change = IFF_UP;
	return route_talk(sock, &request, NULL, NULL);
}

// The addresses that a move takes away, and the state.
static int restore(int sock, const struct device *device, int32_t index, bool up, int32_t *at)
{
	*at = AT_RESTORE;
	for (uint32_t i = 0; i < device->count; i++) {
		int result = add_address(sock, &device->addresses[i], index);
		if (result < 0)
			return result;
	}
	*at = AT_UP;
	return up ? set_up(sock, index) : 0;
}

static int give_back(int inner, int outer, const struct device *device, int32_t *at)
{
	struct link link;
	*at = AT_FIND;
	int result = find_link(inner, device->inner, &link);
	if (result < 0)
		return result;
	int own = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (own < 0)
		return -errno;
	*at = AT_MOVE;
	result = move_link(inner, link.index, own, device->outer);
	close(own);
	if (result == 0)
		result = find_link(outer, device->outer, &link);
	return result < 0 ? result : restore(outer, device, link.index, device->was_up != 0, at);
}

static int describe_device(int outer, const char *name, struct device *device, int32_t *at)
{
	struct link link;
	*at = AT_FIND;
	int result = find_link(outer, name, &link);
	if (result < 0)
		return result;
	if ((link.flags & IFF_LOOPBACK) != 0)
		return -EINVAL;
	memcpy(device->outer, link.name, sizeof(device->outer));
	device->index = link.index;
	device->was_up = (link.flags & IFF_UP) != 0;
	*at = AT_ADDRESSES;
	struct request request;
	request_begin(&request, RTM_GETADDR, NLM_F_DUMP, sizeof(struct ifaddrmsg));
	return route_talk(outer, &request, take_address, device);
}

// The name inside: as asked, or what the kernel has made of a template.
static int find_moved(int inner, const char *target, struct links *links, struct link *link)
{
	if (strchr(target, '%') == NULL)
		return find_link(inner, target, link);
	links->later = true;
	int result = list_links(inner, links);
	*link = links->added;
	return result < 0 ? result : link->index == 0 ? -ENODEV : 0;
}

static int move_in(int outer, int inner, int netns, const char *target, struct device *device,
	struct links *links, int32_t *at)
{
	struct link link;
	*at = AT_MOVE;
	int result = list_links(inner, links);
	if (result == 0)
		result = move_link(outer, device->index, netns, target);
	if (result < 0) {
		// The kernel moves first and renames then: one whose new name is refused is inside already.
		if (find_link(outer, device->outer, &link) == -ENODEV) {
			int32_t ignored;
			memcpy(device->inner, device->outer, sizeof(device->inner));
			(void)give_back(inner, outer, device, &ignored);
		}
		return result;
	}
	result = find_moved(inner, target, links, &link);
	if (result < 0)
		return result;
	memcpy(device->inner, link.name, sizeof(device->inner));
	result = restore(inner, device, link.index, true, at);
	if (result < 0) {
		int32_t ignored;
		(void)give_back(inner, outer, device, &ignored);
	}
	return result;
}

/** Bytes that tsr_net_move needs to remember a device. */
TSR_EXPORT int tsr_net_size(void)
{
	return (int)sizeof(struct device);
}

/**
 * Moves a device into a network namespace under another name, with its permanent addresses of global
 * scope, and sets it up. `state` is filled for tsr_net_return. *at tells which part failed.
 */
TSR_EXPORT int tsr_net_move(
	int netns, const char *name, const char *target, void *state, uint64_t room, int32_t at[1])
{
	if (room != sizeof(struct device))
		return -EINVAL;
	struct device *device = state;
	memset(device, 0, sizeof(*device));
	*at = AT_SOCKET;
	int outer = route_socket(-1);
	if (outer < 0)
		return outer;
	int inner = route_socket(netns);
	struct links *links = calloc(1, sizeof(*links));
	int result = inner < 0 ? inner : links == NULL ? -ENOMEM : 0;
	if (result == 0)
		result = describe_device(outer, name, device, at);
	if (result == 0)
		result = move_in(outer, inner, netns, target, device, links, at);
	free(links);
	if (inner >= 0)
		close(inner);
	close(outer);
	return result;
}

/** Sets a device of a network namespace up; *at tells which part failed. */
TSR_EXPORT int tsr_net_up(int netns, const char *name, int32_t at[1])
{
	*at = AT_SOCKET;
	int sock = route_socket(netns);
	if (sock < 0)
		return sock;
	struct link link;
	*at = AT_FIND;
	int result = find_link(sock, name, &link);
	if (result == 0) {
		*at = AT_UP;
		result = set_up(sock, link.index);
	}
	close(sock);
	return result;
}

/** Moves a device back, as it was. */
TSR_EXPORT int tsr_net_return(int netns, const void *state, uint64_t length, int32_t at[1])
{
	if (length != sizeof(struct device))
		return -EINVAL;
	*at = AT_SOCKET;
	int outer = route_socket(-1);
	if (outer < 0)
		return outer;
	int inner = route_socket(netns);
	int result = inner < 0 ? inner : give_back(inner, outer, state, at);
	if (inner >= 0)
		close(inner);
	close(outer);
	return result;
}
