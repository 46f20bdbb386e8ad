// --no-pivot: the root is moved over "/". The host's mounts stay below it, so those that a process
// could use against the host, procfs and sysfs, go first.
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

#include "calls.h"
#include "helper.h"
#include "tree.h"

// A whole file of procfs, which tells no size. NULL with errno.
static char *read_all(int fd)
{
	size_t size = 0, room = 16384;
	char *text = malloc(room);
	while (text != NULL) {
		ssize_t got = read(fd, text + size, room - size - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			text[size] = '\0';
			if (got == 0)
				return text;
			break;
		}
		size += (size_t)got;
		if (room - size < 4096) {
			char *grown = realloc(text, room *= 2);
			if (grown == NULL)
				break;
			text = grown;
		}
	}
	int error = errno;
	free(text);
	errno = error;
	return NULL;
}

// mountinfo writes blank, tab, newline and backslash as three octal digits.
static void unescape(char *text)
{
	char *out = text;
	for (const char *in = text; *in != '\0'; in++) {
		if (in[0] == '\\' && in[1] >= '0' && in[1] <= '3' && in[2] >= '0' && in[2] <= '7' && in[3] >= '0' &&
			in[3] <= '7') {
			*out++ = (char)(unsigned char)((in[1] - '0') * 64 + (in[2] - '0') * 8 + (in[3] - '0'));
			in += 3;
		} else {
			*out++ = *in;
		}
	}
	*out = '\0';
}

// The mount point of a mountinfo line when it is a procfs or a sysfs, else NULL. Cuts the line.
static char *dangerous_mount(char *line)
{
	char *behind = strstr(line, " - ");
	if (behind == NULL)
		return NULL;
	char *type = behind + 3;
	if (strncmp(type, "proc ", 5) != 0 && strncmp(type, "sysfs ", 6) != 0)
		return NULL;
	char *field = line;
	for (int i = 0; i < 4; i++) {
		field = strchr(field, ' ');
		if (field == NULL)
			return NULL;
		field++;
	}
	char *end = strchr(field, ' ');
	if (end == NULL)
		return NULL;
	*end = '\0';
	unescape(field);
	return field;
}

static bool is_below(const char *path, const char *root)
{
	size_t length = strlen(root);
	return strncmp(path, root, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

// Unmounts it, or covers it where the kernel holds on to it (a user namespace's inherited mounts).
static int hide(struct helper *h, const char *point)
{
	int fd = openat(AT_FDCWD, point, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP))
		return 0; // it went with a mount above it
	if (fd < 0)
		return fail(h, CALL_OPEN, errno, point);
	int result = 0;
	if (tree_propagation(h, fd, MS_SLAVE | MS_REC) < 0 && errno != EINVAL)
		result = fail(h, CALL_MOUNT_SETATTR, errno, point);
	close(fd);
	if (result < 0 || umount2(point, MNT_DETACH | UMOUNT_NOFOLLOW) == 0)
		return result;
	if (errno != EPERM && errno != EINVAL)
		return fail(h, CALL_UMOUNT2, errno, point);
	if (mount("tmpfs", point, "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
		return fail(h, CALL_MOUNT, errno, point);
	return 0;
}

static int hide_all(struct helper *h, char *mounts, const char *root)
{
	char *rest = mounts;
	char *line;
	while ((line = strsep(&rest, "\n")) != NULL) {
		const char *point = dangerous_mount(line);
		if (point != NULL && !is_below(point, root) && hide(h, point) < 0)
			return -1;
	}
	return 0;
}

// The path that the kernel has for the root: mounts below it are the container's own.
static char *root_path(struct helper *h)
{
	char *path = NULL;
	int back = openat(AT_FDCWD, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (back >= 0 && fchdir(h->root) == 0) {
		path = getcwd(NULL, 0);
		int error = errno;
		if (fchdir(back) < 0) {
			error = errno;
			free(path);
			path = NULL;
		}
		errno = error;
	}
	close_quietly(back);
	return path;
}

int op_move_root(struct helper *h, const struct op_move_root *op)
{
	(void)op;
	int fd = procfs_open(h, "self/mountinfo", O_RDONLY);
	char *mounts = fd < 0 ? NULL : read_all(fd);
	int error = errno;
	close_quietly(fd);
	if (mounts == NULL)
		return fail(h, CALL_READ, error, "mountinfo");
	char *root = root_path(h);
	int result =
		root == NULL ? fail(h, CALL_GETCWD, errno, "the container's root") : hide_all(h, mounts, root);
	free(root);
	free(mounts);
	if (result < 0)
		return -1;
	int top = openat(AT_FDCWD, "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (top < 0)
		return fail(h, CALL_OPEN, errno, "/");
	// Afterwards "." still is the moved root; "/" is not, until chroot makes it so.
	if (fchdir(h->root) < 0)
		result = fail(h, CALL_CHDIR, errno, "the container's root");
	else if (sys_attach(h->root, top) < 0)
		result = fail(h, CALL_MOVE_MOUNT, errno, "/");
	close(top);
	static const struct op_chroot none;
	return result < 0 ? -1 : op_chroot(h, &none);
}
