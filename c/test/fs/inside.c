// What happens once the root is entered: masks, read-only paths, sysctl, stdio, the console.
#include "driver.h"

#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>

static void enter_plain(struct helper *h)
{
	OK(do_root(h));
	OK(do_strict(h, "proc", "/proc"));
	OK(do_devices(h));
	OK(do_pivot(h));
}

static void pivots(struct helper *h)
{
	char cwd[64];
	put("rootfs/marker", "container");
	enter_plain(h);
	CHECK(h->entered && content_is("/marker", "container") && access(base, F_OK) != 0);
	CHECK(getcwd(cwd, sizeof(cwd)) != NULL && strcmp(cwd, "/") == 0);
	CHECK(mounts_at("/") == 1);
	CHECK(root_open(h, "/../marker", O_RDONLY) >= 0);
	const struct op_root_readonly readonly = {0};
	OK(op_root_readonly(h, &readonly));
	CHECK(mkdir("/x", 0755) == -1 && errno == EROFS && mkdir("/dev/x", 0755) == 0);
}

static void moves_the_root(struct helper *h)
{
	put("rootfs/marker", "container");
	put_directory("rootfs/x");
	CHECK(mount("proc", "/mnt", "proc", 0, NULL) == 0);
	OK(do_root(h));
	OK(do_strict(h, "proc", "/proc"));
	const struct op_move_root op = {0};
	OK(op_move_root(h, &op));
	CHECK(h->entered && content_is("/marker", "container") && access("/proc/self/status", F_OK) == 0);
	// Out of the chroot again, as a container with the right would: the host's proc and sysfs are gone.
	int out = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	CHECK(out >= 0 && chroot("/x") == 0 && fchdir(out) == 0);
	for (int i = 0; i < 8; i++)
		CHECK(chdir("..") == 0);
	CHECK(chroot(".") == 0);
	CHECK(access("/mnt/self", F_OK) != 0 && access("/sys/kernel", F_OK) != 0);
}

static void changes_root_only(struct helper *h)
{
	put("rootfs/marker", "container");
	const struct op_root root = {.path = rootfs};
	const struct op_chroot op = {0};
	OK(op_root(h, &root));
	OK(op_chroot(h, &op));
	CHECK(h->entered && content_is("/marker", "container"));
}

static void masks(struct helper *h)
{
	struct stat a, b;
	put("rootfs/secret", "key");
	put_directory("rootfs/one");
	put("rootfs/one/f", "key");
	put_directory("rootfs/two");
	CHECK(mkfifo(in_root("/fifo"), 0600) == 0);
	enter_plain(h);
	OK(do_mask(h, "/secret"));
	OK(do_mask(h, "/one"));
	OK(do_mask(h, "/two"));
	OK(do_mask(h, "/proc/version"));
	OK(do_mask(h, "/fifo"));
	OK(do_mask(h, "/not/there"));
	OK(do_mask(h, "/one/f"));
	OK(do_mask(h, "/secret/below"));
	CHECK(content_is("/secret", "") && content_is("/fifo", "") && content_is("/proc/version", ""));
	CHECK(access("/one/f", F_OK) != 0 && mkdir("/one/x", 0755) == -1 && errno == EROFS);
	CHECK(stat("/one", &a) == 0 && stat("/two", &b) == 0 && a.st_dev == b.st_dev);
	CHECK(mount_has("/two", "nosuid") && mount_has("/two", "nodev") && mount_has("/two", "ro"));
}

static void mask_wants_the_real_null(struct helper *h)
{
	put("rootfs/secret", "key");
	put("rootfs/evil", "evil");
	enter_plain(h);
	CHECK(unlink("/dev/null") == 0 && symlink("/evil", "/dev/null") == 0);
	FAILS(do_mask(h, "/secret"), CALL_CHECK_FILE_TYPE, ENODEV);
	CHECK(content_is("/secret", "key") && mounts_at("/secret") == 0);
	CHECK(unlink("/dev/null") == 0 && mkfifo("/dev/null", 0600) == 0);
	CHECK(open_null(h, O_RDONLY) == -1 && errno == ENODEV);
	CHECK(unlink("/dev/null") == 0 && mknod("/dev/null", S_IFCHR | 0666, makedev(1, 5)) == 0);
	CHECK(open_null(h, O_RDONLY) == -1 && errno == ENODEV);
}

