// A container as the shortcuts see it: its directory, its card and the live facts.
#ifndef TSRUN_FRONT_CONTAINER_H
#define TSRUN_FRONT_CONTAINER_H

#include "card.h"

#include <stdbool.h>

struct container {
	int root; // -1 when it is not there
	int dir;  // -1 when there is no such container
	struct card card;
};

enum life { LIFE_UNKNOWN, LIFE_ENDED, LIFE_ALIVE };

// Opens <root>/<id>; an absent one is opened with dir -1. False when something is not as expected.
bool container_open(struct container *container, const char *root, const char *id);
// Locks the directory without waiting, reads the card.
bool container_lock(const struct container *container, const char *id);
bool container_card(struct container *container, const char *id);
void container_close(struct container *container);

// Whether init still runs; a zombie has ended.
enum life container_life(const struct card *card);
// Whether every freezer is as usual. `gone`: a file that is not there counts as usual.
bool container_thawed(const struct card *card, bool gone);
// A descriptor for writing to the gate, -ENXIO when nobody waits behind it, or another -errno.
int container_gate(const struct container *container);
// Sends a signal to init by its pidfd: 0, or -errno; -ESRCH when it has ended. With wait_ms > 0
// waits for its end; -ETIMEDOUT.
int container_signal(const struct card *card, int number, int wait_ms);

#endif
