// What the process is, short of its user and its program: scheduling, execution domain, umask,
// descriptors, labels.
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../common/kernel.h"
#include "core.h"

int op_scheduler(struct helper *h, const struct op_scheduler *op)
{
	struct k_sched_attr attr = {
		.size = sizeof attr,
		.policy = op->policy,
		.flags = op->flags,
		.nice = (int32_t)op->nice,
		.priority = op->priority,
		.runtime = op->runtime,
		.deadline = op->deadline,
		.period = op->period,
	};
	if (syscall(SYS_sched_setattr, 0, &attr, 0) != 0)
		return fail(h, CALL_SCHED_SETATTR, errno, NULL);
	return 0;
}

int op_ioprio(struct helper *h, const struct op_ioprio *op)
{
	if (syscall(SYS_ioprio_set, K_IOPRIO_WHO_PROCESS, 0, op->value) != 0)
		return fail(h, CALL_IOPRIO_SET, errno, NULL);
	return 0;
}

int op_personality(struct helper *h, const struct op_personality *op)
{
	if (personality(op->persona) < 0)
		return fail(h, CALL_PERSONALITY, errno, NULL);
	return 0;
}

int op_umask(struct helper *h, const struct op_umask *op)
{
	(void)h;
	(void)umask((mode_t)op->mode);
	return 0;
}

// What the caller handed on stays open, the gaps between stay closed.
int op_close_fds(struct helper *h, const struct op_close_fds *op)
{
	if (cloexec_from(3 + op->preserve) != 0)
		return fail(h, CALL_CLOSE_RANGE, errno, NULL);
	for (uint32_t i = 0; i < op->preserve; i++)
		if ((h->preserved[i / 64] >> (i % 64) & 1) != 0 && fcntl(3 + (int)i, F_SETFD, 0) != 0)
			return fail(h, CALL_CLOSE_RANGE, errno, NULL);
	return 0;
}

static int open_label(struct helper *h, bool apparmor)
{
	if (apparmor) {
		// The common file belongs to whichever module comes first when several are stacked.
		int fd = procfs_open(h, "self/attr/apparmor/exec", O_WRONLY);
		if (fd >= 0 || errno != ENOENT)
			return fd;
	}
	return procfs_open(h, "self/attr/exec", O_WRONLY);
}

// One write: the module takes what arrives in it as the whole label.
static int write_label(int fd, const char *prefix, const char *label)
{
	char text[4096];
	size_t before = strlen(prefix), length = strlen(label);
	if (before + length > sizeof text) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(text, prefix, before);
	memcpy(text + before, label, length);
	return write_all(fd, text, before + length);
}

int op_exec_label(struct helper *h, const struct op_exec_label *op)
{
	bool apparmor = strcmp(op->kind, "apparmor") == 0;
	struct caps before;
	// The first use of the private procfs mounts it, which a user other than root could not.
	if (caps_raise(&before) != 0)
		return fail(h, CALL_CAPSET, errno, NULL);
	int fd = open_label(h, apparmor);
	int error = errno;
	if (before.effective != before.permitted && caps_set(&before) != 0)
		return fail(h, CALL_CAPSET, errno, NULL);
	if (fd < 0)
		return fail(h, CALL_OPEN, error, "self/attr/exec");
	int result = write_label(fd, apparmor ? "exec " : "", op->label);
	error = errno;
	close(fd);
	if (result != 0)
		return fail(h, CALL_WRITE, error, op->label);
	return 0;
}

int op_own_rlimit(struct helper *h, const struct op_own_rlimit *op)
{
	struct rlimit limit = {op->soft, op->hard};
	if (setrlimit((int)op->resource, &limit) != 0)
		return fail(h, CALL_SETRLIMIT, errno, NULL);
	return 0;
}

int op_no_new_privileges(struct helper *h, const struct op_no_new_privileges *op)
{
	(void)op;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return fail(h, CALL_PRCTL, errno, "PR_SET_NO_NEW_PRIVS");
	return 0;
}
