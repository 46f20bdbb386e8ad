// `tsrun` on the PATH: gives the engine a clean start and gets out of the way (execve, same pid).
// Clean means: only variables that are on a list, descriptors 0-2 valid, SIGCHLD not ignored; and the
// facts that a JavaScript engine changes before its first line runs are recorded for it.
#include "say.h"
#include "shortcut.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// The kernel renders a path into one page, so no link of /proc/self/exe is longer than this.
#define LINK_LENGTH 4096u
// The kernel takes no single string of an environment above 128 kB; this holds 20,000 descriptors.
#define RECORD_LENGTH 126976u

extern char **environ;

// A line that is built in place; `full` once something did not fit.
struct line {
	char *text;
	size_t length;
	size_t room;
	bool full;
};

static void add(struct line *line, const char *text)
{
	size_t length = strlen(text);
	if (line->full || length >= line->room - line->length) {
		line->full = true;
		return;
	}
	memcpy(line->text + line->length, text, length + 1);
	line->length += length;
}

static void add_number(struct line *line, const char *before, uint64_t number)
{
	char digits[64];
	size_t at = sizeof digits - 1;
	digits[at] = '\0';
	do {
		digits[--at] = (char)('0' + number % 10u);
		number /= 10u;
	} while (number != 0);
	size_t length = strlen(before);
	at -= length;
	memcpy(digits + at, before, length);
	add(line, digits + at);
}

// A caller may start us with some of 0-2 closed; whatever the engine opened next would then be taken
// for the container's stdio. open() gives the lowest free number, so going upwards fills the gaps.
static int fill_stdio(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
			continue;
		// No O_CLOEXEC: these are the container's stdio from here on.
		int null = open("/dev/null", O_RDWR);
		if (null != fd)
			return say("cannot open", "/dev/null", null < 0 ? errno : EBADF);
	}
	return 0;
}

// The layout of the kernel's answer; the C library's own type differs between libraries.
struct entry {
	uint64_t inode;
	int64_t offset;
	uint16_t length;
	uint8_t type;
	char name[];
};

static bool list_number(const char *name, uint64_t *number)
{
	*number = 0;
	for (; *name != '\0'; name++) {
		if (*name < '0' || *name > '9')
			return false;
		*number = *number * 10u + (uint64_t)(*name - '0');
	}
	return true;
}

// Lists the descriptors by reading /proc/self/fd, which the kernel gives in rising order.
static bool list_from_proc(struct line *line)
{
	static _Alignas(struct entry) char buffer[16384];
	int dir = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return false;
	const char *separator = "";
	for (;;) {
		long length = syscall(SYS_getdents64, dir, buffer, sizeof buffer);
		if (length <= 0) {
			close(dir);
			return length == 0;
		}
		for (long at = 0; at < length;) {
			const struct entry *entry = (const void *)(buffer + at);
			uint64_t fd;
			at += entry->length;
			if (!list_number(entry->name, &fd) || fd <= STDERR_FILENO || fd == (uint64_t)dir)
				continue;
			add_number(line, separator, fd);
			separator = ",";
		}
	}
}

// Without a readable /proc/self/fd (no procfs, or no descriptor left to open it with): asks for every
// number that the limit allows.
static void list_by_asking(struct line *line, const struct rlimit *limit)
{
	const char *separator = "";
	// fs.nr_open's default bounds the wait when the limit says infinity.
	uint64_t end = limit->rlim_max < 1048576u ? limit->rlim_max : 1048576u;
	for (uint64_t fd = STDERR_FILENO + 1; fd < end; fd++) {
		if (fcntl((int)fd, F_GETFD) < 0)
			continue;
		add_number(line, separator, fd);
		separator = ",";
	}
}

#define MB ((uint64_t)1024 * 1024)

// What the JavaScript engine cannot start without: it would die with a page of its own words.
static const struct need {
	int resource;
	const char *name;
	rlim_t least;
} needs[] = {
	{RLIMIT_AS, "RLIMIT_AS (ulimit -v) is below 512 MB", 512 * MB},
	{RLIMIT_DATA, "RLIMIT_DATA (ulimit -d) is below 384 MB", 384 * MB},
	{RLIMIT_STACK, "RLIMIT_STACK (ulimit -s) is below 256 kB", MB / 4},
	{RLIMIT_NOFILE, "RLIMIT_NOFILE (ulimit -n) is below 8", 8},
};

static int check_limits(void)
{
	for (size_t i = 0; i < sizeof needs / sizeof needs[0]; i++) {
		struct rlimit limit;
		if (getrlimit(needs[i].resource, &limit) < 0)
			return say("cannot read the limits", NULL, errno);
		// The engine raises this one by itself.
		rlim_t there = needs[i].resource == RLIMIT_NOFILE ? limit.rlim_max : limit.rlim_cur;
		if (there < needs[i].least)
			return say("cannot start the engine:", needs[i].name, 0);
	}
	return 0;
}

// The record: `TSRUN_LAUNCH=1;nofile=SOFT:HARD;fds=3,5`. A JavaScript engine raises the soft limit
// and puts descriptors of its own on free numbers, so neither can be asked for later. A list that
// does not fit ends early: what is not on it is closed, never passed on.
static int record(struct line *line)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return say("cannot read the limit of open files", NULL, errno);
	add(line, "TSRUN_LAUNCH=1");
	add_number(line, ";nofile=", limit.rlim_cur);
	add_number(line, ":", limit.rlim_max);
	add(line, ";fds=");
	size_t start = line->length;
	if (!list_from_proc(line)) {
		line->length = start;
		line->text[start] = '\0';
		list_by_asking(line, &limit);
	}
	return 0;
}

