// init inside its new namespaces: who it is there, its session, keys, cgroup root and loopback.
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../common/kernel.h"
#include "../common/rules.h"
#include "core.h"

int set_dumpable(struct helper *h, bool dumpable)
{
	if (prctl(PR_SET_DUMPABLE, dumpable || !RULE(NOT_DUMPABLE), 0, 0, 0) != 0)
		return fail(h, CALL_PRCTL, errno, "PR_SET_DUMPABLE");
	return 0;
}

// The clone left the host's ids, which have no name in the new user namespace. Ids other than 0 would
// take the capabilities away, hence KEEPCAPS and the raise.
int op_become(struct helper *h, const struct op_become *op)
{
	struct caps before;
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0)
		return fail(h, CALL_PRCTL, errno, "PR_SET_KEEPCAPS");
	if (k_setresgid(op->gid, op->gid, op->gid) != 0)
		return fail(h, CALL_SETRESGID, errno, NULL);
	if (k_setresuid(op->uid, op->uid, op->uid) != 0)
		return fail(h, CALL_SETRESUID, errno, NULL);
	if (prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0) != 0)
		return fail(h, CALL_PRCTL, errno, "PR_SET_KEEPCAPS");
	if (caps_raise(&before) != 0)
		return fail(h, CALL_CAPSET, errno, NULL);
	// A change of ids resets this to a system-wide setting that may be 1.
	return set_dumpable(h, false);
}

static int write_offsets(struct helper *h, const char *offsets)
{
	int fd = procfs_open(h, "self/timens_offsets", O_WRONLY);
	if (fd < 0)
		return fail(h, CALL_OPEN, errno, "/proc/self/timens_offsets");
	int result = write_all(fd, offsets, strlen(offsets));
	int error = errno;
	close(fd);
	return result == 0 ? 0 : fail(h, CALL_WRITE, error, "/proc/self/timens_offsets");
}

// The namespace for our children. It is a link of the kernel's, followed in a procfs that was checked.
static int open_new_clocks(struct helper *h)
{
	int dir = procfs_open(h, "self/ns", O_RDONLY | O_DIRECTORY);
	if (dir < 0)
		return -1;
	int fd = openat(dir, "time_for_children", O_RDONLY | O_CLOEXEC);
	int error = errno;
	close(dir);
	errno = error;
	return fd;
}

// unshare makes it for children; entering it is what fixes the offsets.
int op_own_time_namespace(struct helper *h, const struct op_own_time_namespace *op)
{
	if (unshare(CLONE_NEWTIME) != 0)
		return fail(h, CALL_UNSHARE, errno, NULL);
	// Only the files of a process that can be dumped belong to its user.
	if (set_dumpable(h, true) != 0 || (op->offsets != NULL && write_offsets(h, op->offsets) != 0))
		return -1;
	int fd = open_new_clocks(h);
	if (fd < 0)
		return fail(h, CALL_OPEN, errno, "/proc/self/ns/time_for_children");
	if (set_dumpable(h, false) != 0)
		return -1;
	if (setns(fd, CLONE_NEWTIME) != 0)
		return fail(h, CALL_SETNS, errno, "/proc/self/ns/time_for_children");
	close(fd);
	return 0;
}

int op_setsid(struct helper *h, const struct op_setsid *op)
{
	(void)op;
	if (setsid() < 0)
		return fail(h, CALL_SETSID, errno, NULL);
	return 0;
}

static int write_key_label(struct helper *h, const char *label)
{
	int fd = procfs_open(h, "self/attr/keycreate", O_WRONLY);
	if (fd < 0)
		return fail(h, CALL_OPEN, errno, "self/attr/keycreate");
	int result = write_all(fd, label, strlen(label) + 1);
	int error = errno;
	close(fd);
	if (result != 0)
		return fail(h, CALL_WRITE, error, "self/attr/keycreate");
	return 0;
}

int op_keyring(struct helper *h, const struct op_keyring *op)
{
	if (op->label != NULL && write_key_label(h, op->label) != 0)
		return -1;
	long key = syscall(SYS_keyctl, K_KEYCTL_JOIN_SESSION_KEYRING, op->name);
	// A kernel without keys has none that could leak.
	if (key < 0 && errno == ENOSYS)
		return warn_step(h, CALL_KEYCTL, ENOSYS, op->name);
	if (key < 0)
		return fail(h, CALL_KEYCTL, errno, op->name);
	// A later exec finds the keyring by its name only with the right to search it. EACCES: it was
	// there already and belongs to another user, who has arranged this.
	uint32_t rights =
		K_KEY_POSSESSOR_ALL | K_KEY_USER_VIEW | K_KEY_USER_READ | K_KEY_USER_SEARCH | K_KEY_USER_LINK;
	if (syscall(SYS_keyctl, K_KEYCTL_SETPERM, key, rights) != 0 && errno != EACCES)
		return fail(h, CALL_KEYCTL, errno, op->name);
	return op->label != NULL ? write_key_label(h, "") : 0;
}

int op_cgroup_namespace(struct helper *h, const struct op_cgroup_namespace *op)
{
	(void)op;
	if (unshare(CLONE_NEWCGROUP) != 0)
		return fail(h, CALL_UNSHARE, errno, NULL);
	return 0;
}

int op_loopback(struct helper *h, const struct op_loopback *op)
{
	struct ifreq request;
	(void)op;
	// Any socket reaches the interfaces of its network namespace; this kind exists on every kernel.
	int sock = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (sock < 0)
		return fail(h, CALL_SOCKET, errno, NULL);
	memset(&request, 0, sizeof request);
	memcpy(request.ifr_name, "lo", sizeof "lo");
	int result = ioctl(sock, SIOCGIFFLAGS, &request);
	if (result == 0) {
		request.ifr_flags = (short)(request.ifr_flags | IFF_UP);
		result = ioctl(sock, SIOCSIFFLAGS, &request);
	}
	int error = errno;
	close(sock);
	if (result != 0)
		return fail(h, CALL_IOCTL, error, "lo");
	return 0;
}
