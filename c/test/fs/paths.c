// Paths: resolution, making, links that lead out, racers, devices.
#include "driver.h"

#include <signal.h>

#ifndef RENAME_EXCHANGE
#define RENAME_EXCHANGE 2u
#endif

static void resolves_inside(struct helper *h)
{
	put("outside/secret", "host");
	put("rootfs/inside", "container");
	put_link("../../../../outside/secret", "rootfs/up");
	put_link("/inside", "rootfs/absolute");
	OK(do_root(h));
	CHECK(root_open(h, "/up", O_RDONLY) == -1 && errno == ENOENT);
	CHECK(root_open(h, "/../../outside/secret", O_RDONLY) == -1 && errno == ENOENT);
	int fd = root_open(h, "/absolute", O_RDONLY);
	char text[16] = "";
	CHECK(fd >= 0 && read(fd, text, sizeof(text) - 1) == 9 && strcmp(text, "container") == 0);
	CHECK((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
}

static void strict_refuses_links(struct helper *h)
{
	put_directory("rootfs/real");
	put_link("real", "rootfs/link");
	OK(do_root(h));
	CHECK(root_open_strict(h, "/real", O_PATH) >= 0);
	CHECK(root_open_strict(h, "/link", O_PATH) == -1 && errno == ELOOP);
}

static void makes_directories_with_exact_modes(struct helper *h)
{
	struct stat st;
	OK(do_root(h));
	int fd = root_open_or_make(h, "/a/b/./c/../d", true);
	CHECK(fd >= 0 && fstat(fd, &st) == 0 && st.st_mode == (S_IFDIR | 0755));
	CHECK(exists("rootfs/a/b/d") && exists("rootfs/a/b/c"));
	fd = root_open_or_make(h, "/a/file", false);
	CHECK(fd >= 0 && fstat(fd, &st) == 0 && st.st_mode == (S_IFREG | 0644));
	CHECK(root_open_or_make(h, "/a/file", true) == -1 && errno == ENOTDIR);
	CHECK(root_open_or_make(h, "/a", false) == -1 && errno == EISDIR);
	CHECK(root_open_or_make(h, "/a/file/below", true) == -1 && errno == ENOTDIR);
}

static void dangling_links_stay_inside(struct helper *h)
{
	put_link("/new/place", "rootfs/absolute");
	put_link("../../../../../outside/made", "rootfs/up");
	put_link("loop", "rootfs/loop");
	OK(do_root(h));
	CHECK(root_open_or_make(h, "/absolute/x", true) >= 0);
	CHECK(exists("rootfs/new/place/x") && !exists("new"));
	CHECK(root_open_or_make(h, "/up/x", true) >= 0);
	CHECK(exists("rootfs/outside/made/x") && !exists("outside/made"));
	CHECK(root_open_or_make(h, "/loop/x", true) == -1 && errno == ELOOP);
}

static void strict_making_follows_no_link(struct helper *h)
{
	put_directory("rootfs/elsewhere");
	put_link("elsewhere", "rootfs/proc");
	put_link("missing", "rootfs/sys");
	put_link("elsewhere", "rootfs/console");
	OK(do_root(h));
	CHECK(root_open_or_make_strict(h, "/proc", true) == -1);
	CHECK(root_open_or_make_strict(h, "/proc/x", true) == -1);
	CHECK(root_open_or_make_strict(h, "/sys", true) == -1);
	CHECK(root_open_or_make_strict(h, "/console", false) == -1 && errno == ELOOP);
	CHECK(!exists("rootfs/missing") && !exists("rootfs/elsewhere/x"));
}

static void parent_wants_a_name(struct helper *h)
{
	const char *name = NULL;
	OK(do_root(h));
	CHECK(root_parent(h, "/x/y/z", &name) >= 0 && strcmp(name, "z") == 0 && exists("rootfs/x/y"));
	CHECK(root_parent(h, "/x/..", &name) == -1 && errno == EINVAL);
	CHECK(root_parent(h, "/", &name) == -1 && errno == EINVAL);
}

// Swaps two names for as long as it lives.
static pid_t start_racer(const char *one, const char *other)
{
	char a[160], b[160];
	snprintf(a, sizeof(a), "%s/%s", base, one);
	snprintf(b, sizeof(b), "%s/%s", base, other);
	pid_t pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		alarm(60);
		for (;;)
			syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE);
	}
	return pid;
}

