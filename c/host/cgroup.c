// Cgroups: every file is reached from a directory that was opened beneath its hierarchy's mount and
// found to be cgroupfs, so that nothing planted on the way can lead a write elsewhere.
#include "host.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#define CGROUP_V1_MAGIC 0x27e0eb
#define CGROUP_V2_MAGIC 0x63677270

#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#define RESOLVE_NO_XDEV_ 0x01u
#define RESOLVE_NO_MAGICLINKS_ 0x02u
#define RESOLVE_NO_SYMLINKS_ 0x04u
#define RESOLVE_BENEATH_ 0x08u

// Directories that tsrun made above a container's own carry a mark, so that the last container out
// can remove them. v2 has attributes for everybody, v1 only for root.
#define MARK_V2 "user.tsrun"
#define MARK_V1 "trusted.tsrun"

#define MAKE_TRIES 16

struct how {
	uint64_t flags;
	uint64_t mode;
	uint64_t resolve;
};

static int open_resolved(int dir, const char *path, int flags, uint64_t resolve)
{
	struct how how = {.flags = (uint64_t)(uint32_t)(flags | O_CLOEXEC), .mode = 0, .resolve = resolve};
	long fd;
	// EAGAIN: somebody renamed a directory on the way.
	do
		fd = syscall(SYS_openat2, dir, path, &how, sizeof(how));
	while (fd < 0 && (errno == EINTR || errno == EAGAIN));
	return (int)fd;
}

static int open_below(int dir, const char *path, int flags)
{
	return open_resolved(dir, path, flags,
		RESOLVE_BENEATH_ | RESOLVE_NO_XDEV_ | RESOLVE_NO_SYMLINKS_ | RESOLVE_NO_MAGICLINKS_);
}

// 1 or 2, or -errno; EXDEV when the descriptor is not on cgroupfs.
static int version_of(int fd)
{
	struct statfs fs;
	if (fstatfs(fd, &fs) < 0)
		return -errno;
	if ((unsigned long)fs.f_type == CGROUP_V2_MAGIC)
		return 2;
	return (unsigned long)fs.f_type == CGROUP_V1_MAGIC ? 1 : -EXDEV;
}

static int close_with(int fd, int result)
{
	close(fd);
	return result;
}

// Opens a hierarchy's mount point; version 0 takes either.
static int open_mount(const char *mount, uint32_t version)
{
	int fd =
		open_resolved(AT_FDCWD, mount, O_PATH | O_DIRECTORY, RESOLVE_NO_SYMLINKS_ | RESOLVE_NO_MAGICLINKS_);
	if (fd < 0)
		return -errno;
	int found = version_of(fd);
	if (found < 0)
		return close_with(fd, found);
	return version == 0 || (uint32_t)found == version ? fd : close_with(fd, -EXDEV);
}

static const char *relative(const char *path)
{
	while (*path == '/')
		path++;
	return *path == '\0' ? "." : path;
}

/** Opens a hierarchy's mount point. -EXDEV: it is not this kind of cgroupfs. */
TSR_EXPORT int tsr_cgroup_mount(const char *mount, uint32_t version)
{
	return open_mount(mount, version);
}

/** Opens a cgroup directory beneath its hierarchy's open mount point. */
TSR_EXPORT int tsr_cgroup_below(int root, const char *path)
{
	int fd = open_below(root, relative(path), O_RDONLY | O_DIRECTORY);
	return fd < 0 ? -errno : fd;
}

/** Opens a cgroup directory beneath its hierarchy's mount. -EXDEV: it is not this kind of cgroupfs. */
TSR_EXPORT int tsr_cgroup_open(const char *mount, const char *path, uint32_t version)
{
	int root = open_mount(mount, version);
	if (root < 0)
		return root;
	return close_with(root, tsr_cgroup_below(root, path));
}

