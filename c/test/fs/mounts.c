// Mounts, binds, remounts, propagation.
#include "driver.h"

#include <stddef.h>
#include <sys/prctl.h>
#include <sys/xattr.h>

static void usual_file_systems(struct helper *h)
{
	OK(do_root(h));
	OK(do_strict(h, "proc", "/proc"));
	OK(do_strict(h, "sysfs", "/sys"));
	OK(do_devices(h));
	OK(do_mount(h, "mqueue", "/dev/mqueue", list(NULL)));
	OK(do_mount(h, "tmpfs", "/dev/shm", list("mode=1777", "size=65536k", NULL)));
	CHECK(mount_has(in_root("/dev/shm"), "size=65536k") && mount_has(in_root("/proc"), "proc"));
	FAILS(do_mount(h, "nosuchfs", "/x", list(NULL)), CALL_FSOPEN, ENODEV);
	FAILS(do_mount(h, "tmpfs", "/y", list("bogus=1", NULL)), CALL_FSCONFIG, EINVAL);
	CHECK(strstr(last.text, "bogus") != NULL);
}

static void attributes_and_words(struct helper *h)
{
	OK(do_root(h));
	struct op_mount op = {.fstype = "tmpfs", .source = "foo", .target = "/t", .words = list("sync", NULL)};
	op.attr = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_NOATIME;
	op.options = list("mode=700", "size=1m", NULL);
	op.propagation = MS_SHARED;
	OK(op_mount(h, &op));
	const char *t = in_root("/t");
	CHECK(
		mount_has(t, "nosuid") && mount_has(t, "nodev") && mount_has(t, "noexec") && mount_has(t, "noatime"));
	CHECK(
		mount_has(t, "sync") && mount_has(t, "size=1024k") && mount_has(t, "foo") && mount_has(t, "shared:"));
	op.target = "/u";
	op.propagation = MS_UNBINDABLE;
	OK(op_mount(h, &op));
	CHECK(mount_has(in_root("/u"), "unbindable"));
}

static void tmpfs_looks_like_the_directory(struct helper *h)
{
	struct stat st;
	put_directory("rootfs/tmp");
	CHECK(chmod(in_root("/tmp"), 01770) == 0);
	OK(do_root(h));
	OK(do_mount(h, "tmpfs", "/tmp", list(NULL)));
	CHECK(stat(in_root("/tmp"), &st) == 0 && (st.st_mode & 07777) == 01770);
	OK(do_mount(h, "tmpfs", "/fresh", list(NULL)));
	CHECK(stat(in_root("/fresh"), &st) == 0 && (st.st_mode & 07777) == 01777);
}

static void proc_only_on_real_directories(struct helper *h)
{
	put_directory("rootfs/fake");
	put_link("fake", "rootfs/proc");
	put_link("/fake", "rootfs/sys");
	put("rootfs/file", "");
	OK(do_root(h));
	FAILS(do_strict(h, "proc", "/proc"), CALL_CHECK_FILE_TYPE, ELOOP);
	CHECK(strstr(last.text, "must be mounted on ordinary directory") != NULL);
	FAILS(do_strict(h, "sysfs", "/sys"), CALL_CHECK_FILE_TYPE, ELOOP);
	FAILS(do_strict(h, "proc", "/file"), CALL_CHECK_FILE_TYPE, ENOTDIR);
	CHECK(mounts_at(in_root("/fake")) == 0);
}

static void target_through_links_stays_inside(struct helper *h)
{
	char out[120];
	snprintf(out, sizeof(out), "%s/outside", base);
	put_link("../../outside", "rootfs/up");
	put_link(out, "rootfs/absolute");
	OK(do_root(h));
	OK(do_mount(h, "tmpfs", "/up", list(NULL)));
	OK(do_mount(h, "tmpfs", "/absolute/x", list(NULL)));
	CHECK(mounts_at(out) == 0 && mounts_at(in_root("/outside")) == 1 && !exists("outside/x"));
	FAILS(do_mount(h, "tmpfs", "/", list(NULL)), CALL_CHECK_INSIDE_ROOT, EBUSY);
	FAILS(do_mount(h, "tmpfs", "/up/../..", list(NULL)), CALL_CHECK_INSIDE_ROOT, EBUSY);
}

static void cgroup_hierarchies(struct helper *h)
{
	if (access("/sys/fs/cgroup/unified", F_OK) != 0)
		test_skipped("no hybrid cgroup layout");
	OK(do_root(h));
	OK(do_mount(h, "cgroup", "/cg/pids", list("pids", NULL)));
	OK(do_mount(h, "cgroup2", "/cg/unified", list(NULL)));
	CHECK(access(in_root("/cg/pids/cgroup.procs"), F_OK) == 0);
	CHECK(access(in_root("/cg/unified/cgroup.controllers"), F_OK) == 0);
	if (access("/sys/fs/cgroup/systemd", F_OK) == 0)
		OK(do_mount(h, "cgroup", "/cg/systemd", list("none", "name=systemd", NULL)));
}

