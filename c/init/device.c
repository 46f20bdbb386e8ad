// Device nodes: made exactly as asked for and looked at again, or bound from the host.
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "calls.h"
#include "root.h"

static bool is_device(const struct stat *st, uint32_t mode, dev_t device)
{
	if ((st->st_mode & S_IFMT) != (mode & S_IFMT))
		return false;
	return S_ISFIFO(st->st_mode) || st->st_rdev == device;
}

// Opens what is at a name and checks that it is the device. -1 with EEXIST when it is something else.
static int open_checked(int parent, const char *name, uint32_t mode, dev_t device, struct stat *st)
{
	int fd = openat(parent, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (fstat(fd, st) == 0) {
		if (is_device(st, mode, device))
			return fd;
		errno = EEXIST;
	}
	close_quietly(fd);
	return -1;
}

static int make_checked(struct helper *h, const struct op_mknod *op, int parent, const char *name)
{
	dev_t device = S_ISFIFO(op->mode) ? 0 : makedev(op->major, op->minor);
	// The umask may take permissions away: they are set behind the check.
	bool made = mknodat(parent, name, op->mode, device) == 0;
	if (!made && errno != EEXIST)
		return fail(h, CALL_MKNOD, errno, op->path);
	struct stat st;
	int fd = open_checked(parent, name, op->mode, device, &st);
	if (fd < 0)
		return fail(h, CALL_CHECK_FILE_TYPE, errno, op->path);
	int result = 0;
	// A node that was there is left as it is: it may belong to a volume. chown before chmod, since
	// chown takes set-id bits away.
	bool owned = st.st_uid == op->uid && st.st_gid == op->gid;
	if (made && !owned && set_owner(fd, op->uid, op->gid) < 0)
		result = fail(h, CALL_FCHOWN, errno, op->path);
	else if (made && (!owned || (st.st_mode & 07777u) != (op->mode & 07777u)) &&
		set_mode(h, fd, op->mode & 07777u) < 0)
		result = fail(h, CALL_FCHMOD, errno, op->path);
	close(fd);
	return result;
}

int op_mknod(struct helper *h, const struct op_mknod *op)
{
	const char *name;
	int parent = root_parent(h, op->path, &name);
	if (parent < 0)
		return fail(h, CALL_OPENAT2, errno, op->path);
	return make_checked(h, op, parent, name);
}

// Opens the file to bind over: a new one, or an empty one that an earlier run left. *there says that
// the device itself is at the path.
static int open_place(
	const struct op_bind_device *op, int parent, const char *name, dev_t device, bool *there)
{
	int made = make_file(parent, name, 0644);
	if (made < 0 && errno != EEXIST)
		return -1;
	close_quietly(made);
	struct stat st;
	int fd = openat(parent, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0) {
		*there = is_device(&st, op->mode, device);
		if (*there || (S_ISREG(st.st_mode) && st.st_size == 0))
			return fd;
		errno = EEXIST;
	}
	close_quietly(fd);
	return -1;
}

static int bind_over(struct helper *h, const struct op_bind_device *op, int place, dev_t device)
{
	int tree = sys_open_tree(AT_FDCWD, op->source, 0);
	if (tree < 0)
		return fail(h, CALL_OPEN_TREE, errno, op->source);
	struct stat st;
	int result = 0;
	if (fstat(tree, &st) < 0)
		result = fail(h, CALL_STAT, errno, op->source);
	else if (!is_device(&st, op->mode, device))
		result = fail(h, CALL_CHECK_FILE_TYPE, ENODEV, op->source);
	else if (sys_attach(tree, place) < 0)
		result = fail(h, CALL_MOVE_MOUNT, errno, op->path);
	close(tree);
	return result;
}

int op_bind_device(struct helper *h, const struct op_bind_device *op)
{
	const char *name;
	int parent = root_parent(h, op->path, &name);
	if (parent < 0)
		return fail(h, CALL_OPENAT2, errno, op->path);
	dev_t device = S_ISFIFO(op->mode) ? 0 : makedev(op->major, op->minor);
	bool there = false;
	int place = open_place(op, parent, name, device, &there);
	if (place < 0)
		return fail(h, CALL_CHECK_FILE_TYPE, errno, op->path);
	int result = there ? 0 : bind_over(h, op, place, device);
	close(place);
	return result;
}
