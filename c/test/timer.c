// Times programs from a process that is small itself, so that what is measured is the program and not
// the fork of a JavaScript engine. Reads requests from stdin, one a line: the working directory and
// the words, separated by the unit separator (0x1f). A word that begins with '&' in front of them
// gives how many copies run at once (the words may hold `%`, the number of the copy); the word '!'
// asks instead to put the files that follow out of the page cache. Answers with a line:
//   STATUS WALL_ns USER_us SYSTEM_us MAXRSS_kB
// STATUS is the first that is not 0, as waitpid gives it. stdout goes to /dev/null, stderr to the
// file that argv[1] names.
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORDS 64
#define COPIES 256
#define WORD_LENGTH 1024

extern char **environ;

static int64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static int64_t micro(struct timeval time)
{
	return (int64_t)time.tv_sec * 1000000 + time.tv_usec;
}

static void fail(const char *what, int error)
{
	fprintf(stderr, "timer: %s: %s\n", what, strerror(error));
	exit(1);
}

// Copies words with every % replaced by the copy's number.
static void number_words(char *const *words, char **out, char (*room)[WORD_LENGTH], int number)
{
	int i = 0;
	for (; words[i] != NULL; i++) {
		const char *mark = strchr(words[i], '%');
		out[i] = words[i];
		if (mark == NULL)
			continue;
		snprintf(room[i], WORD_LENGTH, "%.*s%d%s", (int)(mark - words[i]), words[i], number, mark + 1);
		out[i] = room[i];
	}
	out[i] = NULL;
}

static void perform(char *const *words, int copies, const posix_spawn_file_actions_t *actions)
{
	static char room[WORDS][WORD_LENGTH];
	static pid_t pids[COPIES];
	char *numbered[WORDS + 1];
	int64_t user = 0, system = 0, rss = 0;
	int status = 0;
	posix_spawnattr_t attributes;
	sigset_t none;
	sigemptyset(&none);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigmask(&attributes, &none);
	int64_t start = now();
	for (int i = 0; i < copies; i++) {
		number_words(words, numbered, room, i);
		int error = posix_spawn(&pids[i], numbered[0], actions, &attributes, numbered, environ);
		if (error != 0)
			fail(numbered[0], error);
	}
	for (int i = 0; i < copies; i++) {
		struct rusage usage;
		int one;
		while (wait4(pids[i], &one, 0, &usage) < 0)
			if (errno != EINTR)
				fail("wait", errno);
		user += micro(usage.ru_utime);
		system += micro(usage.ru_stime);
		if (usage.ru_maxrss > rss)
			rss = usage.ru_maxrss;
		if (status == 0)
			status = one;
	}
	int64_t wall = now() - start;
	posix_spawnattr_destroy(&attributes);
	printf("%d %lld %lld %lld %lld\n", status, (long long)wall, (long long)user, (long long)system,
		(long long)rss);
	fflush(stdout);
}

static void evict(char *const *files)
{
	for (; *files != NULL; files++) {
		int fd = open(*files, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			fail(*files, errno);
		int error = posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
		if (error != 0)
			fail(*files, error);
		close(fd);
	}
	puts("0 0 0 0 0");
	fflush(stdout);
}

int main(int argc, char **argv)
{
	static char line[65536];
	if (argc != 2) {
		fputs("usage: timer STDERR_FILE\n", stderr);
		return 2;
	}
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 2, argv[1], O_WRONLY | O_CREAT | O_APPEND, 0600);
	while (fgets(line, sizeof line, stdin) != NULL) {
		char *words[WORDS + 1];
		int count = 0;
		line[strcspn(line, "\n")] = '\0';
		for (char *word = strtok(line, "\x1f"); word != NULL && count < WORDS; word = strtok(NULL, "\x1f"))
			words[count++] = word;
		words[count] = NULL;
		int first = 1, copies = 1;
		if (count > 1 && strcmp(words[1], "!") == 0) {
			evict(words + 2);
			continue;
		}
		if (count > 1 && words[1][0] == '&') {
			copies = atoi(words[1] + 1);
			first = 2;
		}
		if (count <= first || copies < 1 || copies > COPIES)
			fail("request", EINVAL);
		if (chdir(words[0]) < 0)
			fail(words[0], errno);
		perform(words + first, copies, &actions);
	}
	return 0;
}
