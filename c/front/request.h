// The command lines that the shortcuts understand: a few exact forms of a few verbs. Everything else
// is the engine's, mistakes included.
#ifndef TSRUN_FRONT_REQUEST_H
#define TSRUN_FRONT_REQUEST_H

#include <stdbool.h>

enum verb { VERB_STATE, VERB_START, VERB_KILL, VERB_DELETE };

struct request {
	enum verb verb;
	const char *root; // absolute
	const char *log;  // absolute, or NULL
	const char *id;
	int signal;
	bool force; // delete
	bool all;   // kill
};

// Reads argv; false for anything that is not one of the forms.
bool request_read(struct request *request, char *const *argv);
// Whether an id is a container's name (and one file name).
bool request_is_id(const char *id);

#endif
