// The helper: one small static program that performs the steps of a plan. It has two lives: stage 0,
// single-threaded in the host's namespaces, and init, which becomes the container's process.
#ifndef TSRUN_INIT_HELPER_H
#define TSRUN_INIT_HELPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "../common/hook.h"
#include "ops.gen.h"

#define MAX_SLOTS 64u
#define MAX_JOINS 16u
#define MAX_PRESERVED 1024u
#define REPORT_TEXT 512u

// How the helper ends when it does not become the program. The engine words failures from reports;
// these only tell a helper that ended by itself from one that was killed.
enum exit_code {
	EXIT_DONE = 0,        // stage 0 after its last step
	EXIT_ARGUMENTS = 120, // started by something else than the engine
	EXIT_PLAN = 121,      // the plan was refused
	EXIT_STAGE0 = 122,    // a step of stage 0 failed
	EXIT_INIT = 123,      // a step of init failed
	EXIT_PEER = 124,      // the engine or stage 0 is gone
};

// One report: fixed size, one datagram (or one atomic write to the status FIFO).
struct report {
	uint32_t kind;   // enum report_kind
	uint32_t step;   // index of the step in the whole plan
	uint32_t call;   // enum call
	int32_t error;   // errno
	int64_t value;   // pid, or what the kind says
	uint32_t length; // bytes of text
	uint32_t reserved;
	char text[REPORT_TEXT];
};
_Static_assert(sizeof(struct report) == 544, "the engine reads 544 bytes");

// What a running helper knows. One per process, passed to every operation.
struct helper {
	struct plan plan;     // decoded, read-only
	uint32_t step;        // index of the step being performed, for reports
	bool is_init;         // this process becomes the container's; else it is stage 0
	int sock;             // SEQPACKET to the engine, -1 after `committed`
	int status;           // status FIFO after the gate has opened, else -1
	int slots[MAX_SLOTS]; // descriptors passed by the engine, by slot number
	uint32_t slot_count;
	int root;             // O_PATH of the container's root, -1 before op_root
	bool entered;         // the root is "/" of this process
	int proc;             // private procfs (directory fd), -1 until first use
	int child_proc;       // stage 0: /proc/<pid> of the child, -1 before clone
	pid_t child;          // stage 0: pid of the child in the runtime's namespace
	int mapped[2];        // pipe: stage 0 tells init that the id maps are written
	char *program;        // what op_lookup found
	char *home;           // the HOME=... that was looked up, in env
	uint64_t nofile_soft; // the caller's RLIMIT_NOFILE, which the engine has raised
	uint64_t nofile_hard;
	const char **env;                       // what the program gets, prepared by op_lookup
	uint64_t preserved[MAX_PRESERVED / 64]; // bit n: descriptor 3 + n came with the caller
	int host_proc;                          // stage 0: the runtime's /proc, -1 when no step needs it
	int joins[MAX_JOINS]; // stage 0: the namespaces of all join steps, opened before the first is entered
	uint32_t join_count;
	uint32_t join_next;   // index of the next join step's in joins
	int later[MAX_JOINS]; // namespace fds that join-rest enters, with their types
	uint32_t later_type[MAX_JOINS];
	const char *later_path[MAX_JOINS];
	uint32_t later_count;
};

// Fills and sends an error report for the current step; always returns -1, so that an operation can
// `return fail(h, CALL_OPENAT2, errno, path);`. text may be NULL.
int fail(struct helper *h, enum call call, int error, const char *text);
// The same for a warning; returns 0.
int warn_step(struct helper *h, enum call call, int error, const char *text);
// Sends a report of another kind, with one descriptor when fd >= 0.
int report(struct helper *h, enum report_kind kind, int64_t value, int fd);

// --- root.c: every path inside the container goes through these -------------------------------
// Opens an existing path inside the root (openat2, RESOLVE_IN_ROOT, EAGAIN retried). O_CLOEXEC is
// added. Returns a descriptor or -1 with errno.
int root_open(struct helper *h, const char *path, int flags);
// The same, refusing every link and mount crossing trick: the path must be what it says.
int root_open_strict(struct helper *h, const char *path, int flags);
// Opens path as O_PATH, making it (and its parents, 0755) when it is missing: a directory, or an
// empty file when `directory` is false. Dangling links are followed inside the root.
int root_open_or_make(struct helper *h, const char *path, bool directory);
// The parent directory of path (made when missing), to be used now and closed by nobody; points *name
// at the last component.
int root_parent(struct helper *h, const char *path, const char **name);
// Closes it: whatever is done next may put another directory at its path.
void root_forget_parent(void);

// --- procfs.c: writes to /proc go through a private, verified procfs --------------------------
// Opens a file of procfs for writing, relative to its root ("sys/net/ipv4/ip_forward", "self/attr/exec").
int procfs_open(struct helper *h, const char *path, int flags);

// --- io.c ------------------------------------------------------------------------------------
int write_all(int fd, const void *data, size_t length); // 0 or -1 with errno
int write_file_at(int dir, const char *path, const char *text);
// Opens the null device inside the container, checked to be character 1:3.
int open_null(struct helper *h, int flags);

#endif
