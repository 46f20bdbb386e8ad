// What only a process outside can write for init: its id maps, and its place for the OOM killer.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../common/kernel.h"
#include "core.h"

// In the forked child: only what is safe there; a failure is its exit status.
static void exec_tool(const char *const *argv, int output)
{
	static const char *const no_environment[] = {NULL};
	if (signal(SIGPIPE, SIG_DFL) != SIG_ERR && dup2(output, 1) == 1 && dup2(output, 2) == 2)
		(void)syscall(SYS_execve, argv[0], argv, no_environment);
	_exit(127);
}

// Reads to the end, so that the tool never blocks; keeps the first line of it.
static void read_output(int fd, char *text, size_t size)
{
	char waste[256];
	size_t length = 0;
	for (;;) {
		bool full = length == size - 1;
		ssize_t got =
			full ? read_some(fd, waste, sizeof waste) : read_some(fd, text + length, size - 1 - length);
		if (got <= 0)
			break;
		if (!full)
			length += (size_t)got;
	}
	text[length] = '\0';
	text[strcspn(text, "\n")] = '\0';
}

static int wait_tool(struct helper *h, pid_t pid, const char *output)
{
	int status;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return fail(h, CALL_WAIT, errno, output);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	return fail(h, CALL_EXECVE, EPERM, output);
}

static int run_argv(struct helper *h, const char **argv)
{
	char output[REPORT_TEXT];
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0)
		return fail(h, CALL_OPEN, errno, "pipe");
	pid_t pid = fork();
	if (pid < 0)
		return fail(h, CALL_FORK, errno, argv[0]);
	if (pid == 0)
		exec_tool(argv, ends[1]);
	close(ends[1]);
	read_output(ends[0], output, sizeof output);
	close(ends[0]);
	return wait_tool(h, pid, output[0] == '\0' ? argv[0] : output);
}

// newuidmap and newgidmap: `tool` is the absolute path and the maps' numbers.
static int run_tool(struct helper *h, const struct strs *tool)
{
	char digits[DECIMAL_SIZE];
	const char **argv = calloc((size_t)tool->count + 2, sizeof *argv);
	if (argv == NULL)
		return fail(h, CALL_MEMORY, ENOMEM, NULL);
	argv[0] = tool->items[0];
	argv[1] = decimal(digits, (uint64_t)h->child);
	memcpy(argv + 2, tool->items + 1, (tool->count - 1) * sizeof *argv);
	int result = run_argv(h, argv);
	free(argv);
	return result;
}

static int write_map(struct helper *h, const char *file, const char *text, const struct strs *tool)
{
	if (tool->count > 0)
		return run_tool(h, tool);
	if (text[0] != '\0' && write_file_at(h->child_proc, file, text) != 0)
		return fail(h, CALL_WRITE, errno, file);
	return 0;
}

int op_idmap(struct helper *h, const struct op_idmap *op)
{
	if (h->child_proc < 0)
		return fail(h, CALL_PROTOCOL, ESRCH, NULL);
	// Without privileges the kernel takes a gid map only after setgroups was denied.
	if (op->setgroups != NULL && write_file_at(h->child_proc, "setgroups", op->setgroups) != 0)
		return fail(h, CALL_WRITE, errno, "setgroups");
	if (write_map(h, "gid_map", op->gids, &op->gidTool) != 0)
		return -1;
	return write_map(h, "uid_map", op->uids, &op->uidTool);
}

// Before the clone it is stage 0's own, which init inherits: the one way when a user namespace is
// entered that has no right to the child's files.
int op_oom_score(struct helper *h, const struct op_oom_score *op)
{
	char digits[DECIMAL_SIZE + 1];
	bool negative = op->score < 0;
	uint64_t magnitude = negative ? -(uint64_t)op->score : (uint64_t)op->score;
	char *text = decimal(digits + 1, magnitude);
	if (negative)
		*--text = '-';
	const char *file = h->child_proc < 0 ? "self/oom_score_adj" : "oom_score_adj";
	if (write_file_at(h->child_proc < 0 ? h->host_proc : h->child_proc, file, text) != 0)
		return fail(h, CALL_WRITE, errno, "oom_score_adj");
	return 0;
}
