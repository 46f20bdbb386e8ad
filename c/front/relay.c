// The relay between the caller's stdio and the terminal of a container. Nothing is dropped: a side
// that cannot take more makes the other wait. The descriptions of 0-2 are shared with the caller's
// other programs, so they stay blocking; they are written to in pieces that poll promised room for.
#include "relay.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

// A pipe that polls writable takes this much without blocking.
#define PIECE ((size_t)PIPE_BUF)

void relay_resize(const struct relay *relay)
{
	struct winsize size;
	// Not every terminal has a size; the container keeps the one it has.
	if (relay->tty >= 0 && ioctl(relay->tty, TIOCGWINSZ, &size) == 0)
		ioctl(relay->master, TIOCSWINSZ, &size);
}

void relay_raw(struct relay *relay)
{
	struct termios modes;
	if (relay->tty != STDIN_FILENO)
		return;
	if (!relay->raw && tcgetattr(relay->tty, &relay->saved) < 0)
		return;
	modes = relay->saved;
	cfmakeraw(&modes);
	// In the background this stops us (SIGTTOU) until the shell brings us forward, as it should.
	while (tcsetattr(relay->tty, TCSANOW, &modes) < 0)
		if (errno != EINTR)
			return;
	relay->raw = true;
}

void relay_restore(struct relay *relay)
{
	// Out of the foreground the terminal is the shell's, and it has set its own modes.
	if (relay->raw && tcgetpgrp(relay->tty) != getpgrp())
		relay->raw = false;
	// DRAIN: what was printed is still printed under the modes it was meant for.
	while (relay->raw && tcsetattr(relay->tty, TCSADRAIN, &relay->saved) < 0 && errno == EINTR)
		continue;
	relay->raw = false;
}

int relay_open(struct relay *relay, int master)
{
	int flags = fcntl(master, F_GETFL);
	memset(relay, 0, sizeof *relay);
	if (flags < 0 || fcntl(master, F_SETFL, flags | O_NONBLOCK) < 0 || fcntl(master, F_SETFD, FD_CLOEXEC) < 0)
		return -1;
	relay->master = master;
	relay->tty = -1;
	for (int fd = STDERR_FILENO; fd >= 0; fd--)
		if (isatty(fd))
			relay->tty = fd;
	relay->line_ended = true;
	relay->input.from = STDIN_FILENO;
	relay->input.to = master;
	relay->output.from = master;
	relay->output.to = STDOUT_FILENO;
	relay_resize(relay);
	relay_raw(relay);
	return 0;
}

static bool pending(const struct stream *stream)
{
	return stream->start < stream->end;
}

static struct pollfd wait_to_read(const struct stream *stream, bool unused)
{
	bool waits = stream->from >= 0 && !pending(stream) && !unused;
	return (struct pollfd){.fd = waits ? stream->from : -1, .events = POLLIN, .revents = 0};
}

static struct pollfd wait_to_write(const struct stream *stream)
{
	bool waits = stream->to >= 0 && pending(stream);
	return (struct pollfd){.fd = waits ? stream->to : -1, .events = POLLOUT, .revents = 0};
}

void relay_polls(const struct relay *relay, struct pollfd *polls)
{
	polls[0] = wait_to_read(&relay->input, false);
	polls[1] = wait_to_write(&relay->input);
	polls[2] = wait_to_read(&relay->output, relay->unused);
	polls[3] = wait_to_write(&relay->output);
}

static bool passing(int error)
{
	return error == EINTR || error == EAGAIN;
}

// Reads once. False at an end; an error is one too.
static bool take(struct stream *stream)
{
	ssize_t length = read(stream->from, stream->data, sizeof stream->data);
	if (length <= 0)
		return length < 0 && passing(errno);
	stream->start = 0;
	stream->end = (size_t)length;
	return true;
}

// Writes once. A reader that is gone must not stop the container: from then on its output is read
// and dropped, as nobody can get it.
static void give(struct stream *stream)
{
	size_t length = stream->end - stream->start;
	ssize_t done = write(stream->to, stream->data + stream->start, length < PIECE ? length : PIECE);
	if (done >= 0)
		stream->start += (size_t)done;
	else if (!passing(errno))
		stream->to = -1;
}

// A pipe that ends has no terminal to type ^D for it: without one the container would wait for ever.
// In the middle of a line the first one only sends the line off.
static void type_end(struct relay *relay)
{
	struct termios modes;
	if (tcgetattr(relay->master, &modes) < 0)
		return;
	char end = (char)modes.c_cc[VEOF];
	size_t count = (modes.c_lflag & ICANON) != 0 && !relay->line_ended ? 2 : 1;
	memset(relay->input.data, end, count);
	relay->input.start = 0;
	relay->input.end = count;
}

static void take_input(struct relay *relay)
{
	if (!take(&relay->input)) {
		relay->input.from = -1;
		if (relay->tty != STDIN_FILENO)
			type_end(relay);
	} else if (pending(&relay->input)) {
		relay->line_ended = relay->input.data[relay->input.end - 1] == '\n';
	}
}

void relay_move(struct relay *relay, const struct pollfd *polls)
{
	if (polls[0].revents != 0)
		take_input(relay);
	if (polls[1].revents != 0)
		give(&relay->input);
	// EIO: the last process let go of the pty. It is no end as long as the container lives, since
	// init systems close their console and open it again.
	if (polls[2].revents != 0)
		relay->unused = !take(&relay->output);
	if (polls[3].revents != 0)
		give(&relay->output);
	if (relay->output.to < 0)
		relay->output.start = relay->output.end;
	if (relay->input.to < 0)
		relay->input.from = -1;
}

bool relay_owes(const struct relay *relay)
{
	return pending(&relay->output);
}
