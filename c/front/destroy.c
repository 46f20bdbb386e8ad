#include "destroy.h"

#include "../common/kernel.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <time.h>

#define CGROUP_V1_MAGIC 0x27e0eb
#define CGROUP_V2_MAGIC 0x63677270
#define KILL_WAIT_MS 2000

// In the order of removal: without the card no shortcut looks at the rest, and delete of the engine
// works from the state and, without it, from the journal.
static const char *const FILES[] = {
	"front", "gate", "status", "config.json", "exec.json", "state.json", "journal"};
#define FILE_COUNT (sizeof FILES / sizeof FILES[0])

// The layout of the kernel's answer; the C library's own type differs between libraries.
struct entry {
	uint64_t inode;
	int64_t offset;
	uint16_t length;
	uint8_t type;
	char name[];
};

static bool is_known(const char *name)
{
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return true;
	for (size_t i = 0; i < FILE_COUNT; i++)
		if (strcmp(name, FILES[i]) == 0)
			return true;
	return false;
}

bool destroy_knows_files(const struct container *container)
{
	_Alignas(struct entry) char buffer[4096];
	for (;;) {
		long length = syscall(SYS_getdents64, container->dir, buffer, sizeof buffer);
		if (length <= 0)
			return length == 0;
		for (long at = 0; at < length;) {
			const struct entry *entry = (const void *)(buffer + at);
			at += entry->length;
			if (!is_known(entry->name))
				return false;
		}
	}
}

// Opens a directory of cgroupfs by its absolute path through no link: -1 with errno.
static int open_cgroup(const char *path)
{
	struct k_open_how how = {
		.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC,
		.mode = 0,
		.resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
	};
	struct statfs fs;
	int fd = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
	if (fd < 0)
		return -1;
	if (fstatfs(fd, &fs) == 0 &&
		((unsigned long)fs.f_type == CGROUP_V1_MAGIC || (unsigned long)fs.f_type == CGROUP_V2_MAGIC))
		return fd;
	close(fd);
	errno = EXDEV;
	return -1;
}

static bool is_empty(int cgroup)
{
	struct stat stat;
	char byte;
	// cgroupfs counts the children of a directory in its links.
	if (fstat(cgroup, &stat) < 0 || stat.st_nlink != 2)
		return false;
	int fd = openat(cgroup, "cgroup.procs", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t got = read(fd, &byte, 1);
	close(fd);
	return got == 0;
}

bool destroy_finds_empty(const struct card *card)
{
	for (uint32_t i = 0; i < card->cgroup_count; i++) {
		int fd = open_cgroup(card->cgroups[i]);
		if (fd < 0 && errno == ENOENT)
			continue;
		bool empty = fd >= 0 && is_empty(fd);
		if (fd >= 0)
			close(fd);
		if (!empty)
			return false;
	}
	return true;
}

// Whether tsrun made a directory as the parent of a container's cgroup: 1, 0, or -1 for an error.
static int is_marked(int cgroup)
{
	static const char *const marks[] = {"user.tsrun", "trusted.tsrun"};
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		char value[2];
		ssize_t length = fgetxattr(cgroup, marks[i], value, sizeof value);
		if (length == 1)
			return 1;
		if (length < 0 && errno != ENODATA && errno != EOPNOTSUPP && errno != EPERM)
			return -1;
	}
	return 0;
}

static bool remove_child(int parent, const char *name)
{
	// The kernel may let go of a cgroup a moment after its last process has ended.
	static const long waits_ns[] = {200000, 1000000, 2000000};
	for (size_t i = 0;; i++) {
		if (unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT)
			return true;
		if (errno != EBUSY || i == sizeof waits_ns / sizeof waits_ns[0])
			return false;
		struct timespec wait = {.tv_sec = 0, .tv_nsec = waits_ns[i]};
		nanosleep(&wait, NULL);
	}
}

// Removes a cgroup, then goes up while the parent is one that tsrun made and nobody uses.
static bool remove_cgroup(const char *path)
{
	char place[PATH_MAX];
	size_t length = strlen(path);
	if (length >= sizeof place)
		return false;
	memcpy(place, path, length + 1);
	char *slash;
	int parent;
	bool climbed = false;
	// A delete that was cut off may have removed parents already, but not all.
	do {
		slash = strrchr(place, '/');
		if (slash == NULL || slash == place)
			return false;
		*slash = '\0';
		parent = open_cgroup(place);
		if (parent < 0 && errno != ENOENT)
			// Above the hierarchies, when this one is not mounted any more.
			return errno == EXDEV && climbed;
		climbed = true;
	} while (parent < 0);
	bool removed = remove_child(parent, slash + 1);
	int marked = 0;
	while (removed && (marked = is_marked(parent)) > 0) {
		slash = strrchr(place, '/');
		if (slash == NULL || slash == place)
			break;
		*slash = '\0';
		int above = open_cgroup(place);
		if (above < 0) {
			removed = errno == ENOENT;
			break;
		}
		close(parent);
		parent = above;
		// EBUSY: in use by another container; its last one removes it.
		if (unlinkat(parent, slash + 1, AT_REMOVEDIR) < 0) {
			removed = errno == EBUSY || errno == ENOTEMPTY || errno == ENOENT;
			break;
		}
	}
	close(parent);
	return removed && marked >= 0;
}

static bool remove_directory(const struct container *container, const char *id)
{
	for (size_t i = 0; i < FILE_COUNT; i++)
		if (unlinkat(container->dir, FILES[i], 0) < 0 && errno != ENOENT)
			return false;
	return unlinkat(container->root, id, AT_REMOVEDIR) == 0 || errno == ENOENT;
}

bool destroy(const struct container *container, const char *id)
{
	const struct card *card = &container->card;
	int killed = container_signal(card, 9, KILL_WAIT_MS);
	if (killed != 0 && killed != -ESRCH)
		return false;
	// All of them, whatever becomes of one.
	bool removed = true;
	for (uint32_t i = 0; i < card->cgroup_count; i++)
		removed = remove_cgroup(card->cgroups[i]) && removed;
	return removed && remove_directory(container, id);
}
