// The short verbs, done without the engine.
#ifndef TSRUN_FRONT_SHORTCUT_H
#define TSRUN_FRONT_SHORTCUT_H

#include <stdbool.h>

// What a start leaves to the engine when its answer was not plain success: the lock and the answer,
// open without close-on-exec; -1 when there is nothing.
struct handover {
	int lock;
	int answer;
};

enum outcome {
	OUTCOME_DONE,   // exit status 0, all is said
	OUTCOME_ENGINE, // the engine's verb goes on from whatever is there
};

// Does the verb of a command line if it is a plain case. Leaves nothing open but the handover.
enum outcome shortcut(char *const *argv, struct handover *handover);

// delete --force of one container.
enum outcome shortcut_delete(const char *root, const char *id, bool force);

#endif
