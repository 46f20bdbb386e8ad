// A hook in the runtime's namespaces: the common runner with lists as the engine passes them.
#include "host.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "../common/hook.h"

static char **vector(const char *words, uint32_t count)
{
	char **list = calloc((size_t)count + 1, sizeof(char *));
	if (list == NULL)
		return NULL;
	for (uint32_t i = 0; i < count; i++) {
		list[i] = (char *)(uintptr_t)words;
		words += strlen(words) + 1;
	}
	return list;
}

/** Runs a hook with `document` on its stdin; result is a struct hook_result; watch as run_hook has it. */
TSR_EXPORT int tsr_hook(const char *path, const char *args, uint32_t count, const char *env,
	uint32_t env_count, const char *document, uint32_t timeout_s, uint64_t soft, uint64_t hard, int watch,
	void *result, uint64_t room)
{
	if (room != sizeof(struct hook_result))
		return -EINVAL;
	char **argv = vector(args, count);
	char **envp = vector(env, env_count);
	int failed = argv == NULL || envp == NULL ? -ENOMEM : 0;
	if (failed == 0 && run_hook(path, argv, envp, document, "", "", timeout_s, soft, hard, watch, result) < 0)
		failed = -errno;
	free(argv);
	free(envp);
	return failed;
}
