// Stage 0: joins namespaces and makes the new ones with init in them.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "../common/kernel.h"
#include "core.h"

static int open_host_proc(struct helper *h)
{
	struct statfs fs;
	h->host_proc = openat(AT_FDCWD, "/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (h->host_proc < 0)
		return fail(h, CALL_OPEN, errno, "/proc");
	if (fstatfs(h->host_proc, &fs) != 0)
		return fail(h, CALL_STATFS, errno, "/proc");
	if (fs.f_type != PROC_SUPER_MAGIC)
		return fail(h, CALL_CHECK_FILE_SYSTEM, EINVAL, "/proc");
	return 0;
}

// Entering a mount namespace changes what every later path means, so all are opened first.
int stage0_open(struct helper *h)
{
	for (uint32_t i = 0; i < h->plan.count; i++) {
		const struct record *record = &h->plan.records[i];
		h->step = record->step;
		switch (record->opcode) {
		case OP_TIME_NAMESPACE:
		case OP_IDMAP:
		case OP_OOM_SCORE:
			if (h->host_proc < 0 && open_host_proc(h) != 0)
				return -1;
			break;
		case OP_JOIN: {
			const struct op_join *op = record->op;
			if (h->join_count == MAX_JOINS)
				return fail(h, CALL_PROTOCOL, E2BIG, NULL);
			int fd = openat(AT_FDCWD, op->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
			if (fd < 0)
				return fail(h, CALL_OPEN, errno, op->path);
			h->joins[h->join_count++] = fd;
			break;
		}
		default:
			break;
		}
	}
	return 0;
}

int op_join(struct helper *h, const struct op_join *op)
{
	int fd = h->joins[h->join_next++];
	// Without a type any namespace would do, also a wrong one.
	if (op->type == 0 || op->type > INT32_MAX)
		return fail(h, CALL_PROTOCOL, EINVAL, op->path);
	if (set_dumpable(h, false) != 0)
		return -1;
	if (setns(fd, (int)op->type) == 0) {
		close(fd);
		return 0;
	}
	if (errno != EPERM || op->later == 0)
		return fail(h, CALL_SETNS, errno, op->path);
	h->later[h->later_count] = fd;
	h->later_type[h->later_count] = op->type;
	h->later_path[h->later_count++] = op->path;
	return 0;
}

int op_drop_groups(struct helper *h, const struct op_drop_groups *op)
{
	(void)op;
	return k_setgroups(0, NULL) != 0 ? fail(h, CALL_SETGROUPS, errno, NULL) : 0;
}

int op_join_rest(struct helper *h, const struct op_join_rest *op)
{
	(void)op;
	for (uint32_t i = 0; i < h->later_count; i++) {
		if (setns(h->later[i], (int)h->later_type[i]) != 0)
			return fail(h, CALL_SETNS, errno, h->later_path[i]);
		close(h->later[i]);
	}
	h->later_count = 0;
	return 0;
}

int op_join_process(struct helper *h, const struct op_join_process *op)
{
	int pidfd = h->slots[op->pidfd];
	if (op->flags == 0 || op->flags > INT32_MAX)
		return fail(h, CALL_PROTOCOL, EINVAL, NULL);
	if (set_dumpable(h, false) != 0)
		return -1;
	if (setns(pidfd, (int)op->flags) != 0)
		return fail(h, CALL_SETNS, errno, NULL);
	close(pidfd);
	if ((op->flags & CLONE_NEWNS) == 0)
		return 0;
	// setns made the namespace's root ours; the container's is where its init has it.
	if (op->root != SLOT_NONE) {
		int root = h->slots[op->root];
		if (fchdir(root) != 0)
			return fail(h, CALL_CHDIR, errno, "the container's root");
		if (chroot(".") != 0)
			return fail(h, CALL_CHROOT, errno, "the container's root");
		close(root);
	}
	h->root = openat(AT_FDCWD, "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (h->root < 0)
		return fail(h, CALL_OPEN, errno, "/");
	h->entered = true;
	return 0;
}

int op_time_namespace(struct helper *h, const struct op_time_namespace *op)
{
	if (unshare(CLONE_NEWTIME) != 0)
		return fail(h, CALL_UNSHARE, errno, NULL);
	// The offsets are fixed as soon as a process is in it: init, by the clone.
	if (op->offsets != NULL && write_file_at(h->host_proc, "self/timens_offsets", op->offsets) != 0)
		return fail(h, CALL_WRITE, errno, "/proc/self/timens_offsets");
	return 0;
}

// In the child. Nothing of the host may stay open here but what a later step takes.
static int become_init(struct helper *h)
{
	h->is_init = true;
	close(h->mapped[1]);
	h->mapped[1] = -1;
	if (h->host_proc >= 0)
		close(h->host_proc);
	h->host_proc = -1;
	// Whoever writes the id maps from outside needs the files below /proc/<pid> to belong to the
	// user; they do only while the process can be dumped. The barrier behind takes it away.
	if (find_record(&h->plan, OP_IDMAP, 0) == NULL)
		return set_dumpable(h, false);
	return 0;
}

static int know_child(struct helper *h, pid_t pid, int pidfd)
{
	char digits[DECIMAL_SIZE];
	h->child = pid;
	close(h->mapped[0]);
	h->mapped[0] = -1;
	// A child that died must not end this process: its wait status says why it died.
	if (signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		return fail(h, CALL_NONE, errno, "SIGPIPE");
	if (report(h, REPORT_PID, pid, pidfd) != 0)
		_exit(EXIT_PEER);
	close(pidfd);
	if (h->host_proc < 0)
		return 0;
	const char *name = decimal(digits, (uint64_t)pid);
	h->child_proc = openat(h->host_proc, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (h->child_proc < 0)
		return fail(h, CALL_OPEN, errno, "/proc/<pid>");
	return 0;
}

int op_clone(struct helper *h, const struct op_clone *op)
{
	int pidfd = -1;
	struct k_clone_args args = {0};
	// A namespace that was put off and never entered would be a hole nobody sees.
	if (h->later_count > 0)
		return fail(h, CALL_SETNS, EPERM, h->later_path[0]);
	if (pipe2(h->mapped, O_CLOEXEC) != 0)
		return fail(h, CALL_OPEN, errno, "pipe");
	if (find_record(&h->plan, OP_IDMAP, 0) != NULL && set_dumpable(h, true) != 0)
		return -1;
	// The engine becomes the parent. No exec, so the capabilities that come with a new user
	// namespace stay; no shared memory, so the offsets of a new time namespace count.
	args.flags = op->flags | CLONE_PARENT | CLONE_PIDFD;
	args.pidfd = (uint64_t)(uintptr_t)&pidfd;
	long pid = k_clone3(&args);
	if (pid < 0)
		return fail(h, CALL_CLONE3, errno, NULL);
	if (pid == 0)
		return become_init(h);
	return know_child(h, (pid_t)pid, pidfd);
}