static void readonly_paths(struct helper *h)
{
	put_directory("rootfs/d");
	OK(do_root(h));
	OK(do_strict(h, "proc", "/proc"));
	struct op_mount op = {.fstype = "tmpfs", .target = "/t"};
	op.attr = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC;
	OK(op_mount(h, &op));
	OK(do_pivot(h));
	CHECK(mkdir("/t/x", 0755) == 0);
	OK(do_readonly(h, "/t/x"));
	OK(do_readonly(h, "/proc/sys"));
	OK(do_readonly(h, "/not/there"));
	OK(do_readonly(h, "/d"));
	CHECK(mount_has("/t/x", "ro") && mount_has("/t/x", "nosuid") && mount_has("/t/x", "noexec"));
	CHECK(mkdir("/t/x/y", 0755) == -1 && errno == EROFS && mkdir("/t/z", 0755) == 0);
	CHECK(open("/proc/sys/kernel/hostname", O_WRONLY) == -1 && errno == EROFS);
	CHECK(mkdir("/d/y", 0755) == -1 && errno == EROFS);
}

static void names_and_parameters(struct helper *h)
{
	char name[64];
	enter_plain(h);
	const struct op_hostname host = {.name = "box"};
	const struct op_domainname domain = {.name = "example"};
	OK(op_hostname(h, &host));
	OK(op_domainname(h, &domain));
	CHECK(gethostname(name, sizeof(name)) == 0 && strcmp(name, "box") == 0);
	CHECK(content_is("/proc/sys/kernel/domainname", "example\n"));
	struct op_sysctl op = {.path = "kernel/domainname", .value = "other"};
	OK(op_sysctl(h, &op));
	CHECK(content_is("/proc/sys/kernel/domainname", "other\n"));
	op.path = "kernel/nosuch";
	FAILS(op_sysctl(h, &op), CALL_OPENAT2, ENOENT);
	op.path = "../../etc/passwd";
	FAILS(op_sysctl(h, &op), CALL_OPENAT2, EINVAL);
	op.path = "../self/comm";
	FAILS(op_sysctl(h, &op), CALL_OPENAT2, EINVAL);
	CHECK(procfs_open(h, "self/../../etc", O_RDONLY) == -1 && errno == EXDEV);
	CHECK(procfs_open(h, "self/root/etc", O_RDONLY) == -1 && errno == ELOOP);
	CHECK(procfs_open(h, "self/fd/0", O_RDONLY) == -1 && errno == ELOOP);
	int fd = procfs_open(h, "self/comm", O_WRONLY);
	CHECK(fd >= 0 && write(fd, "renamed", 7) == 7 && content_is("/proc/self/comm", "renamed\n"));
}

// A container's /proc that is covered with other files: writes still reach the real ones.
static void overmounted_proc(struct helper *h)
{
	put("rootfs/fake", "");
	enter_plain(h);
	CHECK(mount("/fake", "/proc/sys/kernel/domainname", NULL, MS_BIND, NULL) == 0);
	const struct op_sysctl op = {.path = "kernel/domainname", .value = "true"};
	OK(op_sysctl(h, &op));
	CHECK(content_is("/fake", ""));
	char name[64] = "";
	CHECK(getdomainname(name, sizeof(name)) == 0 && strcmp(name, "true") == 0);
}

// As the root of a user namespace with everything else new too.
static void in_user_namespace(struct helper *h)
{
	CHECK(chmod(base, 0755) == 0);
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWPID) != 0)
		test_skipped("no user namespaces");
	int map = open("/proc/self/uid_map", O_WRONLY | O_CLOEXEC);
	CHECK(map >= 0 && write(map, "0 0 1", 5) == 5 && close(map) == 0);
	pid_t child = fork();
	CHECK(child >= 0);
	if (child != 0) {
		int status;
		CHECK(waitpid(child, &status, 0) == child);
		_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
	}
	OK(do_root(h));
	OK(do_strict(h, "proc", "/proc"));
}

