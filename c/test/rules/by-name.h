// How a runtime that trusts names would make and open a path of the container: what root.c does
// without RULE_IN_ROOT. Only for the tests that attack it.
#ifndef TSRUN_TEST_BY_NAME_H
#define TSRUN_TEST_BY_NAME_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Makes what is missing, one name after the other, and opens the whole: links are followed wherever
// they lead.
static inline int open_or_make_by_name(int root, const char *path, bool directory)
{
	char name[4096];
	snprintf(name, sizeof(name), "./%s", path);
	for (char *slash = strchr(name + 2, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdirat(root, name, 0755) < 0 && errno != EEXIST)
			return -1;
		*slash = '/';
	}
	if (directory && mkdirat(root, name, 0755) < 0 && errno != EEXIST)
		return -1;
	if (!directory) {
		int made = openat(root, name, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
		if (made >= 0)
			close(made);
	}
	return openat(root, name, O_PATH | O_CLOEXEC);
}

#endif
