// Parts of mount.c that remount.c and mask.c need too.
#ifndef TSRUN_INIT_MOUNT_H
#define TSRUN_INIT_MOUNT_H

#include "helper.h"

// Hands flags (`words`) and key=value options to a file system context. Reports and returns -1.
int configure(
	struct helper *h, int fs, const struct strs *words, const struct strs *options, const char *target);
// Reports a failure of a file system context with the kernel's own words for it.
int fail_with_log(struct helper *h, int fs, enum call call, int error, const char *target);
// longmount.c: mount(2) onto an opened target, for what the descriptor calls do not take. Reports, -1.
int mount_by_name(struct helper *h, const struct op_mount *op, int target);
// copyup.c: copies what lies in `from` into `to`: kinds, modes, owners, times, links, nodes, and
// extended attributes where both sides have them. 0, or -1 with errno.
int copy_tree(struct helper *h, int from, int to);

#endif
