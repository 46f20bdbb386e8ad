// Runs the tests, one process each, and counts.
#include "driver.h"

#include <sched.h>
#include <signal.h>

struct last_report last;
char base[64];
char rootfs[80];

#define SKIPPED 77

// --- what the operations need from the rest of the helper ------------------------------------------

int fail(struct helper *h, enum call call, int error, const char *text)
{
	(void)h;
	last.call = call;
	last.error = error;
	snprintf(last.text, sizeof(last.text), "%s", text == NULL ? "" : text);
	return -1;
}

int warn_step(struct helper *h, enum call call, int error, const char *text)
{
	(void)fail(h, call, error, text);
	return 0;
}

// --- checks -------------------------------------------------------------------------------------------

void test_failed(const char *file, int line, const char *format, ...)
{
	va_list arguments;
	printf("  %s:%d: ", file, line);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
	fflush(stdout);
	_exit(1);
}

void test_skipped(const char *reason)
{
	printf("  skipped: %s\n", reason);
	fflush(stdout);
	_exit(SKIPPED);
}

static const char *in_base(const char *path)
{
	static char full[512];
	snprintf(full, sizeof(full), "%s/%s", base, path);
	return full;
}

char *in_root(const char *path)
{
	static char full[8][256];
	static int turn;
	char *out = full[turn++ % 8];
	snprintf(out, 256, "%s%s", rootfs, path);
	return out;
}