// Where procfs is covered a user namespace may make no new one: the copy of the mount serves.
static void overmounted_proc_in_a_user_namespace(struct helper *h)
{
	put("rootfs/fake", "");
	in_user_namespace(h);
	OK(do_pivot(h));
	CHECK(mount("/fake", "/proc/sys/kernel/domainname", NULL, MS_BIND, NULL) == 0);
	CHECK(mount("/fake", "/proc/self/comm", NULL, MS_BIND, NULL) == 0);
	const struct op_sysctl op = {.path = "kernel/domainname", .value = "mine"};
	OK(op_sysctl(h, &op));
	char name[64] = "";
	CHECK(getdomainname(name, sizeof(name)) == 0 && strcmp(name, "mine") == 0);
	CHECK(content_is("/fake", ""));
	int fd = procfs_open(h, "self/comm", O_WRONLY);
	CHECK(fd >= 0 && write(fd, "renamed", 7) == 7 && content_is("/fake", ""));
}

static void locked_flags(struct helper *h)
{
	put_directory("outside/locked");
	char source[120];
	snprintf(source, sizeof(source), "%s/outside/locked", base);
	CHECK(mount("locked", source, "tmpfs", MS_RDONLY | MS_NOEXEC, NULL) == 0);
	in_user_namespace(h);
	OK(do_bind(h, source, "/kept"));
	struct op_bind op = {.source = source, .slot = SLOT_NONE, .target = "/b", .clear = MOUNT_ATTR_NOEXEC};
	FAILS(op_bind(h, &op), CALL_MOUNT_SETATTR, EPERM);
	CHECK(strstr(last.text, "locked") != NULL);
	// Engines always say rw: that is a warning, and the mount stays as it is.
	op.clear = MOUNT_ATTR_RDONLY;
	op.target = "/rw";
	last = (struct last_report){0};
	CHECK(op_bind(h, &op) == 0 && last.call == CALL_MOUNT_SETATTR);
	int fd = root_open(h, "/rw", O_PATH);
	struct statvfs fs;
	CHECK(fd >= 0 && fstatvfs(fd, &fs) == 0 && (fs.f_flag & ST_RDONLY) != 0);
}

static void not_a_procfs(struct helper *h)
{
	put_directory("rootfs/proc");
	put_directory("rootfs/proc/self");
	put("rootfs/proc/self/comm", "");
	OK(do_root(h));
	OK(do_pivot(h));
	int fd = procfs_open(h, "self/comm", O_WRONLY);
	struct statfs fs;
	CHECK(fd >= 0 && fstatfs(fd, &fs) == 0 && (unsigned long)fs.f_type == 0x9fa0ul);
	CHECK(content_is("/proc/self/comm", ""));
}

static void stdio_becomes_the_containers(struct helper *h)
{
	struct stat null, now;
	int out = fcntl(1, F_DUPFD_CLOEXEC, 10);
	enter_plain(h);
	const struct op_stdio op = {0};
	CHECK(stat("/dev/null", &null) == 0);
	CHECK(mkdir("/other", 0755) == 0 && mknod("/other/null", S_IFCHR | 0666, makedev(1, 3)) == 0);
	int foreign = open("/other/null", O_WRONLY);
	CHECK(foreign >= 0);
	fflush(stdout);
	CHECK(dup2(foreign, 1) == 1);
	int result = op_stdio(h, &op);
	bool moved = fstat(1, &now) == 0 && now.st_dev == null.st_dev && now.st_ino == null.st_ino;
	int flags = fcntl(1, F_GETFL);
	bool kept = (fcntl(1, F_GETFD) & FD_CLOEXEC) == 0;
	CHECK(dup2(out, 1) == 1);
	OK(result);
	CHECK(moved && kept && (flags & O_ACCMODE) == O_WRONLY && (flags & O_NONBLOCK) == 0);
}

static int receive(int socket_, char *name, size_t size)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec text = {.iov_base = name, .iov_len = size - 1};
	struct msghdr message = {.msg_iov = &text, .msg_iovlen = 1, .msg_control = control.space};
	message.msg_controllen = sizeof(control.space);
	ssize_t length = recvmsg(socket_, &message, 0);
	CHECK(length > 0 && CMSG_FIRSTHDR(&message) != NULL);
	name[length] = '\0';
	int fd;
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	return fd;
}

