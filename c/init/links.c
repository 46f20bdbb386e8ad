// Symbolic links inside the root, made in an opened directory (CVE-2026-41579).
#include "calls.h"
#include "root.h"

#define REPLACE_TRIES 16

static int make_link(struct helper *h, const struct op_symlink *op, int parent, const char *name)
{
	for (int i = 0; i < REPLACE_TRIES; i++) {
		if (symlinkat(op->text, parent, name) == 0)
			return 0;
		if (errno != EEXIST)
			return fail(h, CALL_SYMLINK, errno, op->path);
		if (op->replace == 0)
			return 0;
		// unlinkat never follows a link; a directory is not ours to remove.
		if (unlinkat(parent, name, 0) < 0 && errno != ENOENT)
			return fail(h, CALL_UNLINK, errno, op->path);
	}
	return fail(h, CALL_SYMLINK, EEXIST, op->path);
}

int op_symlink(struct helper *h, const struct op_symlink *op)
{
	const char *name;
	int parent = root_parent(h, op->path, &name);
	if (parent < 0)
		return fail(h, CALL_OPENAT2, errno, op->path);
	return make_link(h, op, parent, name);
}
