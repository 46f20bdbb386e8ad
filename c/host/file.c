// Files and descriptors, always close-on-exec.
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef AT_RECURSIVE
#define AT_RECURSIVE 0x8000
#endif

TSR_EXPORT int tsr_open(const char *path, int flags, uint32_t mode)
{
	int fd;
	do
		fd = open(path, flags | O_CLOEXEC, mode);
	while (fd < 0 && errno == EINTR);
	return fd < 0 ? -errno : fd;
}

TSR_EXPORT int tsr_close(int fd)
{
	return close(fd) < 0 ? -errno : 0;
}

TSR_EXPORT int tsr_lock(int fd, int operation)
{
	while (flock(fd, operation) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

/** Makes a FIFO and opens it for both sides, so that nobody ever blocks in open. */
TSR_EXPORT int tsr_fifo(const char *path)
{
	if (mkfifo(path, 0600) < 0)
		return -errno;
	return tsr_open(path, O_RDWR | O_NOFOLLOW, 0);
}

/** Makes the description blocking (or not) again. */
TSR_EXPORT int tsr_blocking(int fd)
{
	int flags = fcntl(fd, F_GETFL);
	if (flags < 0 || fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) < 0)
		return -errno;
	return 0;
}

/** Lets a descriptor survive exec. */
TSR_EXPORT int tsr_keep_at_exec(int fd)
{
	return fcntl(fd, F_SETFD, 0) < 0 ? -errno : 0;
}

TSR_EXPORT int64_t tsr_read(int fd, void *data, uint64_t length)
{
	ssize_t got;
	do
		got = read(fd, data, length);
	while (got < 0 && errno == EINTR);
	return got < 0 ? -errno : got;
}

/** Writes everything; a description that another made non-blocking is waited for. */
TSR_EXPORT int64_t tsr_write(int fd, const void *data, uint64_t length)
{
	const char *next = data;
	uint64_t left = length;
	while (left > 0) {
		ssize_t written = write(fd, next, left);
		if (written >= 0) {
			next += written;
			left -= (uint64_t)written;
		} else if (errno == EAGAIN) {
			struct pollfd ready = {.fd = fd, .events = POLLOUT};
			if (poll(&ready, 1, -1) < 0 && errno != EINTR)
				return -errno;
		} else if (errno != EINTR) {
			return -errno;
		}
	}
	return (int64_t)length;
}

TSR_EXPORT int tsr_terminal(int fd)
{
	return isatty(fd);
}

/** Rows and columns of a terminal: out[0], out[1]. */
TSR_EXPORT int tsr_window_size(int fd, uint16_t out[2])
{
	struct winsize size;
	if (ioctl(fd, TIOCGWINSZ, &size) < 0)
		return -errno;
	out[0] = size.ws_row;
	out[1] = size.ws_col;
	return 0;
}

/** Clones a mount (or a whole tree of mounts) of this mount namespace, detached. */
TSR_EXPORT int tsr_open_tree(const char *path, int recursive)
{
	unsigned int flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (recursive ? AT_RECURSIVE : 0u);
	long fd = syscall(SYS_open_tree, AT_FDCWD, path, flags);
	return fd < 0 ? -errno : (int)fd;
}

/** Takes a mount away with all below it, also when it is in use. */
TSR_EXPORT int tsr_detach_mount(const char *path)
{
	return umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW) < 0 ? -errno : 0;
}

/** The text of an errno, as strerror words it. */
TSR_EXPORT const char *tsr_error_text(int error)
{
	return strerror(error);
}

/** The symbolic name of an errno (`EPERM`). */
TSR_EXPORT const char *tsr_error_name(int error)
{
	const char *name = strerrorname_np(error);
	return name != NULL ? name : "unknown";
}