static void stop_racer(pid_t pid)
{
	kill(pid, SIGKILL);
	CHECK(waitpid(pid, NULL, 0) == pid);
}

static void racer_gets_nothing_made_outside(struct helper *h)
{
	char link[160], empty[200];
	snprintf(link, sizeof(link), "%s/outside", base);
	put_directory("rootfs/volume");
	put_link(link, "rootfs/swap");
	OK(do_root(h));
	pid_t racer = start_racer("rootfs/volume", "rootfs/swap");
	for (int i = 0; i < 3000; i++) {
		char path[64];
		snprintf(path, sizeof(path), "/volume/a/b%d", i % 7);
		int fd = root_open_or_make(h, path, (i & 1) != 0);
		if (fd >= 0)
			close(fd);
		snprintf(path, sizeof(path), "/volume/n%d", i % 7);
		do_mknod(h, path, S_IFIFO | 0600, 0, 0);
		do_symlink(h, "x", "/volume/l", 1);
	}
	stop_racer(racer);
	// The same names may exist inside the root now; outside nothing may.
	snprintf(empty, sizeof(empty), "[ -z \"$(ls -A %s/outside)\" ]", base);
	CHECK(system(empty) == 0);
}

static void racer_cannot_move_a_strict_mount(struct helper *h)
{
	put_directory("rootfs/proc");
	put_directory("rootfs/other");
	put_link("other", "rootfs/swap");
	OK(do_root(h));
	pid_t racer = start_racer("rootfs/proc", "rootfs/swap");
	int mounted = 0;
	// A name with a mount on it cannot be swapped any more: what succeeded must be where it was asked for.
	for (int i = 0; i < 400; i++) {
		bool done = do_strict(h, "proc", "/proc") == 0;
		CHECK(!done || mounts_at(in_root("/proc")) == 1);
		CHECK(mounts_at(in_root("/other")) == 0);
		mounted += done;
		umount2(in_root("/proc"), MNT_DETACH | UMOUNT_NOFOLLOW);
		umount2(in_root("/swap"), MNT_DETACH | UMOUNT_NOFOLLOW);
	}
	stop_racer(racer);
	printf("  %d of 400 mounted\n", mounted);
}

static void device_is_exact(struct helper *h)
{
	struct stat st;
	OK(do_root(h));
	const struct op_mknod op = {
		.path = "/opt/dev/x", .mode = S_IFCHR | 0666, .major = 1, .minor = 5, .uid = 7, .gid = 8};
	OK(op_mknod(h, &op));
	CHECK(stat(in_root("/opt/dev/x"), &st) == 0);
	CHECK(st.st_mode == (S_IFCHR | 0666) && st.st_rdev == makedev(1, 5) && st.st_uid == 7 && st.st_gid == 8);
	OK(op_mknod(h, &op));
	OK(do_mknod(h, "/fifo", S_IFIFO | 0600, 0, 0));
	OK(do_mknod(h, "/fifo", S_IFIFO | 0600, 0, 0));
}

static void something_else_is_an_error(struct helper *h)
{
	put_directory("rootfs/dev");
	put("rootfs/dev/foo", "file");
	put_link("/target", "rootfs/dev/link");
	OK(do_root(h));
	FAILS(do_mknod(h, "/dev/foo", S_IFCHR | 0600, 1, 3), CALL_CHECK_FILE_TYPE, EEXIST);
	FAILS(do_mknod(h, "/dev/link", S_IFCHR | 0600, 1, 3), CALL_CHECK_FILE_TYPE, EEXIST);
	OK(do_mknod(h, "/dev/zero", S_IFCHR | 0600, 1, 5));
	FAILS(do_mknod(h, "/dev/zero", S_IFCHR | 0600, 1, 3), CALL_CHECK_FILE_TYPE, EEXIST);
	FAILS(do_mknod(h, "/dev/zero", S_IFBLK | 0600, 1, 5), CALL_CHECK_FILE_TYPE, EEXIST);
	CHECK(!exists("rootfs/target"));
}

