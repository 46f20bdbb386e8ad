// Tests of the helper's file system operations: each test is a process in a mount namespace of its
// own, with a fresh tmpfs that holds `rootfs` (the container) and `outside` (the host).
#ifndef TSRUN_TEST_FS_DRIVER_H
#define TSRUN_TEST_FS_DRIVER_H

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../init/calls.h"
#include "../../init/helper.h"
#include "../../init/procfs.h"
#include "../../init/root.h"
#include "../../init/tree.h"

struct test {
	const char *title;
	void (*run)(struct helper *h);
};

// What the last failing operation reported.
struct last_report {
	enum call call;
	int error;
	char text[REPORT_TEXT];
};
extern struct last_report last;

// Where the test's world lies.
extern char base[64];
extern char rootfs[80];

#define FAILED(...) test_failed(__FILE__, __LINE__, __VA_ARGS__)
#define CHECK(condition)                                                                                     \
	do {                                                                                                     \
		if (!(condition))                                                                                    \
			FAILED("%s (errno: %s)", #condition, strerror(errno));                                           \
	} while (0)
#define OK(call_)                                                                                            \
	do {                                                                                                     \
		if ((call_) != 0)                                                                                    \
			FAILED("%s: call %d, %s: %s", #call_, (int)last.call, strerror(last.error), last.text);          \
	} while (0)
#define FAILS(call_, with_call, with_error)                                                                  \
	do {                                                                                                     \
		last.error = 0;                                                                                      \
		if ((call_) == 0)                                                                                    \
			FAILED("%s succeeded", #call_);                                                                  \
		if (last.call != (with_call) || last.error != (with_error))                                          \
			FAILED("%s: call %d, %s: %s", #call_, (int)last.call, strerror(last.error), last.text);          \
	} while (0)

void test_failed(const char *file, int line, const char *format, ...)
	__attribute__((noreturn, format(printf, 3, 4)));
void test_skipped(const char *reason) __attribute__((noreturn));

// Files of the test's world; paths relative to `base`.
void put(const char *path, const char *content);
void put_directory(const char *path);
void put_link(const char *text, const char *path);
bool exists(const char *path);
// The absolute path of something in the root, before it is entered. Eight are valid at a time.
char *in_root(const char *path);
bool content_is(const char *path, const char *content); // any path, by the usual rules
bool mount_has(const char *path, const char *word);     // in the mountinfo line of an absolute path
int mounts_at(const char *path);
struct strs list(const char *first, ...);

// Operations with the fields that a test does not care about left out.
int do_root(struct helper *h);
int do_mount(struct helper *h, const char *fstype, const char *target, struct strs options);
int do_strict(struct helper *h, const char *fstype, const char *target);
int do_bind(struct helper *h, const char *source, const char *target);
int do_mknod(struct helper *h, const char *path, uint32_t mode, uint32_t major, uint32_t minor);
int do_symlink(struct helper *h, const char *text, const char *path, uint32_t replace);
int do_mask(struct helper *h, const char *path);
int do_readonly(struct helper *h, const char *path);
int do_devices(struct helper *h); // a tmpfs on /dev with null and devpts
int do_pivot(struct helper *h);

extern const struct test path_tests[], mount_tests[], inside_tests[], hook_tests[];

#endif
