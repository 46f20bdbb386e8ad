// Everything that is read from or written to procfs goes through an instance of our own, so that a
// mount over /proc cannot redirect it (CVE-2019-16884, CVE-2025-52881).
#include "procfs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "calls.h"
#include "tree.h"

static bool is_procfs_root(int fd)
{
	struct stat st;
	return is_file_system(fd, PROC_SUPER_MAGIC) && fstat(fd, &st) == 0 && st.st_ino == PROC_ROOT_INODE;
}

// A new instance of the pid namespace that we are in. A user namespace may have one only while it
// sees another that is not covered (EPERM otherwise).
static int fresh_procfs(void)
{
	int fs = sys_fsopen("proc");
	if (fs < 0)
		return -1;
	int fd = sys_fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL) == 0
		? sys_fsmount(fs, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC)
		: -1;
	close_quietly(fs);
	return fd;
}

// The /proc that is there: its own mount without what lies over its files, else itself; then it is
// RESOLVE_NO_XDEV at each opening that finds an overmount.
static int present_procfs(struct helper *h)
{
	int at = h->entered ? root_open_strict(h, "/proc", O_PATH | O_DIRECTORY)
						: openat(AT_FDCWD, "/proc", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (at < 0)
		return -1;
	if (!is_procfs_root(at)) {
		close(at);
		errno = ENOTTY;
		return -1;
	}
	int clone = sys_open_tree(at, "", 0);
	if (clone < 0)
		return at;
	close(at);
	return clone;
}

int procfs_root(struct helper *h)
{
	if (h->proc >= 0)
		return h->proc;
	if (!RULE(OWN_PROCFS))
		return h->proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int fd = fresh_procfs();
	if (fd < 0)
		fd = present_procfs(h);
	if (fd < 0)
		return -1;
	if (!is_procfs_root(fd)) {
		close(fd);
		errno = ENOTTY;
		return -1;
	}
	h->proc = fd;
	return fd;
}

// "self" is the one link that we follow, by hand: its text is the number that this instance gives us,
// which differs from getpid() when the instance belongs to another pid namespace. The helper has one
// thread, so the process' files are the thread's.
static char *without_self(int proc, const char *path)
{
	const char *rest = path;
	if (strncmp(path, "self/", 5) == 0)
		rest = path + 5;
	else if (strncmp(path, "thread-self/", 12) == 0)
		rest = path + 12;
	if (rest == path)
		return strdup(path);
	char number[24];
	ssize_t length = readlinkat(proc, "self", number, sizeof(number) - 1);
	if (length < 0)
		return NULL;
	number[length] = '\0';
	if (length == 0 || strspn(number, "0123456789") != (size_t)length) {
		errno = EINVAL;
		return NULL;
	}
	size_t size = (size_t)length + strlen(rest) + 2;
	char *out = malloc(size);
	if (out != NULL)
		snprintf(out, size, "%s/%s", number, rest);
	return out;
}

int procfs_open(struct helper *h, const char *path, int flags)
{
	int proc = procfs_root(h);
	if (proc < 0)
		return -1;
	char *real = without_self(proc, path);
	if (real == NULL)
		return -1;
	unsigned int resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
	int fd = sys_openat2(proc, real, flags | O_NOCTTY, RULE(OWN_PROCFS) ? resolve : 0);
	int error = errno;
	free(real);
	errno = error;
	if (fd >= 0 && RULE(OWN_PROCFS) && !is_file_system(fd, PROC_SUPER_MAGIC)) {
		close(fd);
		errno = EXDEV;
		return -1;
	}
	return fd;
}
