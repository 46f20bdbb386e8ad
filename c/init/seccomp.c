// Loads the system call filter.
#include <errno.h>

#include "../common/kernel.h"
#include "core.h"

// Without no_new_privs a filter needs CAP_SYS_ADMIN, which a change of user has made ineffective.
// `capabilities`, a later step, sets what stays.
static int make_allowed(struct helper *h)
{
	struct caps before;
	int no_new_privs = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
	if (no_new_privs < 0)
		return fail(h, CALL_PRCTL, errno, "PR_GET_NO_NEW_PRIVS");
	if (no_new_privs == 1)
		return 0;
	if (caps_raise(&before) != 0 || caps_remember() != 0)
		return fail(h, CALL_CAPSET, errno, NULL);
	return 0;
}

int op_seccomp(struct helper *h, const struct op_seccomp *op)
{
	uint32_t count = op->filter.length / (uint32_t)sizeof(struct k_sock_filter);
	if (op->filter.length % sizeof(struct k_sock_filter) != 0 || count == 0 || count > K_BPF_MAXINSNS)
		return fail(h, CALL_PROTOCOL, EINVAL, "filter");
	if (make_allowed(h) != 0)
		return -1;
	struct k_sock_fprog program = {(uint16_t)count, op->filter.data};
	// Between the load and the next report the filter may kill.
	if (report(h, REPORT_BEFORE, 0, -1) != 0)
		return -1;
	long result = syscall(SYS_seccomp, K_SECCOMP_SET_MODE_FILTER, op->flags, &program);
	if (result < 0 && errno == ENOSYS && op->flags == 0)
		result = prctl(PR_SET_SECCOMP, K_SECCOMP_MODE_FILTER, &program, 0, 0);
	if (result < 0)
		return fail(h, CALL_SECCOMP, errno, NULL);
	// sendmsg may be among what the filter notifies: the engine takes the descriptor itself.
	if ((op->flags & K_SECCOMP_FILTER_FLAG_NEW_LISTENER) != 0)
		return report(h, REPORT_LISTENER, result, -1);
	return 0;
}
