// The helper's last step: it becomes the program.
#include <errno.h>
#include <unistd.h>

#include "../common/kernel.h"
#include "core.h"

// A filter may be in force: write and execve only. Every descriptor that is not the container's was
// close-on-exec from the moment it was opened.
int op_exec(struct helper *h, const struct op_exec *op)
{
	if (h->program == NULL || op->args.count == 0)
		return fail(h, CALL_PROTOCOL, EINVAL, NULL);
	if (report(h, REPORT_BEFORE, 0, -1) != 0)
		return -1;
	if (h->status >= 0 && write_all(h->status, "X", 1) != 0)
		return fail(h, CALL_WRITE, errno, "status");
	(void)syscall(SYS_execve, h->program, op->args.items, h->env);
	return fail(h, CALL_EXECVE, errno, h->program);
}
