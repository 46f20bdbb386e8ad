// Mounts as descriptors: attributes and propagation of detached and attached trees.
#include "tree.h"

#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "calls.h"
#include "procfs.h"

static int change_mount(int fd, bool recursive, struct k_mount_attr *attr)
{
	unsigned int flags = AT_EMPTY_PATH | (recursive ? (unsigned int)AT_RECURSIVE : 0u);
	return (int)syscall(SYS_mount_setattr, fd, "", flags, attr, sizeof(*attr));
}

bool attributes_come_late(void)
{
	static int answer = -1;
	if (answer < 0)
		answer = syscall(SYS_mount_setattr, -1, "", 0u, NULL, 0u) < 0 && errno == ENOSYS;
	return answer == 1;
}

int mount_on(struct helper *h, const char *source, int target, const char *fstype, unsigned long flags,
	const char *data)
{
	int proc = procfs_root(h);
	int cwd = openat(AT_FDCWD, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (proc < 0 || cwd < 0 || fchdir(proc) < 0) {
		close_quietly(cwd);
		return -1;
	}
	char link[64];
	snprintf(link, sizeof(link), "self/fd/%d", target);
	int result = mount(source, link, fstype, flags, data);
	int error = errno;
	if (fchdir(cwd) < 0 && result == 0) {
		error = errno;
		result = -1;
	}
	close(cwd);
	errno = error;
	return result;
}

// The words of mount(2) for a mount's attributes, and the bits in which statvfs(3) tells them.
static const struct {
	uint64_t attr;
	unsigned long mount_flag;
	unsigned long told;
} legacy[] = {
	{MOUNT_ATTR_RDONLY, MS_RDONLY, 1},
	{MOUNT_ATTR_NOSUID, MS_NOSUID, 2},
	{MOUNT_ATTR_NODEV, MS_NODEV, 4},
	{MOUNT_ATTR_NOEXEC, MS_NOEXEC, 8},
	{MOUNT_ATTR_NOATIME, MS_NOATIME, 1024},
	{MOUNT_ATTR_NODIRATIME, MS_NODIRATIME, 2048},
	{MOUNT_ATTR_NOSYMFOLLOW, MS_NOSYMFOLLOW, 8192},
};

// A remount says all flags anew, so those that are there are read first. Without a word for the access
// time the kernel keeps a strict one.
static int remount_flags(struct helper *h, int fd, uint64_t set, uint64_t clear)
{
	const unsigned long told_relatime = 4096;
	struct statfs fs;
	if (fstatfs(fd, &fs) < 0)
		return -1;
	unsigned long told = (unsigned long)fs.f_flags;
	bool atime = ((set | clear) & MOUNT_ATTR__ATIME) != 0;
	unsigned long flags = 0;
	for (size_t i = 0; i < sizeof(legacy) / sizeof(legacy[0]); i++) {
		bool kept = (told & legacy[i].told) != 0 && (clear & legacy[i].attr) == 0;
		if ((set & legacy[i].attr) != 0 || kept)
			flags |= legacy[i].mount_flag;
	}
	if ((set & MOUNT_ATTR_STRICTATIME) != 0)
		flags |= MS_STRICTATIME;
	else if ((flags & MS_NOATIME) == 0 && (atime || (told & told_relatime) != 0))
		flags |= MS_RELATIME;
	else if ((flags & MS_NOATIME) == 0)
		flags |= MS_STRICTATIME;
	return mount_on(h, NULL, fd, NULL, MS_REMOUNT | MS_BIND | flags, NULL);
}

int tree_attributes(struct helper *h, int fd, bool recursive, uint64_t set, uint64_t clear)
{
	if (set == 0 && clear == 0)
		return 0;
	// The access time words are one number, not bits: the kernel wants it cleared as a whole.
	if (((set | clear) & MOUNT_ATTR__ATIME) != 0)
		clear |= MOUNT_ATTR__ATIME;
	// There is no mount(2) for a whole tree: that stays ENOSYS.
	if (attributes_come_late() && !recursive)
		return remount_flags(h, fd, set, clear);
	struct k_mount_attr attr = {.attr_set = set, .attr_clr = clear};
	return change_mount(fd, recursive, &attr);
}

int tree_propagation(struct helper *h, int fd, uint64_t flags)
{
	if (flags == 0)
		return 0;
	if (attributes_come_late())
		return mount_on(h, NULL, fd, NULL, (unsigned long)flags, NULL);
	struct k_mount_attr attr = {.propagation = flags & ~(uint64_t)MS_REC};
	return change_mount(fd, (flags & MS_REC) != 0, &attr);
}

// The id of the mount that a descriptor is on. statx(2) by number and by offset: the C libraries
// differ in whether they know the field (Linux 5.8).
static bool mount_id(int fd, uint64_t *id)
{
	union {
		uint64_t words[32];
		uint32_t halves[64];
	} buffer;
	memset(&buffer, 0, sizeof(buffer));
	const unsigned int statx_mnt_id = 0x1000u;
	if (syscall(SYS_statx, fd, "", AT_EMPTY_PATH, statx_mnt_id, &buffer) != 0)
		return false;
	if ((buffer.halves[0] & statx_mnt_id) == 0)
		return false;
	*id = buffer.words[0x90 / 8];
	return true;
}

bool same_place(int a, int b)
{
	struct stat left, right;
	uint64_t left_mount, right_mount;
	if (fstat(a, &left) != 0 || fstat(b, &right) != 0)
		return false;
	if (left.st_dev != right.st_dev || left.st_ino != right.st_ino)
		return false;
	if (!mount_id(a, &left_mount) || !mount_id(b, &right_mount))
		return true;
	return left_mount == right_mount;
}

bool is_file_system(int fd, long magic)
{
	struct statfs fs;
	return fstatfs(fd, &fs) == 0 && (unsigned long)fs.f_type == (unsigned long)magic;
}
