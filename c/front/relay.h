// The relay between the caller's stdio and the terminal of a container.
#ifndef TSRUN_FRONT_RELAY_H
#define TSRUN_FRONT_RELAY_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

// Bytes on their way in one direction; what is not written yet stays until it can be.
struct stream {
	int from;          // -1 once nothing more comes
	int to;            // -1 once nobody takes it any more
	size_t start, end; // the bytes in `data` that are not written yet
	char data[8192];
};

struct relay {
	int master;      // the container's pty, non-blocking
	int tty;         // the caller's terminal among 0-2, -1 when there is none
	bool raw;        // `saved` holds modes to give back
	bool line_ended; // the last byte that was typed was a newline, or none was
	bool unused;     // no process has the pty open; one may open it again
	struct termios saved;
	struct stream input;  // caller to container
	struct stream output; // container to caller
};

// Takes over the terminal behind `master`: window size, raw mode. 0, or -1 with errno.
int relay_open(struct relay *relay, int master);
// Hands the caller's window size on to the container.
void relay_resize(const struct relay *relay);
// Makes the caller's terminal raw (again: shells give a continued job its old modes).
void relay_raw(struct relay *relay);
// Gives the terminal its modes back.
void relay_restore(struct relay *relay);

#define RELAY_POLLS 4
// What to wait for. Entries that wait for nothing have fd -1.
void relay_polls(const struct relay *relay, struct pollfd *polls);
// Moves what can be moved without blocking.
void relay_move(struct relay *relay, const struct pollfd *polls);
// Whether there is output that waits for the caller to take it.
bool relay_owes(const struct relay *relay);

#endif
