// From the host's root to the container's: propagation, the root's own mount, pivot_root and its kin.
#include <sys/mount.h>

#include "calls.h"
#include "helper.h"
#include "tree.h"

int op_propagate(struct helper *h, const struct op_propagate *op)
{
	int fd = openat(AT_FDCWD, op->path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return fail(h, CALL_OPEN, errno, op->path);
	int result = tree_propagation(h, fd, op->flags) < 0 ? fail(h, CALL_MOUNT_SETATTR, errno, op->path) : 0;
	close(fd);
	return result;
}

// Only the root of a mount has a propagation (EINVAL elsewhere), so the first directory upwards that
// takes it is the one that the path lies on.
int op_parent_private(struct helper *h, const struct op_parent_private *op)
{
	int fd = openat(AT_FDCWD, op->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	while (fd >= 0) {
		if (tree_propagation(h, fd, MS_PRIVATE) == 0) {
			close(fd);
			return 0;
		}
		if (errno != EINVAL)
			break;
		int up = openat(fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (up >= 0 && same_place(up, fd)) {
			close(up);
			errno = EINVAL;
			break;
		}
		close_quietly(fd);
		fd = up;
	}
	int error = errno;
	close_quietly(fd);
	return fail(h, fd < 0 ? CALL_OPEN : CALL_MOUNT_SETATTR, error, op->path);
}

int op_root(struct helper *h, const struct op_root *op)
{
	int fd = openat(AT_FDCWD, op->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return fail(h, CALL_OPEN, errno, op->path);
	if (op->bind != 0) {
		int tree = sys_open_tree(fd, "", AT_RECURSIVE);
		if (tree < 0) {
			fail(h, CALL_OPEN_TREE, errno, op->path);
			close(fd);
			return -1;
		}
		int attached = sys_attach(tree, fd);
		int error = errno;
		close(fd);
		fd = tree;
		if (attached < 0) {
			close(fd);
			return fail(h, CALL_MOVE_MOUNT, error, op->path);
		}
	}
	close_quietly(h->root);
	h->root = fd;
	return 0;
}

// The old descriptor may name a mount below the one that is "/" now: opened afresh.
static int entered(struct helper *h)
{
	if (chdir("/") < 0)
		return fail(h, CALL_CHDIR, errno, "/");
	int fd = openat(AT_FDCWD, "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return fail(h, CALL_OPEN, errno, "/");
	close_quietly(h->root);
	h->root = fd;
	h->entered = true;
	return 0;
}

int op_pivot_root(struct helper *h, const struct op_pivot_root *op)
{
	(void)op;
	int old = openat(AT_FDCWD, "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (old < 0)
		return fail(h, CALL_OPEN, errno, "/");
	int result = 0;
	// With "." twice the old root lands on top of the new one and no directory for it is needed.
	if (fchdir(h->root) < 0)
		result = fail(h, CALL_CHDIR, errno, "the container's root");
	else if (syscall(SYS_pivot_root, ".", ".") < 0)
		result = fail(h, CALL_PIVOT_ROOT, errno, NULL);
	else if (fchdir(old) < 0)
		result = fail(h, CALL_CHDIR, errno, "the old root");
	// Slave first: the unmount must not travel to the host.
	else if (tree_propagation(h, old, MS_SLAVE | MS_REC) < 0)
		result = fail(h, CALL_MOUNT_SETATTR, errno, "the old root");
	else if (umount2(".", MNT_DETACH) < 0)
		result = fail(h, CALL_UMOUNT2, errno, "the old root");
	close(old);
	return result < 0 ? -1 : entered(h);
}

int op_chroot(struct helper *h, const struct op_chroot *op)
{
	(void)op;
	if (fchdir(h->root) < 0)
		return fail(h, CALL_CHDIR, errno, "the container's root");
	if (chroot(".") < 0)
		return fail(h, CALL_CHROOT, errno, NULL);
	return entered(h);
}