void put(const char *path, const char *content)
{
	int fd = open(in_base(path), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
	CHECK(fd >= 0);
	CHECK(write(fd, content, strlen(content)) == (ssize_t)strlen(content));
	close(fd);
}

void put_directory(const char *path)
{
	CHECK(mkdir(in_base(path), 0755) == 0);
}

void put_link(const char *text, const char *path)
{
	CHECK(symlink(text, in_base(path)) == 0);
}

bool exists(const char *path)
{
	struct stat st;
	return lstat(in_base(path), &st) == 0;
}

bool content_is(const char *path, const char *content)
{
	char buffer[512];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t length = read(fd, buffer, sizeof(buffer) - 1);
	close(fd);
	if (length < 0)
		return false;
	buffer[length] = '\0';
	return strcmp(buffer, content) == 0;
}

// The last line of mountinfo for a mount point; the number of lines.
static int find_mount(const char *path, char *line, size_t size)
{
	FILE *file = fopen("/proc/self/mountinfo", "re");
	CHECK(file != NULL);
	char current[4096], point[1024];
	int count = 0;
	while (fgets(current, sizeof(current), file) != NULL)
		if (sscanf(current, "%*d %*d %*s %*s %1023s", point) == 1 && strcmp(point, path) == 0) {
			snprintf(line, size, "%s", current);
			count++;
		}
	fclose(file);
	return count;
}

bool mount_has(const char *path, const char *word)
{
	char line[4096];
	if (find_mount(path, line, sizeof(line)) == 0)
		FAILED("%s is no mount point", path);
	char *rest = line;
	char *part;
	while ((part = strsep(&rest, " ,\n")) != NULL)
		if (strncmp(part, word, strlen(word)) == 0)
			return true;
	return false;
}

int mounts_at(const char *path)
{
	char line[4096];
	return find_mount(path, line, sizeof(line));
}

struct strs list(const char *first, ...)
{
	struct strs out = {.items = calloc(16, sizeof(char *))};
	CHECK(out.items != NULL);
	va_list arguments;
	va_start(arguments, first);
	for (const char *word = first; word != NULL && out.count < 15; word = va_arg(arguments, const char *))
		out.items[out.count++] = word;
	va_end(arguments);
	return out;
}

// --- operations -----------------------------------------------------------------------------------------

int do_root(struct helper *h)
{
	const struct op_root op = {.path = rootfs, .bind = 1};
	return op_root(h, &op);
}

int do_mount(struct helper *h, const char *fstype, const char *target, struct strs options)
{
	const struct op_mount op = {.fstype = fstype, .source = fstype, .target = target, .options = options};
	return op_mount(h, &op);
}

int do_strict(struct helper *h, const char *fstype, const char *target)
{
	const struct op_mount op = {.fstype = fstype, .source = fstype, .target = target, .strict = 1};
	return op_mount(h, &op);
}

int do_bind(struct helper *h, const char *source, const char *target)
{
	const struct op_bind op = {.source = source, .slot = SLOT_NONE, .target = target, .recursive = 1};
	return op_bind(h, &op);
}

int do_mknod(struct helper *h, const char *path, uint32_t mode, uint32_t major_, uint32_t minor_)
{
	const struct op_mknod op = {.path = path, .mode = mode, .major = major_, .minor = minor_};
	return op_mknod(h, &op);
}

int do_symlink(struct helper *h, const char *text, const char *path, uint32_t replace)
{
	const struct op_symlink op = {.text = text, .path = path, .replace = replace};
	return op_symlink(h, &op);
}

int do_mask(struct helper *h, const char *path)
{
	const struct op_path_mask op = {.path = path};
	return op_path_mask(h, &op);
}

int do_readonly(struct helper *h, const char *path)
{
	const struct op_path_readonly op = {.path = path};
	return op_path_readonly(h, &op);
}

int do_devices(struct helper *h)
{
	if (do_mount(h, "tmpfs", "/dev", list("mode=755", NULL)) != 0)
		return -1;
	if (do_mount(h, "devpts", "/dev/pts", list("newinstance", "ptmxmode=0666", "mode=0620", "gid=5", NULL)) !=
		0)
		return -1;
	return do_mknod(h, "/dev/null", S_IFCHR | 0666, 1, 3);
}

int do_pivot(struct helper *h)
{
	const struct op_parent_private parent = {.path = rootfs};
	const struct op_pivot_root pivot = {0};
	if (op_parent_private(h, &parent) != 0)
		return -1;
	return op_pivot_root(h, &pivot);
}

// --- the runner -------------------------------------------------------------------------------------------

static void run_child(const struct test *test)
{
	alarm(60);
	CHECK(unshare(CLONE_NEWNS | CLONE_NEWUTS) == 0);
	CHECK(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0);
	CHECK(mount("world", base, "tmpfs", 0, "mode=755") == 0);
	mode_t before = umask(022);
	put_directory("rootfs");
	put_directory("outside");
	umask(before);
	struct helper h;
	memset(&h, 0, sizeof(h));
	h.root = h.proc = h.sock = h.status = h.child_proc = -1;
	for (size_t i = 0; i < MAX_SLOTS; i++)
		h.slots[i] = -1;
	test->run(&h);
	fflush(stdout);
	_exit(0);
}

static int run_test(const struct test *test)
{
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0)
		run_child(test);
	int status = 0;
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return 1;
	if (WIFSIGNALED(status))
		printf("  killed by signal %d\n", WTERMSIG(status));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

// With an argument: only the tests whose title contains it.
int main(int argc, char **argv)
{
	static const struct test *const groups[] = {path_tests, mount_tests, inside_tests, hook_tests};
	int passed = 0, failed = 0, skipped = 0;
	if (geteuid() != 0) {
		printf("needs root\n0 passed, 1 failed, 0 skipped\n");
		return 1;
	}
	umask(077); // exact modes must not depend on it
	snprintf(base, sizeof(base), "/tmp/tsrun-fs-XXXXXX");
	if (mkdtemp(base) == NULL)
		return 1;
	snprintf(rootfs, sizeof(rootfs), "%s/rootfs", base);
	for (size_t g = 0; g < sizeof(groups) / sizeof(groups[0]); g++)
		for (const struct test *test = groups[g]; test->title != NULL; test++) {
			if (argc > 1 && strstr(test->title, argv[1]) == NULL)
				continue;
			int code = run_test(test);
			printf("%s %s\n", code == 0 ? "ok  " : code == SKIPPED ? "skip" : "FAIL", test->title);
			passed += code == 0;
			skipped += code == SKIPPED;
			failed += code != 0 && code != SKIPPED;
		}
	rmdir(base);
	printf("%d passed, %d failed, %d skipped\n", passed, failed, skipped);
	return failed == 0 ? 0 : 1;
}