static void copyup_takes_everything(struct helper *h)
{
	struct stat st;
	char value[4];
	umask(022);
	put_directory("rootfs/d");
	put_directory("rootfs/d/sub");
	put("rootfs/d/sub/file", "content");
	put_link("sub/file", "rootfs/d/link");
	CHECK(chown(in_root("/d/sub"), 3, 4) == 0 && chmod(in_root("/d/sub/file"), 04750) == 0);
	CHECK(chown(in_root("/d"), 5, 6) == 0 && chmod(in_root("/d"), 0711) == 0);
	CHECK(mkfifo(in_root("/d/fifo"), 0600) == 0);
	CHECK(mknod(in_root("/d/node"), S_IFCHR | 0640, makedev(1, 5)) == 0);
	bool attributes = setxattr(in_root("/d/sub/file"), "trusted.test", "v", 1, 0) == 0;
	OK(do_root(h));
	const struct op_mount op = {.fstype = "tmpfs", .target = "/d", .copyup = 1};
	OK(op_mount(h, &op));
	CHECK(mounts_at(in_root("/d")) == 1 && content_is(in_root("/d/link"), "content"));
	CHECK(stat(in_root("/d"), &st) == 0 && (st.st_mode & 07777) == 0711 && st.st_uid == 5 && st.st_gid == 6);
	CHECK(stat(in_root("/d/sub/file"), &st) == 0 && (st.st_mode & 07777) == 04750);
	CHECK(stat(in_root("/d/sub"), &st) == 0 && st.st_uid == 3 && st.st_gid == 4 &&
		(st.st_mode & 07777) == 0755);
	CHECK(lstat(in_root("/d/node"), &st) == 0 && st.st_rdev == makedev(1, 5) && (st.st_mode & 07777) == 0640);
	CHECK(lstat(in_root("/d/fifo"), &st) == 0 && S_ISFIFO(st.st_mode));
	CHECK(!attributes || getxattr(in_root("/d/sub/file"), "trusted.test", value, sizeof(value)) == 1);
	CHECK(unlink(in_root("/d/sub/file")) == 0 && umount(in_root("/d")) == 0);
	CHECK(content_is(in_root("/d/sub/file"), "content"));
}

static void binds_make_their_targets(struct helper *h)
{
	put_directory("outside/tree");
	put("outside/tree/f", "host");
	char source[120];
	OK(do_root(h));
	snprintf(source, sizeof(source), "%s/outside/tree", base);
	OK(do_bind(h, source, "/a/dir"));
	snprintf(source, sizeof(source), "%s/outside/tree/f", base);
	OK(do_bind(h, source, "/a/file"));
	CHECK(content_is(in_root("/a/dir/f"), "host") && content_is(in_root("/a/file"), "host"));
	snprintf(source, sizeof(source), "%s/outside/missing", base);
	FAILS(do_bind(h, source, "/a/m"), CALL_OPEN_TREE, ENOENT);
	CHECK(!exists("rootfs/a/m"));
	snprintf(source, sizeof(source), "%s/outside/tree", base);
	FAILS(do_bind(h, source, "/a/file"), CALL_OPENAT2, ENOTDIR);
}

static void bind_attributes(struct helper *h)
{
	char source[120], below[160];
	snprintf(source, sizeof(source), "%s/outside", base);
	snprintf(below, sizeof(below), "%s/sub", source);
	put_directory("outside/sub");
	CHECK(mount("sub", below, "tmpfs", MS_NOATIME, NULL) == 0);
	OK(do_root(h));
	struct op_bind op = {.source = source, .slot = SLOT_NONE, .target = "/plain"};
	op.set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOATIME;
	OK(op_bind(h, &op));
	const char *plain = in_root("/plain");
	CHECK(mount_has(plain, "ro") && mount_has(plain, "nosuid") && mount_has(plain, "noatime"));
	CHECK(mounts_at(in_root("/plain/sub")) == 0);
	op = (struct op_bind){.source = source, .slot = SLOT_NONE, .target = "/rec", .recursive = 1};
	op.rset = MOUNT_ATTR_RDONLY | MOUNT_ATTR_STRICTATIME;
	op.propagation = MS_REC | MS_SHARED;
	OK(op_bind(h, &op));
	CHECK(mount_has(in_root("/rec/sub"), "ro") && mount_has(in_root("/rec/sub"), "shared:"));
	CHECK(!mount_has(in_root("/rec/sub"), "noatime") && !mount_has(in_root("/rec/sub"), "relatime"));
	CHECK(!mount_has(below, "ro") && mount_has(below, "noatime"));
	op = (struct op_bind){.source = in_root("/rec"), .slot = SLOT_NONE, .target = "/un", .recursive = 1};
	op.rclear = MOUNT_ATTR_RDONLY;
	op.propagation = MS_UNBINDABLE;
	OK(op_bind(h, &op));
	CHECK(!mount_has(in_root("/un/sub"), "ro") && mount_has(in_root("/un"), "unbindable"));
	FAILS(do_bind(h, in_root("/un"), "/again"), CALL_OPEN_TREE, EINVAL);
}

