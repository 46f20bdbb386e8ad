// Hooks in the container's namespaces.
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "calls.h"
#include "helper.h"

static char *const *writable(const struct strs *list)
{
	// execve takes the strings as they are and does not change them.
	return (char *const *)(uintptr_t)list->items;
}

static int run(const struct op_hook *op, struct hook_result *result)
{
	char pid[24];
	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	// The limits are this process' own: the caller's, or by now those of the configuration, which only
	// more rights than it has could raise again.
	return run_hook(op->path, writable(&op->args), writable(&op->env), op->head, pid, op->tail, op->timeout,
		0, 0, -1, result);
}

// Before the root is entered a hook starts in it, so that relative names mean the container's files.
static int run_in_root(struct helper *h, const struct op_hook *op, struct hook_result *result)
{
	if (h->entered || h->root < 0)
		return run(op, result);
	int back = openat(AT_FDCWD, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (back < 0 || fchdir(h->root) < 0) {
		result->error = errno;
		close_quietly(back);
		return -1;
	}
	int ran = run(op, result);
	if (fchdir(back) < 0 && ran == 0) {
		result->error = errno;
		ran = -1;
	}
	close(back);
	return ran;
}

int op_hook(struct helper *h, const struct op_hook *op)
{
	struct hook_result result;
	memset(&result, 0, sizeof(result));
	if (run_in_root(h, op, &result) < 0)
		return fail(h, CALL_HOOK, result.error, op->path);
	char text[REPORT_TEXT];
	if (result.timed_out) {
		snprintf(text, sizeof(text), "hook ran past specified timeout of %u.0s", op->timeout);
		return fail(h, CALL_HOOK, ETIMEDOUT, text);
	}
	if (WIFEXITED(result.status) && WEXITSTATUS(result.status) == 0)
		return 0;
	if (WIFSIGNALED(result.status))
		snprintf(
			text, sizeof(text), "killed by signal %d, output: %s", WTERMSIG(result.status), result.output);
	else
		snprintf(text, sizeof(text), "exit status %d, output: %s", WEXITSTATUS(result.status), result.output);
	return fail(h, CALL_HOOK, 0, text);
}
