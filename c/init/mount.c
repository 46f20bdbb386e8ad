// New file systems: fsopen, fsconfig, fsmount, and one move onto an opened target.
#include "mount.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "calls.h"
#include "root.h"
#include "tree.h"

// fsconfig(2) takes values of up to 255 bytes.
#define LONGEST_VALUE 255
#define LONGEST_KEY 255

int fail_with_log(struct helper *h, int fs, enum call call, int error, const char *target)
{
	char text[REPORT_TEXT];
	int used = snprintf(text, sizeof(text), "%s", target);
	char line[256];
	ssize_t length;
	// Each read gives one message: a letter for its kind, a blank, words, a newline.
	while (used > 0 && (size_t)used < sizeof(text) && (length = read(fs, line, sizeof(line) - 1)) > 0) {
		if (line[length - 1] == '\n')
			length--;
		line[length] = '\0';
		if (line[0] == 'e' && length > 2)
			used += snprintf(text + used, sizeof(text) - (size_t)used, ": %s", line + 2);
	}
	return fail(h, call, error, text);
}

static bool is_long(const char *option)
{
	const char *equals = strchr(option, '=');
	return equals != NULL && strlen(equals + 1) > LONGEST_VALUE;
}

// Overlay's long list of layers, one by one (Linux 6.8). An escaped colon or a data layer has no plain
// form: those go by mount(2).
static int add_layers(int fs, const char *layers)
{
	if (strchr(layers, '\\') != NULL || strstr(layers, "::") != NULL) {
		errno = E2BIG;
		return -1;
	}
	char *copy = strdup(layers);
	if (copy == NULL)
		return -1;
	int result = 0;
	char *rest = copy;
	char *layer;
	while (result == 0 && (layer = strsep(&rest, ":")) != NULL)
		result = sys_fsconfig(fs, FSCONFIG_SET_STRING, "lowerdir+", layer);
	int error = errno;
	free(copy);
	errno = error;
	return result;
}

static int set_option(int fs, const char *option)
{
	const char *equals = strchr(option, '=');
	if (equals == NULL)
		return sys_fsconfig(fs, FSCONFIG_SET_FLAG, option, NULL);
	if (strncmp(option, "lowerdir=", 9) == 0 && is_long(option))
		return add_layers(fs, equals + 1);
	char key[LONGEST_KEY + 1];
	size_t length = (size_t)(equals - option);
	if (length > LONGEST_KEY) {
		errno = EINVAL;
		return -1;
	}
	memcpy(key, option, length);
	key[length] = '\0';
	return sys_fsconfig(fs, FSCONFIG_SET_STRING, key, equals + 1);
}

// Whether fsconfig(2) cannot say it: a long value that is no list of layers which this kernel takes
// one by one (tried on a context that is thrown away).
static bool needs_mount_by_name(const struct op_mount *op)
{
	if (op->source != NULL && strlen(op->source) > LONGEST_VALUE)
		return true;
	for (uint32_t i = 0; i < op->options.count; i++) {
		if (!is_long(op->options.items[i]))
			continue;
		int fs = strcmp(op->fstype, "overlay") == 0 ? sys_fsopen(op->fstype) : -1;
		// Before 6.5 overlay took any word here, and refused what it did not know at the end.
		bool takes_all = fs >= 0 && sys_fsconfig(fs, FSCONFIG_SET_FLAG, "no-such-option", NULL) == 0;
		int result = fs < 0 || takes_all ? -1 : set_option(fs, op->options.items[i]);
		// A layer that is missing is no reason: mount(2) would not find it either.
		bool refused = takes_all || (result < 0 && errno != ENOENT && errno != ENOTDIR);
		close_quietly(fs);
		if (refused)
			return true;
	}
	return false;
}

int configure(
	struct helper *h, int fs, const struct strs *words, const struct strs *options, const char *target)
{
	char text[REPORT_TEXT];
	for (uint32_t i = 0; i < words->count; i++)
		if (sys_fsconfig(fs, FSCONFIG_SET_FLAG, words->items[i], NULL) < 0) {
			snprintf(text, sizeof(text), "%s: option %s", target, words->items[i]);
			return fail_with_log(h, fs, CALL_FSCONFIG, errno, text);
		}
	for (uint32_t i = 0; i < options->count; i++)
		if (set_option(fs, options->items[i]) < 0) {
			snprintf(text, sizeof(text), "%s: option %.300s", target, options->items[i]);
			return fail_with_log(h, fs, CALL_FSCONFIG, errno, text);
		}
	return 0;
}

