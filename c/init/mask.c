// What the container must not read or write: masks and read-only paths. Runs inside the root.
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "calls.h"
#include "helper.h"
#include "tree.h"

// One empty, read-only file system covers every masked directory: the first mask makes it, later ones
// are copies of its mount, so a container with thirty masks has one superblock more and not thirty.
static int empty_directory = -1;

static int new_empty_directory(struct helper *h, const char *path)
{
	int fs = sys_fsopen("tmpfs");
	if (fs < 0)
		return fail(h, CALL_FSOPEN, errno, "tmpfs");
	int tree = -1;
	if (sys_fsconfig(fs, FSCONFIG_SET_FLAG, "ro", NULL) < 0 ||
		sys_fsconfig(fs, FSCONFIG_SET_STRING, "mode", "555") < 0 ||
		sys_fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL) < 0) {
		fail(h, CALL_FSCONFIG, errno, path);
	} else {
		uint64_t attr = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
		tree = sys_fsmount(fs, attr);
		if (tree < 0)
			fail(h, CALL_FSMOUNT, errno, path);
	}
	close(fs);
	return tree;
}

static int mask_directory(struct helper *h, const char *path, int target)
{
	int tree = empty_directory < 0 ? new_empty_directory(h, path) : sys_open_tree(empty_directory, "", 0);
	if (tree < 0)
		return empty_directory < 0 ? -1 : fail(h, CALL_OPEN_TREE, errno, path);
	int result = sys_attach(tree, target) < 0 ? fail(h, CALL_MOVE_MOUNT, errno, path) : 0;
	if (result == 0 && empty_directory < 0)
		empty_directory = tree;
	else
		close(tree);
	return result;
}

// The null device of the container, by a descriptor that was looked at (CVE-2025-31133: in an image
// /dev/null may be a link to anything). One look serves all masks. -1 after a report.
static int null_device(struct helper *h)
{
	static int null = -1;
	struct stat st;
	if (null >= 0)
		return null;
	int fd = root_open(h, "/dev/null", O_PATH);
	if (fd < 0)
		return fail(h, CALL_OPENAT2, errno, "/dev/null");
	int result = 0;
	if (fstat(fd, &st) < 0)
		result = fail(h, CALL_STAT, errno, "/dev/null");
	else if (RULE(NULL_DEVICE) && (!S_ISCHR(st.st_mode) || st.st_rdev != makedev(1, 3)))
		result = fail(h, CALL_CHECK_FILE_TYPE, ENODEV, "/dev/null");
	if (result < 0)
		close(fd);
	else
		null = fd;
	return null;
}

static int mask_file(struct helper *h, const char *path, int target)
{
	int null = null_device(h);
	if (null < 0)
		return -1;
	int tree = sys_open_tree(null, "", 0);
	if (tree < 0)
		return fail(h, CALL_OPEN_TREE, errno, "/dev/null");
	int result = sys_attach(tree, target) < 0 ? fail(h, CALL_MOVE_MOUNT, errno, path) : 0;
	close(tree);
	return result;
}

// A path that is not there needs no protection; below a masked directory nothing is there any more.
static bool nothing_there(int error)
{
	return error == ENOENT || error == ENOTDIR;
}

int op_path_mask(struct helper *h, const struct op_path_mask *op)
{
	// O_PATH: a FIFO or a device is not opened.
	int target = root_open(h, op->path, O_PATH);
	if (target < 0)
		return nothing_there(errno) ? 0 : fail(h, CALL_OPENAT2, errno, op->path);
	struct stat st;
	int result;
	if (fstat(target, &st) < 0)
		result = fail(h, CALL_STAT, errno, op->path);
	else if (S_ISDIR(st.st_mode))
		result = mask_directory(h, op->path, target);
	else
		result = mask_file(h, op->path, target);
	close(target);
	return result;
}

// The tree is put over itself, since only the root of a mount can be read-only. The copy keeps the
// flags of the mounts that it was taken from; what is mounted below becomes read-only too (before
// Linux 5.12 there is no call for that, only the top does).
int op_path_readonly(struct helper *h, const struct op_path_readonly *op)
{
	int target = root_open(h, op->path, O_PATH);
	if (target < 0)
		return nothing_there(errno) ? 0 : fail(h, CALL_OPENAT2, errno, op->path);
	int result = 0;
	int tree = sys_open_tree(target, "", AT_RECURSIVE);
	if (tree < 0)
		result = fail(h, CALL_OPEN_TREE, errno, op->path);
	else if (!attributes_come_late() && tree_attributes(h, tree, true, MOUNT_ATTR_RDONLY, 0) < 0)
		result = fail(h, CALL_MOUNT_SETATTR, errno, op->path);
	else if (sys_attach(tree, target) < 0)
		result = fail(h, CALL_MOVE_MOUNT, errno, op->path);
	else if (attributes_come_late() && tree_attributes(h, tree, false, MOUNT_ATTR_RDONLY, 0) < 0)
		result = fail(h, CALL_MOUNT, errno, op->path);
	close_quietly(tree);
	close(target);
	return result;
}