static void bind_from_a_slot(struct helper *h)
{
	put_directory("outside/tree");
	put("outside/tree/f", "host");
	char source[120];
	snprintf(source, sizeof(source), "%s/outside/tree", base);
	OK(do_root(h));
	h->slots[2] = sys_open_tree(AT_FDCWD, source, 0);
	h->slot_count = 3;
	struct op_bind op = {.source = source, .slot = 2, .target = "/s"};
	OK(op_bind(h, &op));
	CHECK(content_is(in_root("/s/f"), "host") && h->slots[2] == -1);
	FAILS(op_bind(h, &op), CALL_PROTOCOL, EBADF);
}

static void remounts(struct helper *h)
{
	OK(do_root(h));
	OK(do_mount(h, "tmpfs", "/x", list("size=1m", NULL)));
	struct op_remount op = {.target = "/x", .set = MOUNT_ATTR_NOEXEC, .words = list("ro", NULL)};
	op.options = list("size=2m", NULL);
	OK(op_remount(h, &op));
	CHECK(mount_has(in_root("/x"), "noexec") && mount_has(in_root("/x"), "size=2048k"));
	CHECK(mkdir(in_root("/x/y"), 0755) == -1 && errno == EROFS);
	op = (struct op_remount){.target = "/x", .words = list("rw", NULL)};
	OK(op_remount(h, &op));
	CHECK(mkdir(in_root("/x/y"), 0755) == 0);
	op = (struct op_remount){.target = "/x", .set = MOUNT_ATTR_RDONLY, .clear = MOUNT_ATTR_NOEXEC, .bind = 1};
	OK(op_remount(h, &op));
	CHECK(mount_has(in_root("/x"), "ro") && !mount_has(in_root("/x"), "noexec"));
	op.target = "/x/y";
	FAILS(op_remount(h, &op), CALL_MOUNT_SETATTR, EINVAL);
}

static void overlay_with_long_options(struct helper *h)
{
	static char lower[2048], data[2300];
	umask(022);
	for (int i = 0; i < 4; i++) {
		char path[400], name[140];
		memset(name, 'a' + i, 120);
		name[120] = '\0';
		snprintf(path, sizeof(path), "outside/%s", name);
		put_directory(path);
		snprintf(path, sizeof(path), "outside/%s/f%d", name, i);
		put(path, "layer");
		snprintf(path, sizeof(path), "%s%s/outside/%s", i > 0 ? ":" : "", base, name);
		strcat(lower, path);
	}
	snprintf(data, sizeof(data), "lowerdir=%s", lower);
	OK(do_root(h));
	OK(do_mount(h, "overlay", "/o", list(data, NULL)));
	CHECK(content_is(in_root("/o/f0"), "layer") && content_is(in_root("/o/f3"), "layer"));
	// An escape forces mount(2).
	put_directory("outside/with:colon");
	put("outside/with:colon/g", "layer");
	snprintf(data, sizeof(data), "lowerdir=%s:%s/outside/with\\:colon", lower, base);
	struct op_mount op = {.fstype = "overlay", .target = "/p", .options = list(data, NULL)};
	op.attr = MOUNT_ATTR_NODEV;
	op.propagation = MS_SHARED;
	OK(op_mount(h, &op));
	CHECK(content_is(in_root("/p/g"), "layer") && content_is(in_root("/p/f2"), "layer"));
	CHECK(mount_has(in_root("/p"), "nodev") && mount_has(in_root("/p"), "shared:"));
	CHECK(getcwd(data, sizeof(data)) != NULL && data[0] == '/');
}

