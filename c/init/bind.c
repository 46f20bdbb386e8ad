// Bind mounts: a detached copy of a tree gets its attributes and is then attached in one move.
#include <stdio.h>
#include <sys/stat.h>

#include "calls.h"
#include "root.h"
#include "tree.h"

// The tree to attach: the one that the engine made on the host, or a copy of a host path.
static int open_source(struct helper *h, const struct op_bind *op)
{
	if (op->slot != SLOT_NONE) {
		if (op->slot >= h->slot_count || h->slots[op->slot] < 0)
			return fail(h, CALL_PROTOCOL, EBADF, op->source);
		int tree = h->slots[op->slot];
		h->slots[op->slot] = -1;
		return tree;
	}
	int tree = sys_open_tree(AT_FDCWD, op->source, op->recursive != 0 ? (unsigned int)AT_RECURSIVE : 0u);
	return tree < 0 ? fail(h, CALL_OPEN_TREE, errno, op->source) : tree;
}

static int fail_attributes(struct helper *h, int error, uint64_t clear, const char *target)
{
	char text[REPORT_TEXT];
	// In a user namespace the flags of a mount that came from outside are locked.
	const char *hint =
		error == EPERM && clear != 0 ? " (the source has it locked for this user namespace)" : "";
	snprintf(text, sizeof(text), "%.400s%s", target, hint);
	return fail(h, CALL_MOUNT_SETATTR, error, text);
}

static int change(
	struct helper *h, const struct op_bind *op, int tree, bool recursive, uint64_t set, uint64_t clear)
{
	if (tree_attributes(h, tree, recursive, set, clear) == 0)
		return 0;
	int error = errno;
	// Engines always say rw: what the host has read-only stays so, and that is no failure.
	uint64_t rest = clear & ~(uint64_t)MOUNT_ATTR_RDONLY;
	if (error == EPERM && rest != clear && tree_attributes(h, tree, recursive, set, rest) == 0)
		return warn_step(h, CALL_MOUNT_SETATTR, EPERM, "it stays read-only, as the host has it");
	return fail_attributes(h, error, clear, op->target);
}

static int prepare(struct helper *h, const struct op_bind *op, int tree)
{
	if (change(h, op, tree, false, op->set, op->clear) < 0)
		return -1;
	return change(h, op, tree, true, op->rset, op->rclear);
}

// Propagation comes last: a tree that was made unbindable could not be attached, and one that was
// made shared would hand what follows to its peers.
static int attach(struct helper *h, const struct op_bind *op, int tree)
{
	struct stat st;
	if (fstat(tree, &st) < 0)
		return fail(h, CALL_STAT, errno, op->source);
	int target = open_target(h, op->target, S_ISDIR(st.st_mode), false, NULL);
	if (target < 0)
		return -1;
	int result = 0;
	if (sys_attach(tree, target) < 0)
		result = fail(h, CALL_MOVE_MOUNT, errno, op->target);
	else if (attributes_come_late() && prepare(h, op, tree) < 0)
		result = -1;
	else if (tree_propagation(h, tree, op->propagation) < 0)
		result = fail(h, CALL_MOUNT_SETATTR, errno, op->target);
	close(target);
	return result;
}

int op_bind(struct helper *h, const struct op_bind *op)
{
	int tree = open_source(h, op);
	if (tree < 0)
		return -1;
	int result = attributes_come_late() ? 0 : prepare(h, op, tree);
	if (result == 0)
		result = attach(h, op, tree);
	close(tree);
	return result;
}