/** Opens a cgroup directory by its absolute path, through no link; *version says of which kind. */
TSR_EXPORT int tsr_cgroup_open_at(const char *directory, int32_t version[1])
{
	int fd = open_resolved(
		AT_FDCWD, directory, O_RDONLY | O_DIRECTORY, RESOLVE_NO_SYMLINKS_ | RESOLVE_NO_MAGICLINKS_);
	if (fd < 0)
		return -errno;
	*version = version_of(fd);
	return *version < 0 ? close_with(fd, *version) : fd;
}

/** Sets the options of a hierarchy: those of its super block, not of this mount of it. */
TSR_EXPORT int tsr_cgroup_options(const char *mount, const char *words, uint32_t count)
{
	int fs = (int)syscall(SYS_fspick, AT_FDCWD, mount, FSPICK_CLOEXEC);
	if (fs < 0)
		return -errno;
	int result = 0;
	for (uint32_t i = 0; i < count && result == 0; i++, words += strlen(words) + 1)
		if (syscall(SYS_fsconfig, fs, FSCONFIG_SET_FLAG, words, NULL, 0) < 0)
			result = -errno;
	if (result == 0 && syscall(SYS_fsconfig, fs, FSCONFIG_CMD_RECONFIGURE, NULL, NULL, 0) < 0)
		result = -errno;
	close(fs);
	return result;
}

/** Opens a child cgroup of an open one. */
TSR_EXPORT int tsr_cgroup_child(int dir, const char *name)
{
	int fd = open_below(dir, name, O_RDONLY | O_DIRECTORY);
	return fd < 0 ? -errno : fd;
}

static int leave(int dir, int root, int result)
{
	if (dir != root)
		close(dir);
	return result;
}

// One pass from the mount down. Returns the directory, or -errno; -ENOENT: somebody removed a parent
// meanwhile.
static int make_once(int root, const char *path, const char *mark, uint32_t *made)
{
	int dir = root;
	const char *next = path;
	while (*next == '/')
		next++;
	while (*next != '\0') {
		size_t length = strcspn(next, "/");
		char name[NAME_MAX + 1];
		if (length > NAME_MAX)
			return leave(dir, root, -ENAMETOOLONG);
		memcpy(name, next, length);
		name[length] = '\0';
		const char *after = next + length;
		while (*after == '/')
			after++;
		bool created = mkdirat(dir, name, 0755) == 0;
		if (!created && errno != EEXIST)
			return leave(dir, root, -errno);
		*made = created;
		int child = open_below(dir, name, O_RDONLY | O_DIRECTORY);
		int error = errno;
		// Nobody would know that it is ours to remove.
		if (child < 0 && created)
			(void)unlinkat(dir, name, AT_REMOVEDIR);
		leave(dir, root, 0);
		if (child < 0)
			return -error;
		dir = child;
		// The container's own directory goes with it and needs no mark. Where attributes are not
		// allowed an empty parent stays, which harms nobody.
		if (created && *after != '\0' && fsetxattr(dir, mark, "1", 1, 0) < 0 && errno != EPERM &&
			errno != EOPNOTSUPP)
			return leave(dir, root, -errno);
		next = after;
	}
	return dir == root ? tsr_cgroup_below(root, ".") : dir;
}

/**
 * Makes a cgroup and its parents beneath the open mount point, and opens it. *made is 1 when the
 * cgroup itself was not there before.
 */
TSR_EXPORT int tsr_cgroup_make(int root, const char *path, uint32_t version, uint32_t made[1])
{
	int result = -ENOENT;
	*made = 0;
	for (int i = 0; i < MAKE_TRIES && result == -ENOENT; i++)
		result = make_once(root, path, version == 2 ? MARK_V2 : MARK_V1, made);
	return result;
}

/** Whether tsrun made this directory as a parent of a container's. */
TSR_EXPORT int tsr_cgroup_marked(int dir)
{
	char value[2];
	return fgetxattr(dir, MARK_V2, value, sizeof(value)) == 1 ||
		fgetxattr(dir, MARK_V1, value, sizeof(value)) == 1;
}

/** Removes an empty child cgroup. */
TSR_EXPORT int tsr_cgroup_remove(int dir, const char *name)
{
	return unlinkat(dir, name, AT_REMOVEDIR) < 0 ? -errno : 0;
}