static void root_propagates(struct helper *h)
{
	const struct op_propagate shared = {.path = "/", .flags = MS_REC | MS_SHARED};
	const struct op_propagate slave = {.path = "/", .flags = MS_REC | MS_SLAVE};
	OK(op_propagate(h, &shared));
	CHECK(mount_has("/", "shared:") && mount_has(base, "shared:"));
	OK(op_propagate(h, &slave));
	CHECK(!mount_has("/", "shared:"));
	OK(op_propagate(h, &shared));
	const struct op_parent_private parent = {.path = rootfs};
	OK(op_parent_private(h, &parent));
	CHECK(!mount_has(base, "shared:") && mount_has("/", "shared:"));
	OK(do_root(h));
	const struct op_root_propagation rshared = {.flags = MS_REC | MS_SHARED};
	OK(op_root_propagation(h, &rshared));
	CHECK(mount_has(rootfs, "shared:"));
}

// What Linux 5.10 and 5.11 do not have, by a filter that says ENOSYS.
static void without_mount_setattr(void)
{
	const uint32_t no_such_call = 0x00050000u | ENOSYS;
	struct k_sock_filter filter[] = {
		{0x20, 0, 0, 0}, // load the number
		{0x15, 0, 1, SYS_mount_setattr},
		{0x06, 0, 0, no_such_call},
		{0x06, 0, 0, 0x7fff0000u},
	};
	const struct k_sock_fprog program = {.len = 4, .filter = filter};
	CHECK(prctl(PR_SET_SECCOMP, 2, &program) == 0);
}

static void older_kernels(struct helper *h)
{
	char source[120];
	put_directory("rootfs/d");
	snprintf(source, sizeof(source), "%s/outside", base);
	CHECK(mount(source, source, NULL, MS_BIND, NULL) == 0);
	CHECK(mount(NULL, source, NULL, MS_BIND | MS_REMOUNT | MS_NODEV | MS_NOATIME, NULL) == 0);
	without_mount_setattr();
	const struct op_propagate slave = {.path = "/", .flags = MS_REC | MS_SLAVE};
	OK(op_propagate(h, &slave));
	OK(do_root(h));
	struct op_bind op = {.source = source, .slot = SLOT_NONE, .target = "/b", .propagation = MS_SHARED};
	op.set = MOUNT_ATTR_RDONLY;
	OK(op_bind(h, &op));
	const char *b = in_root("/b");
	CHECK(mount_has(b, "ro") && mount_has(b, "nodev") && mount_has(b, "noatime") && mount_has(b, "shared:"));
	op.target = "/c";
	op.set = MOUNT_ATTR_STRICTATIME;
	op.clear = MOUNT_ATTR_NODEV;
	OK(op_bind(h, &op));
	CHECK(!mount_has(in_root("/c"), "nodev") && !mount_has(in_root("/c"), "noatime"));
	op.rset = MOUNT_ATTR_RDONLY;
	FAILS(op_bind(h, &op), CALL_MOUNT_SETATTR, ENOSYS);
	OK(do_strict(h, "proc", "/proc"));
	OK(do_pivot(h));
	OK(do_readonly(h, "/d"));
	CHECK(mkdir("/d/x", 0755) == -1 && errno == EROFS && mkdir("/x", 0755) == 0);
	const struct op_root_readonly readonly = {0};
	OK(op_root_readonly(h, &readonly));
	CHECK(mkdir("/y", 0755) == -1 && errno == EROFS);
}

const struct test mount_tests[] = {
	{"[MT-9] [MT-19] [MT-21] the usual file systems mount, unknown ones and options do not",
		usual_file_systems},
	{"[MT-6] [MT-11] attributes, words, options, source and propagation of a new mount",
		attributes_and_words},
	{"a tmpfs over a directory keeps its mode", tmpfs_looks_like_the_directory},
	{"proc and sysfs mount on real directories only (CVE-2019-19921, CVE-2023-27561)",
		proc_only_on_real_directories},
	{"[MT-5] a target through links stays inside the root; the root is no target",
		target_through_links_stays_inside},
	{"cgroup v1, named and v2 hierarchies mount", cgroup_hierarchies},
	{"[MO-58] copyup takes kinds, modes, owners and links over", copyup_takes_everything},
	{"[MT-18] [MT-19] a bind makes a file or a directory as its source is", binds_make_their_targets},
	{"[MO-42] [MO-44] [MO-46] [MO-59] bind attributes, recursive ones, propagation", bind_attributes},
	{"a bind takes the tree that the engine made", bind_from_a_slot},
	{"[MO-30] remount changes the mount and its file system", remounts},
	{"overlay takes more than 255 bytes of options", overlay_with_long_options},
	{"[MO-69] before Linux 5.12 all but the recursive attributes work", older_kernels},
	{"propagation of the host's root and of the container's", root_propagates},
	{NULL, NULL},
};
