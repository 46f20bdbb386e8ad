// Finds the program, as execvp(3) does, in the container and as its user.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core.h"

// 0 when `path` is a program that this user may run, else an errno.
static int check_program(const char *path)
{
	struct stat st;
	if (stat(path, &st) != 0)
		return errno;
	if (S_ISDIR(st.st_mode))
		return EISDIR;
	// Nothing else can be run, and root passes access(2) where the kernel still says no.
	if (!S_ISREG(st.st_mode))
		return EACCES;
	// Against the real ids, which are the user's, without capabilities unless that is root.
	return access(path, X_OK) == 0 ? 0 : errno;
}

// `directory`/`name`, malloc'd; an empty directory is the current one.
static char *join_path(const char *directory, size_t length, const char *name)
{
	size_t rest = strlen(name) + 1;
	char *path = malloc(length + 1 + rest);
	if (path == NULL)
		return NULL;
	memcpy(path, directory, length);
	if (length > 0)
		path[length++] = '/';
	memcpy(path + length, name, rest);
	return path;
}

// Walks the directories of PATH. Something that is there but may not be run is remembered: the
// caller says permission denied, not that there is no such program.
static int search(const char *directories, const char *name, char **found)
{
	int worst = ENOENT;
	for (;;) {
		size_t length = strcspn(directories, ":");
		char *path = join_path(directories, length, name);
		if (path == NULL)
			return ENOMEM;
		int error = check_program(path);
		if (error == 0) {
			*found = path;
			return 0;
		}
		free(path);
		if (error == EACCES)
			worst = EACCES;
		if (directories[length] == '\0')
			return worst;
		directories += length + 1;
	}
}

// HOME counts as missing when it is empty.
static bool is_home(const char *entry)
{
	return strncmp(entry, "HOME=", 5) == 0;
}

static char *home_entry(const struct helper *h, uint32_t uid)
{
	char *home = home_of(h->root, uid);
	if (home == NULL)
		return NULL;
	size_t length = strlen(home) + 1;
	char *entry = malloc(5 + length);
	if (entry != NULL) {
		memcpy(entry, "HOME=", 5);
		memcpy(entry + 5, home, length);
	}
	free(home);
	return entry;
}

// The whole environment, made here: behind a filter, or the gate, no file may be opened for it.
static const char **make_environment(struct helper *h, const struct op_exec *op)
{
	const char **env = calloc((size_t)op->env.count + 2, sizeof *env);
	bool has_home = false;
	uint32_t count = 0;
	if (env == NULL)
		return NULL;
	for (uint32_t i = 0; i < op->env.count; i++)
		has_home = has_home || (is_home(op->env.items[i]) && op->env.items[i][5] != '\0');
	bool add = op->home != 0 && !has_home;
	for (uint32_t i = 0; i < op->env.count; i++)
		if (!add || !is_home(op->env.items[i]))
			env[count++] = op->env.items[i];
	if (!add)
		return env;
	h->home = home_entry(h, op->uid);
	if (h->home == NULL) {
		free(env);
		return NULL;
	}
	env[count] = h->home;
	return env;
}

static int prepare_exec(struct helper *h)
{
	const struct record *exec = find_record(&h->plan, OP_EXEC, 0);
	if (exec == NULL)
		return fail(h, CALL_PROTOCOL, EPROTO, NULL);
	h->env = make_environment(h, exec->op);
	if (h->env == NULL)
		return fail(h, CALL_MEMORY, ENOMEM, NULL);
	if (find_record(&h->plan, OP_GATE, 0) != NULL && gate_prepare() != 0)
		return fail(h, CALL_NONE, errno, "sigaction");
	return 0;
}

int op_lookup(struct helper *h, const struct op_lookup *op)
{
	int error;
	if (op->name[0] == '\0') {
		error = ENOENT;
	} else if (strchr(op->name, '/') != NULL) {
		error = check_program(op->name);
		if (error == 0 && (h->program = strdup(op->name)) == NULL)
			error = ENOMEM;
	} else {
		error = search(op->path, op->name, &h->program);
	}
	if (error != 0)
		return fail(h, CALL_LOOKUP, error, op->name);
	return prepare_exec(h);
}
