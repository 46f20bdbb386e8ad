// Mounts as descriptors: attributes, propagation, attaching, and the checks of what is where.
#ifndef TSRUN_INIT_TREE_H
#define TSRUN_INIT_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "helper.h"

// Sets and clears MOUNT_ATTR_* of the mount whose root `fd` is, and of all below it when recursive.
// 0, or -1 with errno.
int tree_attributes(struct helper *h, int fd, bool recursive, uint64_t set, uint64_t clear);
// Changes propagation: one MS_SHARED, MS_SLAVE, MS_PRIVATE or MS_UNBINDABLE, with MS_REC for all
// below. 0 changes nothing. 0, or -1 with errno.
int tree_propagation(struct helper *h, int fd, uint64_t flags);
// Whether attributes can be changed only once the tree is attached (before Linux 5.12).
bool attributes_come_late(void);
// mount(2) onto what `target` refers to, which is named by its link in our own procfs, from inside of
// it: neither /proc nor the target is resolved by name. 0, or -1 with errno.
int mount_on(struct helper *h, const char *source, int target, const char *fstype, unsigned long flags,
	const char *data);
// Whether two descriptors are the same file on the same mount.
bool same_place(int a, int b);
// Whether the descriptor lies on a file system of this magic.
bool is_file_system(int fd, long magic);

#endif