// Whether the engine may see a variable. Everything else stays outside: JavaScript engines run code
// that variables name (BUN_OPTIONS, NODE_OPTIONS), and the loader does (LD_PRELOAD).
static bool allowed(const char *variable)
{
	static const char *const names[] = {
		"PATH=",
		"HOME=",
		"USER=",
		"TERM=",
		"XDG_RUNTIME_DIR=",
		"NOTIFY_SOCKET=",
		"CLICOLOR_FORCE=",
		"NO_COLOR=",
		"DBUS_",
		"LISTEN_",
	};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strncmp(variable, names[i], strlen(names[i])) == 0)
			return strchr(variable, '=') != NULL;
	return false;
}

// A name may be there twice; the first counts, as getenv has it, and the engine must not see another.
static bool repeated(char *const *kept, size_t count, const char *variable)
{
	size_t length = (size_t)(strchr(variable, '=') - variable) + 1;
	for (size_t i = 0; i < count; i++)
		if (strncmp(kept[i], variable, length) == 0)
			return true;
	return false;
}

// A JavaScript engine does not start in a directory that was deleted. It starts in / then, and is told.
static bool leave_deleted_directory(void)
{
	char path[PATH_MAX];
	return getcwd(path, sizeof path) == NULL && errno == ENOENT && chdir("/") == 0;
}

static char **build_environment(char *launch, char *start)
{
	static char deleted[] = "TSRUN_DIRECTORY=deleted";
	// JavaScriptCore's compiler costs more than it gives in a program of a few milliseconds, and
	// without it a process of root has no memory that is writable and executable.
	static char no_jit[] = "BUN_JSC_useJIT=0";
	size_t count = 0;
	while (environ != NULL && environ[count] != NULL)
		count++;
	char **kept = calloc(count + 5, sizeof *kept);
	if (kept == NULL)
		return NULL;
	size_t used = 0;
	for (size_t i = 0; i < count; i++)
		if (allowed(environ[i]) && !repeated(kept, used, environ[i]))
			kept[used++] = environ[i];
	kept[used++] = no_jit;
	kept[used++] = launch;
	if (leave_deleted_directory())
		kept[used++] = deleted;
	if (start[0] != '\0')
		kept[used] = start;
	return kept;
}

// Ignored and blocked signals survive execve. An ignored SIGCHLD would reap the helper before its
// status is read, and a blocked signal would stay blocked in the engine's threads.
static int reset_signals(void)
{
	sigset_t none;
	sigemptyset(&none);
	if (signal(SIGCHLD, SIG_DFL) == SIG_ERR || sigprocmask(SIG_SETMASK, &none, NULL) < 0)
		return say("cannot reset the signals", NULL, errno);
	return 0;
}

// P/bin/X belongs to P/lib/tsrun, whatever X is called and through whatever link it was started.
static int find_engine(char *path, size_t room)
{
	ssize_t length = readlink("/proc/self/exe", path, LINK_LENGTH);
	if (length < 0)
		return say("cannot read", "/proc/self/exe", errno);
	path[(size_t)length < room ? (size_t)length : room - 1] = '\0';
	if (path[0] != '/' || (size_t)length == LINK_LENGTH)
		return say("cannot tell where this program lies:", path, 0);
	for (int up = 0; up < 2; up++) {
		char *slash = strrchr(path, '/');
		if (slash != NULL)
			*slash = '\0';
	}
	struct line line = {.text = path, .length = strlen(path), .room = room, .full = false};
	add(&line, "/lib/tsrun/engine");
	return line.full ? say("path too long:", path, 0) : 0;
}

int main(int argc, char **argv)
{
	static char engine[LINK_LENGTH + 64];
	static char launch[RECORD_LENGTH];
	static char name[] = "tsrun";
	static char **environment;
	char *no_arguments[] = {name, NULL};
	static char start[64];
	struct line line = {.text = launch, .length = 0, .room = sizeof launch, .full = false};
	struct line left = {.text = start, .length = 0, .room = sizeof start, .full = false};
	struct handover handover = {.lock = -1, .answer = -1};

	// First of all: until 0-2 are valid, anything that is opened may land on stdout.
	if (fill_stdio() != 0)
		return 1;
#ifdef TSRUN_SHORTCUTS
	if (argc > 1 && shortcut(argv, &handover) == OUTCOME_DONE)
		return 0;
#endif
	if (handover.lock >= 0) {
		add_number(&left, "TSRUN_START=", (uint64_t)handover.lock);
		add_number(&left, ":", (uint64_t)handover.answer);
	}
	if (find_engine(engine, sizeof engine) != 0 || check_limits() != 0 || record(&line) != 0 ||
		reset_signals() != 0)
		return 1;
	environment = build_environment(launch, start);
	if (environment == NULL)
		return say("cannot start the engine", NULL, ENOMEM);
	execve(engine, argc < 1 ? no_arguments : argv, environment);
	return say("cannot run", engine, errno);
}
