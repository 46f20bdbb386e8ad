// Error lines of the two small front programs: one line, one write, on stderr.
#ifndef TSRUN_FRONT_SAY_H
#define TSRUN_FRONT_SAY_H

// Writes "tsrun: WHAT OBJECT: the text of error" (object may be NULL, error 0) and returns 1, the
// exit status of a failure, so that a caller can `return say(...)`.
int say(const char *what, const char *object, int error);

#endif