static void device_binds_from_the_host(struct helper *h)
{
	struct stat st;
	OK(do_root(h));
	struct op_bind_device op = {.source = "/dev/null", .path = "/dev/null", .mode = S_IFCHR | 0666};
	op.major = 1;
	op.minor = 3;
	OK(op_bind_device(h, &op));
	OK(op_bind_device(h, &op));
	CHECK(stat(in_root("/dev/null"), &st) == 0 && st.st_rdev == makedev(1, 3));
	CHECK(mounts_at(in_root("/dev/null")) == 1);
	op.source = "/dev/zero";
	op.path = "/dev/other";
	FAILS(op_bind_device(h, &op), CALL_CHECK_FILE_TYPE, ENODEV);
	put("rootfs/full", "content");
	op.source = "/dev/null";
	op.path = "/full";
	FAILS(op_bind_device(h, &op), CALL_CHECK_FILE_TYPE, EEXIST);
}

static void dev_as_a_link_reaches_no_host_file(struct helper *h)
{
	char out[120];
	snprintf(out, sizeof(out), "%s/outside", base);
	put("outside/ptmx", "host");
	put_link(out, "rootfs/dev");
	OK(do_root(h));
	OK(do_symlink(h, "pts/ptmx", "/dev/ptmx", 1));
	OK(do_symlink(h, "/proc/self/fd", "/dev/fd", 0));
	OK(do_mknod(h, "/dev/null", S_IFCHR | 0666, 1, 3));
	snprintf(out, sizeof(out), "%s/outside/ptmx", base);
	CHECK(content_is(out, "host") && !exists("outside/fd") && !exists("outside/null"));
}

static void links_replace_or_stay(struct helper *h)
{
	char text[64] = "";
	OK(do_root(h));
	OK(do_symlink(h, "one", "/l", 0));
	OK(do_symlink(h, "two", "/l", 0));
	CHECK(readlink(in_root("/l"), text, sizeof(text) - 1) == 3 && strcmp(text, "one") == 0);
	OK(do_symlink(h, "two", "/l", 1));
	CHECK(readlink(in_root("/l"), text, sizeof(text) - 1) == 3 && strcmp(text, "two") == 0);
	put_directory("rootfs/d");
	FAILS(do_symlink(h, "two", "/d", 1), CALL_UNLINK, EISDIR);
}

const struct test path_tests[] = {
	{"paths resolve inside the root, whatever links say", resolves_inside},
	{"a strict path refuses links", strict_refuses_links},
	{"missing directories and files are made with exact modes", makes_directories_with_exact_modes},
	{"dangling links are followed inside the root", dangling_links_stay_inside},
	{"strict making follows no link", strict_making_follows_no_link},
	{"the parent of a path needs a last name", parent_wants_a_name},
	{"a racer that swaps a directory gets nothing made outside (CVE-2021-30465, CVE-2024-45310)",
		racer_gets_nothing_made_outside},
	{"a racer cannot move a proc mount (CVE-2019-19921)", racer_cannot_move_a_strict_mount},
	{"[DV-1] [DV-6] [DV-8] [DV-9] a device node is exactly what was asked for", device_is_exact},
	{"[DV-5] something else at a device's path is an error", something_else_is_an_error},
	{"[DV-2] a device is bound from the host after a look at it", device_binds_from_the_host},
	{"/dev as a link reaches no host file (CVE-2026-41579)", dev_as_a_link_reaches_no_host_file},
	{"[RL-6] links replace what is there only when told to", links_replace_or_stay},
	{NULL, NULL},
};