/** Reads up to `length` bytes of a file of an open cgroup. */
TSR_EXPORT int64_t tsr_cgroup_read(int dir, const char *file, void *data, uint64_t length)
{
	int fd = open_below(dir, file, O_RDONLY);
	if (fd < 0)
		return -errno;
	char *next = data;
	uint64_t left = length;
	while (left > 0) {
		ssize_t got = read(fd, next, left);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			int error = errno;
			return close_with(fd, -error);
		}
		if (got == 0)
			break;
		next += got;
		left -= (uint64_t)got;
	}
	close(fd);
	return (int64_t)(length - left);
}

/** Writes a value into a file of an open cgroup, in one write: the kernel takes each as a whole. */
TSR_EXPORT int tsr_cgroup_write(int dir, const char *file, const void *data, uint64_t length)
{
	int fd = open_below(dir, file, O_WRONLY);
	if (fd < 0)
		return -errno;
	ssize_t written;
	do
		written = write(fd, data, length);
	while (written < 0 && errno == EINTR);
	int error = written < 0 ? errno : (uint64_t)written == length ? 0 : EIO;
	return close_with(fd, -error);
}

/** Gives a file of an open cgroup (`.`: the directory itself) to a user; its group stays. */
TSR_EXPORT int tsr_cgroup_own(int dir, const char *file, uint32_t uid)
{
	int fd = open_below(dir, file, O_PATH);
	if (fd < 0)
		return -errno;
	int error = fchownat(fd, "", uid, (gid_t)-1, AT_EMPTY_PATH) < 0 ? errno : 0;
	return close_with(fd, -error);
}

struct linux_dirent {
	uint64_t inode;
	int64_t offset;
	uint16_t length;
	uint8_t type;
	char name[];
};

/** Names of the child cgroups, each with its NUL, into data. Returns the length, or -ERANGE. */
TSR_EXPORT int64_t tsr_cgroup_children(int dir, void *data, uint64_t length)
{
	// A second open: its position starts at the beginning.
	int fd = open_below(dir, ".", O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		return -errno;
	_Alignas(8) char buffer[8192];
	char *names = data;
	uint64_t used = 0;
	for (;;) {
		long got = syscall(SYS_getdents64, fd, buffer, sizeof(buffer));
		if (got < 0) {
			int error = errno;
			return close_with(fd, -error);
		}
		if (got == 0)
			break;
		for (long at = 0; at < got;) {
			const struct linux_dirent *entry = (const struct linux_dirent *)(const void *)(buffer + at);
			at += entry->length;
			if (entry->type != DT_DIR || strcmp(entry->name, ".") == 0 || strcmp(entry->name, "..") == 0)
				continue;
			size_t size = strlen(entry->name) + 1;
			if (used + size > length)
				return close_with(fd, -ERANGE);
			memcpy(names + used, entry->name, size);
			used += size;
		}
	}
	close(fd);
	return (int64_t)used;
}

/**
 * v2: waits until cgroup.events contains `line` (`populated 0`). 1: it does, 0: the time (ms) is over
 * or something else changed.
 */
TSR_EXPORT int tsr_cgroup_event(int dir, const char *line, int timeout_ms)
{
	int fd = open_below(dir, "cgroup.events", O_RDONLY);
	if (fd < 0)
		return -errno;
	int result = 0;
	for (int round = 0; round < 2; round++) {
		char text[256];
		// The read arms the poll: what changes after it wakes us.
		ssize_t got = pread(fd, text, sizeof(text) - 1, 0);
		if (got < 0) {
			result = -errno;
			break;
		}
		text[got] = '\0';
		if (strstr(text, line) != NULL) {
			result = 1;
			break;
		}
		struct pollfd changed = {.fd = fd, .events = POLLPRI};
		if (round == 0 && poll(&changed, 1, timeout_ms) < 0 && errno != EINTR) {
			result = -errno;
			break;
		}
	}
	return close_with(fd, result);
}
