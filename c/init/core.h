// What the helper's core shares with itself: small tools that no operation of the root needs.
#ifndef TSRUN_INIT_CORE_H
#define TSRUN_INIT_CORE_H

#include <stdint.h>
#include <sys/types.h>

#include "helper.h"

// --- io.c ------------------------------------------------------------------------------------
#define DECIMAL_SIZE 21 // of a 64-bit number with its NUL

// The decimal digits of value; buffer has DECIMAL_SIZE bytes. Returns where they begin in it.
char *decimal(char *buffer, uint64_t value);
// A whole text of digits only, at most `max`; false when it is anything else.
bool parse_decimal(const char *text, size_t length, uint64_t max, uint64_t *value);
// read(2) without EINTR.
ssize_t read_some(int fd, void *data, size_t length);
// Marks everything from `first` up close-on-exec. 0 or -1 with errno.
int cloexec_from(unsigned int first);

// --- identity.c ------------------------------------------------------------------------------
// A process that can be dumped can be traced, and its descriptors opened, by whoever lives in the
// namespaces that it enters (CVE-2016-9962). Reports what fails.
int set_dumpable(struct helper *h, bool dumpable);

// --- stage0.c --------------------------------------------------------------------------------
// Opens what the steps of stage 0 need before any of them changes what a path means.
int stage0_open(struct helper *h);

// --- capabilities.c --------------------------------------------------------------------------
struct caps {
	uint64_t effective;
	uint64_t permitted;
	uint64_t inheritable;
};

int caps_get(struct caps *caps);       // 0 or -1 with errno
int caps_set(const struct caps *caps); // 0 or -1 with errno
// Makes effective what is permitted; *before is what to give to caps_set afterwards.
int caps_raise(struct caps *before);
// Notes what is permitted now: behind a filter capget(2) may not be called any more.
int caps_remember(void);

// --- user.c ----------------------------------------------------------------------------------
// The home directory of uid from etc/passwd below `root` (-1: "/"), or "/". malloc'd; NULL: no memory.
char *home_of(int root, uint32_t uid);

// --- gate.c ----------------------------------------------------------------------------------
// Lets an init that waits at the gate die of the signals that end a process, as it would if it were
// not the first of its pid namespace.
int gate_prepare(void);

#endif