static bool has_option(const struct strs *options, const char *prefix)
{
	for (uint32_t i = 0; i < options->count; i++)
		if (strncmp(options->items[i], prefix, strlen(prefix)) == 0)
			return true;
	return false;
}

static int set_number(int fs, const char *key, const char *format, unsigned int value)
{
	char text[16];
	snprintf(text, sizeof(text), format[0] == 'o' ? "%o" : "%u", value);
	return sys_fsconfig(fs, FSCONFIG_SET_STRING, key, text);
}

// A tmpfs over a directory of the image looks like that directory where its options do not say
// otherwise: /tmp stays 1777 and /run 0755. Owners only when its content is taken over too.
static int inherit(int fs, const struct op_mount *op, int target)
{
	struct stat st;
	bool has_mode = has_option(&op->options, "mode=");
	if (has_mode && op->copyup == 0)
		return 0;
	if (fstat(target, &st) < 0)
		return -1;
	if (!has_mode && set_number(fs, "mode", "o", st.st_mode & 07777u) < 0)
		return -1;
	if (op->copyup == 0)
		return 0;
	if (!has_option(&op->options, "uid=") && set_number(fs, "uid", "u", st.st_uid) < 0)
		return -1;
	return has_option(&op->options, "gid=") ? 0 : set_number(fs, "gid", "u", st.st_gid);
}

// The detached mount, or -1 after a report.
static int make_file_system(struct helper *h, const struct op_mount *op, int target, bool existed)
{
	int fs = sys_fsopen(op->fstype);
	if (fs < 0)
		return fail(h, CALL_FSOPEN, errno, op->fstype);
	int tree = -1;
	bool tmpfs = strcmp(op->fstype, "tmpfs") == 0;
	if (op->source != NULL && op->source[0] != '\0' &&
		sys_fsconfig(fs, FSCONFIG_SET_STRING, "source", op->source) < 0)
		fail_with_log(h, fs, CALL_FSCONFIG, errno, op->source);
	else if (configure(h, fs, &op->words, &op->options, op->target) < 0)
		;
	else if (tmpfs && existed && inherit(fs, op, target) < 0)
		fail_with_log(h, fs, CALL_FSCONFIG, errno, op->target);
	else if (sys_fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL) < 0)
		fail_with_log(h, fs, CALL_FSCONFIG, errno, op->target);
	else if ((tree = sys_fsmount(fs, op->attr)) < 0)
		fail_with_log(h, fs, CALL_FSMOUNT, errno, op->target);
	close(fs);
	return tree;
}

// What is at the path now must be what was put there: proc and sysfs are what masks and labels rely on.
static int check_strict(struct helper *h, const struct op_mount *op)
{
	int fd = root_open_strict(h, op->target, O_PATH | O_DIRECTORY);
	if (fd < 0)
		return fail(h, CALL_CHECK_FILE_SYSTEM, errno, op->target);
	bool right = true;
	if (strcmp(op->fstype, "proc") == 0)
		right = is_file_system(fd, PROC_SUPER_MAGIC);
	else if (strcmp(op->fstype, "sysfs") == 0)
		right = is_file_system(fd, SYSFS_MAGIC);
	close(fd);
	if (right)
		return 0;
	char text[REPORT_TEXT];
	snprintf(text, sizeof(text), "%s is not of type %s", op->target, op->fstype);
	return fail(h, CALL_CHECK_FILE_SYSTEM, EINVAL, text);
}

static int attach_new(struct helper *h, const struct op_mount *op, int target, bool existed)
{
	int tree = make_file_system(h, op, target, existed);
	if (tree < 0)
		return -1;
	int result = 0;
	if (op->copyup != 0 && existed && copy_tree(h, target, tree) < 0)
		result = fail(h, CALL_WRITE, errno, op->target);
	else if (sys_attach(tree, target) < 0)
		result = fail(h, CALL_MOVE_MOUNT, errno, op->target);
	else if (tree_propagation(h, tree, op->propagation) < 0)
		result = fail(h, CALL_MOUNT_SETATTR, errno, op->target);
	close(tree);
	return result;
}

int op_mount(struct helper *h, const struct op_mount *op)
{
	if (op->copyup != 0 && strcmp(op->fstype, "tmpfs") != 0)
		return fail(h, CALL_FSOPEN, EINVAL, "only a tmpfs takes over what lies below it");
	bool made = false;
	int target = open_target(h, op->target, true, op->strict != 0, &made);
	if (target < 0)
		return -1;
	int result = needs_mount_by_name(op) ? mount_by_name(h, op, target) : attach_new(h, op, target, !made);
	close(target);
	return result == 0 && op->strict != 0 ? check_strict(h, op) : result;
}
