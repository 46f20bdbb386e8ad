// Events of a cgroup's memory controller, and waiting for several descriptors at once.
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define MOST_WAITED 8

static int register_event(int dir, int event)
{
	// The control file tells the kernel which event is meant; it is not needed afterwards.
	int control = openat(dir, "memory.oom_control", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (control < 0)
		return -errno;
	int result = -1;
	int target = openat(dir, "cgroup.event_control", O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	if (target >= 0) {
		char line[32];
		int length = snprintf(line, sizeof(line), "%d %d", event, control);
		result = write(target, line, (size_t)length) == length ? 0 : -errno;
		close(target);
	} else {
		result = -errno;
	}
	close(control);
	return result;
}

/** v1: a descriptor that becomes readable when the cgroup runs out of memory, or is removed. */
TSR_EXPORT int tsr_oom_event(int dir)
{
	int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (event < 0)
		return -errno;
	int result = register_event(dir, event);
	if (result < 0) {
		close(event);
		return result;
	}
	return event;
}

/** Takes the count of an event descriptor: 1 when there was one, 0 when not. */
TSR_EXPORT int tsr_event_take(int event)
{
	uint64_t count;
	ssize_t got;
	do
		got = read(event, &count, sizeof(count));
	while (got < 0 && errno == EINTR);
	if (got == (ssize_t)sizeof(count))
		return 1;
	return got < 0 && errno != EAGAIN ? -errno : 0;
}

/** Waits until a descriptor has one of its events (POLL*). A bit for each that has; 0: the time is over. */
TSR_EXPORT int tsr_poll(
	const int32_t *fds, uint32_t count, const int32_t *events, uint32_t event_count, int timeout_ms)
{
	struct pollfd waited[MOST_WAITED];
	if (count > MOST_WAITED || event_count != count)
		return -EINVAL;
	for (uint32_t i = 0; i < count; i++)
		waited[i] = (struct pollfd){.fd = fds[i], .events = (short)events[i]};
	// EINTR ends the wait early, as the time does: the caller looks at its clock.
	if (poll(waited, count, timeout_ms) < 0)
		return errno == EINTR ? 0 : -errno;
	int ready = 0;
	for (uint32_t i = 0; i < count; i++)
		if (waited[i].revents != 0)
			ready |= 1 << i;
	return ready;
}
