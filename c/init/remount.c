// Changes to mounts that are there: attributes of the mount, options of its file system.
#include "calls.h"
#include "mount.h"
#include "root.h"
#include "tree.h"

static int reconfigure(struct helper *h, const struct op_remount *op, int target)
{
	int fs = sys_fspick(target);
	if (fs < 0)
		return fail(h, CALL_FSPICK, errno, op->target);
	int result = configure(h, fs, &op->words, &op->options, op->target);
	if (result == 0 && sys_fsconfig(fs, FSCONFIG_CMD_RECONFIGURE, NULL, NULL) < 0)
		result = fail_with_log(h, fs, CALL_FSCONFIG, errno, op->target);
	close(fs);
	return result;
}

int op_remount(struct helper *h, const struct op_remount *op)
{
	int target = root_open(h, op->target, O_PATH);
	if (target < 0)
		return fail(h, CALL_OPENAT2, errno, op->target);
	int result = 0;
	if (op->bind == 0 && (op->words.count > 0 || op->options.count > 0))
		result = reconfigure(h, op, target);
	if (result == 0 && tree_attributes(h, target, false, op->set, op->clear) < 0)
		result = fail(h, CALL_MOUNT_SETATTR, errno, op->target);
	close(target);
	return result;
}

int op_root_readonly(struct helper *h, const struct op_root_readonly *op)
{
	(void)op;
	if (tree_attributes(h, h->root, false, MOUNT_ATTR_RDONLY, 0) < 0)
		return fail(h, CALL_MOUNT_SETATTR, errno, "/");
	return 0;
}

int op_root_propagation(struct helper *h, const struct op_root_propagation *op)
{
	if (tree_propagation(h, h->root, op->flags) < 0)
		return fail(h, CALL_MOUNT_SETATTR, errno, "/");
	return 0;
}
