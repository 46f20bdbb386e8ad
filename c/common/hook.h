// Runs one hook: used by the helper inside the container and by the host library outside.
#ifndef TSRUN_COMMON_HOOK_H
#define TSRUN_COMMON_HOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hook_result {
	int status; // wait status
	bool timed_out;
	bool abandoned;   // killed, because the watched process had ended
	int error;        // errno of fork or exec, 0 when it ran
	size_t length;    // of output
	char output[400]; // the first bytes of stdout and stderr, NUL-terminated
};

// Starts `path` with exactly this argv (argv[0] too) and environment, gives it head, middle and tail
// on stdin, and waits. timeout_s = 0: for ever; a hook that runs longer is killed. nofile_*: the
// RLIMIT_NOFILE that it gets; both 0: as ours. Only descriptors 0-2 reach it. watch: a pidfd, or -1; a
// hook that still runs when that process has ended is killed.
// 0 when it ran, however it ended (result->status, timed_out); -1 with errno (also in result->error)
// when it could not be started or watched.
int run_hook(const char *path, char *const argv[], char *const envp[], const char *head, const char *middle,
	const char *tail, uint32_t timeout_s, uint64_t nofile_soft, uint64_t nofile_hard, int watch,
	struct hook_result *result);

#endif
