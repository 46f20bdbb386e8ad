// Operations for builds that test the helper's core alone: the real ones win when they are linked.
#include <errno.h>

#include "../init/helper.h"

#define STUB(name)                                                                                           \
	__attribute__((weak)) int op_##name(struct helper *h, const struct op_##name *op)                        \
	{                                                                                                        \
		(void)op;                                                                                            \
		return fail(h, CALL_NONE, ENOSYS, #name);                                                            \
	}

STUB(propagate)
STUB(parent_private)
STUB(root)
STUB(mount)
STUB(bind)
STUB(remount)
STUB(mknod)
STUB(bind_device)
STUB(symlink)
STUB(hook)
STUB(pivot_root)
STUB(move_root)
STUB(chroot)
STUB(stdio)
STUB(console)
STUB(sysctl)
STUB(hostname)
STUB(domainname)
STUB(root_readonly)
STUB(root_propagation)
STUB(path_readonly)
STUB(path_mask)

__attribute__((weak)) int procfs_open(struct helper *h, const char *path, int flags)
{
	(void)h, (void)path, (void)flags;
	errno = ENOSYS;
	return -1;
}

__attribute__((weak)) int root_open_or_make(struct helper *h, const char *path, bool directory)
{
	(void)h, (void)path, (void)directory;
	errno = ENOSYS;
	return -1;
}

__attribute__((weak)) void root_forget_parent(void)
{
}

#ifdef __SANITIZE_ADDRESS__
const char *__asan_default_options(void);

// The plan's memory lives until exec; and the search for leaks traces this process from another one,
// which cannot work between namespaces.
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}
#endif
