#include "request.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_ROOT "/run/tsrun"
#define SIGNAL_MOST 64

// A path that means the same to the kernel and to the engine, which takes `..` away before it follows
// links.
static bool is_plain_path(const char *path)
{
	if (path[0] != '/')
		return false;
	for (const char *at = path; (at = strstr(at, "/..")) != NULL; at += 3)
		if (at[3] == '/' || at[3] == '\0')
			return false;
	return true;
}

bool request_is_id(const char *id)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+.-";
	size_t length = strlen(id);
	return length > 0 && length <= 255 && id[0] != '-' && strspn(id, allowed) == length &&
		strcmp(id, ".") != 0 && strcmp(id, "..") != 0;
}

// `--name VALUE` or `--name=VALUE` at *words; moves on behind it. NULL: it is another word.
static const char *value_of(char *const **words, const char *name)
{
	const char *word = (*words)[0];
	size_t length = strlen(name);
	if (strncmp(word, name, length) != 0)
		return NULL;
	if (word[length] == '=') {
		*words += 1;
		return word + length + 1;
	}
	if (word[length] != '\0' || (*words)[1] == NULL)
		return NULL;
	*words += 2;
	return (*words)[-1];
}

// Each once at most: the engine knows which of two counts.
static bool take_once(const char **place, const char *value)
{
	if (value == NULL || *place != NULL)
		return false;
	*place = value;
	return true;
}

static bool read_globals(struct request *request, char *const **words)
{
	const char *format = NULL;
	while (**words != NULL && (**words)[0] == '-') {
		if (strcmp(**words, "--systemd-cgroup") == 0) {
			// Where the cgroups are was decided by create.
			*words += 1;
			continue;
		}
		if (!take_once(&request->root, value_of(words, "--root")) &&
			!take_once(&request->log, value_of(words, "--log")) &&
			!take_once(&format, value_of(words, "--log-format")))
			return false;
	}
	if (format != NULL && strcmp(format, "json") != 0 && strcmp(format, "text") != 0)
		return false;
	return request->log == NULL || is_plain_path(request->log);
}

// The root of who names none: that of root, unless the caller is root in a user namespace only.
static const char *default_root(void)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	const char *user = getenv("USER");
	if (geteuid() != 0)
		return NULL;
	if (runtime == NULL || runtime[0] != '/' || (user != NULL && strcmp(user, "root") == 0))
		return DEFAULT_ROOT;
	return NULL;
}

struct named {
	const char *name;
	int number;
};

// Those that callers send; the engine knows the others.
static int signal_of(const char *text)
{
	static const struct named names[] = {{"HUP", 1}, {"INT", 2}, {"QUIT", 3}, {"KILL", 9}, {"USR1", 10},
		{"USR2", 12}, {"TERM", 15}, {"CONT", 18}, {"STOP", 19}, {"WINCH", 28}};
	int number = 0;
	for (const char *at = text; *at >= '0' && *at <= '9' && at - text < 2; at++) {
		number = number * 10 + (*at - '0');
		if (at[1] == '\0')
			return number <= SIGNAL_MOST ? number : -1;
	}
	if (strncmp(text, "SIG", 3) == 0)
		text += 3;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(text, names[i].name) == 0)
			return names[i].number;
	return -1;
}

static bool is(const char *word, const char *name, const char *letter)
{
	return strcmp(word, name) == 0 || strcmp(word, letter) == 0;
}

// Flags mix with operands.
static bool read_delete(struct request *request, char *const *words)
{
	for (; *words != NULL; words++) {
		if (is(*words, "--force", "-f"))
			request->force = true;
		else if (!take_once(&request->id, *words))
			return false;
	}
	return true;
}

// The first operand ends the flags.
static bool read_kill(struct request *request, char *const *words)
{
	while (*words != NULL && is(*words, "--all", "-a")) {
		request->all = true;
		words++;
	}
	if (*words == NULL)
		return false;
	request->id = *words++;
	request->signal = *words == NULL ? 15 : signal_of(*words);
	return request->signal >= 0 && (*words == NULL || words[1] == NULL);
}

static bool read_verb(struct request *request, char *const *words)
{
	static const char *const verbs[] = {"state", "start", "kill", "delete"};
	size_t verb = 0;
	if (words[0] == NULL || words[1] == NULL)
		return false;
	while (strcmp(words[0], verbs[verb]) != 0)
		if (++verb == sizeof verbs / sizeof verbs[0])
			return false;
	words++;
	request->verb = (enum verb)verb;
	switch (request->verb) {
	case VERB_KILL:
		return read_kill(request, words);
	case VERB_DELETE:
		return read_delete(request, words);
	case VERB_STATE:
	case VERB_START:
	default:
		request->id = words[0];
		return words[1] == NULL;
	}
}

bool request_read(struct request *request, char *const *argv)
{
	memset(request, 0, sizeof *request);
	if (argv[0] == NULL)
		return false;
	argv++;
	if (!read_globals(request, &argv) || !read_verb(request, argv))
		return false;
	if (request->root == NULL)
		request->root = default_root();
	return request->root != NULL && is_plain_path(request->root) && request->id != NULL &&
		request_is_id(request->id);
}
