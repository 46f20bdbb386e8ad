// Hooks: what they get, and what they cannot do to us.
#include "driver.h"

#include <signal.h>
#include <time.h>

static char sh[] = "odd name", dash_c[] = "-c";
static char *no_env[] = {NULL};

static int shell(const char *script, const char *document, uint32_t timeout, struct hook_result *result)
{
	char *copy = strdup(script);
	CHECK(copy != NULL);
	char *argv[] = {sh, dash_c, copy, NULL};
	int ran = run_hook("/bin/sh", argv, no_env, document, "", "", timeout, 0, 0, -1, result);
	free(copy);
	return ran;
}

static void gets_what_it_should(struct helper *h)
{
	struct hook_result r;
	static char script[] = "cat; echo; echo $0 $A >&2; ulimit -Sn; ulimit -Hn";
	static char variable[] = "A=b";
	char *argv[] = {sh, dash_c, script, NULL};
	char *envp[] = {variable, NULL};
	(void)h;
	CHECK(run_hook("/bin/sh", argv, envp, "{\"pid\":", "12", "}", 5, 100, 200, -1, &r) == 0);
	CHECK(WIFEXITED(r.status) && WEXITSTATUS(r.status) == 0 && !r.timed_out && r.error == 0);
	if (strcmp(r.output, "{\"pid\":12}\nodd name b\n100\n200\n") != 0)
		FAILED("output: %s", r.output);
	CHECK(r.length == strlen(r.output));
}

static void has_only_its_descriptors(struct helper *h)
{
	struct hook_result r;
	(void)h;
	CHECK(open("/dev/null", O_RDONLY) >= 3 && dup2(1, 50) == 50);
	CHECK(shell("cd /proc/$$/fd; echo *", "", 5, &r) == 0);
	// 3 is the directory that the shell lists: the lowest number that was free.
	if (strcmp(r.output, "0 1 2 3\n") != 0)
		FAILED("%s", r.output);
}

static void signals_are_reset(struct helper *h)
{
	struct hook_result r;
	sigset_t all;
	(void)h;
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	CHECK(shell("exec grep -E 'Sig(Blk|Ign)' /proc/self/status", "", 5, &r) == 0);
	if (strcmp(r.output, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n") != 0)
		FAILED("%s", r.output);
}

static void need_not_read(struct helper *h)
{
	struct hook_result r;
	size_t size = 1u << 20;
	char *big = malloc(size + 1);
	(void)h;
	CHECK(big != NULL);
	memset(big, 'x', size);
	big[size] = '\0';
	CHECK(shell("exit 3", big, 5, &r) == 0 && WEXITSTATUS(r.status) == 3);
	CHECK(shell("exec 0<&-; sleep 0.2; exit 4", big, 5, &r) == 0 && WEXITSTATUS(r.status) == 4);
	CHECK(shell("sleep 0.2", big, 5, &r) == 0 && WIFEXITED(r.status) && WEXITSTATUS(r.status) == 0);
	CHECK(shell("wc -c", big, 5, &r) == 0 && strstr(r.output, "1048576") != NULL);
	sigset_t pending;
	CHECK(sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 0);
}

static void may_be_loud(struct helper *h)
{
	struct hook_result r;
	(void)h;
	CHECK(shell("head -c 3000000 /dev/zero | tr '\\0' x", "", 20, &r) == 0);
	CHECK(WIFEXITED(r.status) && WEXITSTATUS(r.status) == 0 && r.length == sizeof(r.output) - 1);
}

static void is_killed_in_time(struct helper *h)
{
	struct hook_result r;
	time_t before = time(NULL);
	(void)h;
	CHECK(shell("exec sleep 20", "", 1, &r) == 0);
	CHECK(r.timed_out && WIFSIGNALED(r.status) && WTERMSIG(r.status) == SIGKILL && time(NULL) - before < 5);
	// What it leaves behind holds the pipes open, which is not waited for.
	before = time(NULL);
	CHECK(shell("sleep 8 & exit 0", "", 20, &r) == 0);
	CHECK(!r.timed_out && WIFEXITED(r.status) && time(NULL) - before < 5);
}

static void cannot_be_started(struct helper *h)
{
	struct hook_result r;
	char *argv[] = {sh, NULL};
	(void)h;
	CHECK(run_hook("/nonexistent", argv, no_env, "", "", "", 0, 0, 0, -1, &r) == -1);
	CHECK(errno == ENOENT && r.error == ENOENT);
	CHECK(run_hook("/etc/passwd", argv, no_env, "", "", "", 0, 0, 0, -1, &r) == -1 && r.error == EACCES);
	CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
}

static void operation_reports(struct helper *h)
{
	char expected[160], before[160], after[160];
	OK(do_root(h));
	CHECK(getcwd(before, sizeof(before)) != NULL);
	struct op_hook op = {
		.kind = "createContainer", .path = "/bin/sh", .env = list(NULL), .head = "<", .tail = ">\n"};
	op.args = list("sh", "-c", "cat; exec pwd -P; exit 7", NULL);
	OK(op_hook(h, &op));
	op.args = list("sh", "-c", "cat; pwd -P; exit 7", NULL);
	FAILS(op_hook(h, &op), CALL_HOOK, 0);
	snprintf(expected, sizeof(expected), "exit status 7, output: <%d>\n%s\n", (int)getpid(), rootfs);
	if (strcmp(last.text, expected) != 0)
		FAILED("%s", last.text);
	op.args = list("sh", "-c", "kill -9 $$", NULL);
	FAILS(op_hook(h, &op), CALL_HOOK, 0);
	CHECK(strstr(last.text, "killed by signal 9") != NULL);
	op.args = list("sh", "-c", "exec sleep 9", NULL);
	op.timeout = 1;
	FAILS(op_hook(h, &op), CALL_HOOK, ETIMEDOUT);
	op.path = "/missing";
	FAILS(op_hook(h, &op), CALL_HOOK, ENOENT);
	CHECK(getcwd(after, sizeof(after)) != NULL && strcmp(before, after) == 0);
}

const struct test hook_tests[] = {
	{"[H-3] [H-4] [H-5] [H-8] a hook gets its argv, environment, document and limits", gets_what_it_should},
	{"a hook has descriptors 0-2 only", has_only_its_descriptors},
	{"a hook starts with every signal reset", signals_are_reset},
	{"a hook need not read its document", need_not_read},
	{"a loud hook does not block", may_be_loud},
	{"[H-6] a hook is killed in time, and what it leaves behind is not waited for", is_killed_in_time},
	{"[H-3] a hook that cannot be started says why and leaves no process", cannot_be_started},
	{"[ST-11] the hook operation reports status and output, with the pid of its own namespace",
		operation_reports},
	{NULL, NULL},
};
