// Readiness of a container's program for the service manager that started it (sd_notify(3)): read
// from a socket that lies in the container, told to the one that NOTIFY_SOCKET names. Used by the
// host library for verbs that return, and by the attendant of a foreground run.
#ifndef TSRUN_COMMON_NOTIFY_H
#define TSRUN_COMMON_NOTIFY_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum notify_stage {
	NOTIFY_WAITS,       // for READY=1 of the container
	NOTIFY_READY,       // READY=1 is to be sent on
	NOTIFY_MAIN_PID,    // then MAINPID=, as the manager sees it
	NOTIFY_BARRIER,     // then BARRIER=1 with a pipe
	NOTIFY_ACKNOWLEDGE, // until the manager closes the pipe: it has read all of it
	NOTIFY_DONE,
};

struct notify {
	int inside; // bound where programs of the container send to
	int host;   // connected to the manager
	pid_t pid;  // the container's first process
	enum notify_stage stage;
	int barrier; // our end of the pipe, -1
	int64_t deadline;
};

#define NOTIFY_POLLS 2

void notify_begin(struct notify *notify, int inside, int host, pid_t pid);

/** What to wait for, and for how many milliseconds at most (-1: any time). */
void notify_polls(const struct notify *notify, struct pollfd *polls);
int notify_patience(const struct notify *notify);

/** Goes as far as it can without waiting. 0, or -errno: then the manager was not told, and it is over. */
int notify_move(struct notify *notify);

#endif
