// mount(2), for values that fsconfig(2) does not take: still onto an opened target.
#include "mount.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

#include "calls.h"
#include "tree.h"

// A page, with the NUL.
#define LONGEST_DATA 4095

static const struct {
	const char *word;
	unsigned long flag;
} word_flags[] = {
	{"ro", MS_RDONLY},
	{"rw", 0},
	{"sync", MS_SYNCHRONOUS},
	{"async", 0},
	{"dirsync", MS_DIRSYNC},
	{"lazytime", MS_LAZYTIME},
	{"nolazytime", 0},
	{"mand", MS_MANDLOCK},
	{"nomand", 0},
};

static const struct {
	uint64_t attr;
	unsigned long flag;
} attr_flags[] = {
	{MOUNT_ATTR_RDONLY, MS_RDONLY},
	{MOUNT_ATTR_NOSUID, MS_NOSUID},
	{MOUNT_ATTR_NODEV, MS_NODEV},
	{MOUNT_ATTR_NOEXEC, MS_NOEXEC},
	{MOUNT_ATTR_NOATIME, MS_NOATIME},
	{MOUNT_ATTR_STRICTATIME, MS_STRICTATIME},
	{MOUNT_ATTR_NODIRATIME, MS_NODIRATIME},
	{MOUNT_ATTR_NOSYMFOLLOW, MS_NOSYMFOLLOW},
};

static unsigned long mount_flags(const struct op_mount *op)
{
	unsigned long flags = 0;
	for (uint32_t i = 0; i < op->words.count; i++)
		for (size_t k = 0; k < sizeof(word_flags) / sizeof(word_flags[0]); k++)
			if (strcmp(op->words.items[i], word_flags[k].word) == 0)
				flags |= word_flags[k].flag;
	for (size_t k = 0; k < sizeof(attr_flags) / sizeof(attr_flags[0]); k++)
		if ((op->attr & attr_flags[k].attr) != 0)
			flags |= attr_flags[k].flag;
	return flags;
}

static char *join_options(const struct strs *options)
{
	size_t size = 1;
	for (uint32_t i = 0; i < options->count; i++)
		size += strlen(options->items[i]) + 1;
	char *data = calloc(size, 1);
	for (uint32_t i = 0; data != NULL && i < options->count; i++) {
		if (i > 0)
			strcat(data, ",");
		strcat(data, options->items[i]);
	}
	return data;
}

int mount_by_name(struct helper *h, const struct op_mount *op, int target)
{
	char *data = join_options(&op->options);
	if (data == NULL)
		return fail(h, CALL_MEMORY, ENOMEM, NULL);
	// The kernel would cut it without a word.
	int result = -1;
	if (strlen(data) > LONGEST_DATA)
		errno = E2BIG;
	else
		result =
			mount_on(h, op->source != NULL ? op->source : "none", target, op->fstype, mount_flags(op), data);
	int error = errno;
	free(data);
	if (result < 0)
		return fail(h, CALL_MOUNT, error, op->target);
	int fd = root_open(h, op->target, O_PATH);
	if (fd < 0)
		return fail(h, CALL_OPENAT2, errno, op->target);
	if (same_place(fd, target))
		result = fail(h, CALL_CHECK_INSIDE_ROOT, ESTALE, op->target);
	else if (tree_propagation(h, fd, op->propagation) < 0)
		result = fail(h, CALL_MOUNT_SETATTR, errno, op->target);
	close(fd);
	return result;
}