static void gets_a_terminal(struct helper *h)
{
	int pair[2], out = fcntl(1, F_DUPFD_CLOEXEC, 10);
	char name[64], back[8] = "";
	struct stat a, b;
	struct winsize size;
	CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
	enter_plain(h);
	CHECK(setsid() > 0);
	h->slots[0] = pair[0];
	h->slot_count = 1;
	fflush(stdout);
	const struct op_console op = {.socket = 0, .rows = 30, .columns = 90, .uid = 12, .bind = 1};
	int result = op_console(h, &op);
	bool terminal = isatty(0) == 1 && isatty(1) == 1 && isatty(2) == 1;
	CHECK(dup2(out, 1) == 1);
	OK(result);
	CHECK(terminal && h->slots[0] == -1);
	int master = receive(pair[1], name, sizeof(name));
	CHECK(strcmp(name, "/dev/pts/0") == 0 && isatty(master) == 1);
	CHECK(ioctl(0, TIOCGWINSZ, &size) == 0 && size.ws_row == 30 && size.ws_col == 90);
	CHECK(fstat(0, &a) == 0 && stat("/dev/console", &b) == 0 && a.st_rdev == b.st_rdev && b.st_uid == 12);
	CHECK(tcgetpgrp(0) == getpid());
	CHECK(write(0, "hi", 2) == 2);
	CHECK(read(master, back, sizeof(back)) == 2 && strcmp(back, "hi") == 0);
}

static void console_refuses_fakes(struct helper *h)
{
	put("rootfs/target", "host");
	OK(do_root(h));
	OK(do_mount(h, "tmpfs", "/dev", list(NULL)));
	OK(do_pivot(h));
	const struct op_console op = {.socket = 0, .bind = 1};
	FAILS(op_console(h, &op), CALL_OPENAT2, ENOENT);
	CHECK(mkdir("/dev/pts", 0755) == 0 && mknod("/dev/pts/ptmx", S_IFCHR | 0666, makedev(5, 2)) == 0);
	FAILS(op_console(h, &op), CALL_CHECK_FILE_SYSTEM, ENODEV);
	CHECK(unlink("/dev/pts/ptmx") == 0 && mkfifo("/dev/pts/ptmx", 0600) == 0);
	FAILS(op_console(h, &op), CALL_CHECK_FILE_SYSTEM, ENODEV);
	OK(do_mount(h, "devpts", "/dev/pts", list("newinstance", "ptmxmode=0666", NULL)));
	CHECK(symlink("/target", "/dev/console") == 0);
	CHECK(setsid() > 0);
	FAILS(op_console(h, &op), CALL_OPENAT2, ELOOP);
	CHECK(content_is("/target", "host"));
}

const struct test inside_tests[] = {
	{"pivot_root leaves nothing of the host; [MO-39] the root can be made read-only", pivots},
	{"--no-pivot hides the host's proc and sysfs", moves_the_root},
	{"without a mount namespace the root is changed only", changes_root_only},
	{"[MK-1] [MK-3] masks cover files, directories and FIFOs; directories share one file system", masks},
	{"a replaced /dev/null masks nothing (CVE-2025-31133)", mask_wants_the_real_null},
	{"[RO-1] [RO-3] read-only paths keep the other flags", readonly_paths},
	{"[SY-1] [SY-4] names and kernel parameters; procfs paths follow no link and stay below",
		names_and_parameters},
	{"overmounts in /proc do not redirect writes (CVE-2025-52881)", overmounted_proc},
	{"nor do they in a user namespace", overmounted_proc_in_a_user_namespace},
	{"a flag that is locked by the user namespace is reported as such", locked_flags},
	{"a /proc that is no procfs is not written to (CVE-2019-16884)", not_a_procfs},
	{"[RL-3] stdio of the host's null device becomes the container's", stdio_becomes_the_containers},
	{"[DV-20] the terminal comes from the container's devpts, and /dev/console is it", gets_a_terminal},
	{"fake ptmx and console links are refused (CVE-2025-52565)", console_refuses_fakes},
	{NULL, NULL},
};
