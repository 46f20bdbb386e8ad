// The card of a container: the small file `front` that create leaves in its directory, so that short
// verbs need no JSON and no engine. src/state/card.ts writes it; everything in it was decided there.
#ifndef TSRUN_FRONT_CARD_H
#define TSRUN_FRONT_CARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CARD_MAGIC 0x43525354u // "TSRC"
#define CARD_VERSION 1u
#define CARD_LENGTH 65536u
#define CARD_PATHS 64u

// What a shortcut may do for this container; without the flag the verb is the engine's.
#define CARD_START 1u      // no poststart hooks, and there is a program
#define CARD_DELETE 2u     // no poststop hooks, and nothing to undo but what the card lists
#define CARD_INIT_ALONE 4u // a signal for init is all: the container has its own pid namespace

struct card_text {
	const char *bytes; // ends with a NUL that does not count
	size_t length;
};

// A file, and what it holds while all is as usual (a freezer that does not freeze).
struct card_watch {
	const char *path;
	struct card_text usual;
};

struct card {
	uint32_t flags;
	uint32_t status_at; // where the status stands in state.json
	int32_t pid;
	uint64_t start;           // of init, in clock ticks since boot
	const char *id;           // whose card it is
	struct card_text created; // what `state` prints, by status
	struct card_text running;
	struct card_text stopped;
	uint32_t watch_count;
	struct card_watch watches[CARD_PATHS];
	uint32_t cgroup_count;
	const char *cgroups[CARD_PATHS]; // absolute, each once
};

// Reads a card; false for anything that is not exactly one. Pointers stay into data.
bool card_read(struct card *card, const void *data, size_t length);

#endif
