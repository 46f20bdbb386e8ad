#include "shortcut.h"

#include "container.h"
#include "destroy.h"
#include "request.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SIGKILL_NUMBER 9
// As the engine opens the status FIFO and what it reads of it.
#define ANSWER_LENGTH 4096u

static bool write_all(int fd, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, data, length);
		if (written < 0 && errno == EAGAIN) {
			// The caller's description may be non-blocking.
			struct pollfd ready = {.fd = fd, .events = POLLOUT, .revents = 0};
			if (poll(&ready, 1, -1) < 0 && errno != EINTR)
				return false;
			continue;
		}
		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0) {
			data += written;
			length -= (size_t)written;
		}
	}
	return true;
}

// What `state` says: the text that create prepared for this status. A status that needs more than
// that is the engine's.
static bool print_state(const struct container *container)
{
	const struct card *card = &container->card;
	const struct card_text *text = &card->stopped;
	enum life life = container_life(card);
	if (life == LIFE_UNKNOWN)
		return false;
	if (life == LIFE_ALIVE) {
		if (!container_thawed(card, false))
			return false;
		int gate = container_gate(container);
		if (gate < 0 && gate != -ENXIO)
			return false;
		if (gate >= 0)
			close(gate);
		text = gate >= 0 ? &card->created : &card->running;
	}
	// The engine takes a closed pipe for an error, not for its death.
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	bool written = write_all(STDOUT_FILENO, text->bytes, text->length);
	signal(SIGPIPE, before);
	return written;
}

static bool kill_container(const struct container *container, const struct request *request)
{
	const struct card *card = &container->card;
	switch (container_life(card)) {
	case LIFE_ENDED:
		// No error with --all, and nothing to do when nobody is left.
		return request->all && container_thawed(card, false) && destroy_finds_empty(card);
	case LIFE_ALIVE:
		break;
	case LIFE_UNKNOWN:
	default:
		return false;
	}
	if ((card->flags & CARD_INIT_ALONE) == 0)
		return false;
	// On v2 a frozen process dies at once, and the engine would find nobody to signal.
	if (request->signal == SIGKILL_NUMBER && !container_thawed(card, true))
		return false;
	if (container_signal(card, request->signal, 0) != 0)
		return false;
	// A frozen process does not die until the engine thaws it.
	return request->signal != SIGKILL_NUMBER || container_thawed(card, true);
}

static bool delete_container(const struct container *container, const char *id, bool force)
{
	const struct card *card = &container->card;
	if ((card->flags & CARD_DELETE) == 0 || (card->flags & CARD_INIT_ALONE) == 0)
		return false;
	enum life life = container_life(card);
	if (life == LIFE_UNKNOWN || (life == LIFE_ALIVE && !container_thawed(card, false)))
		return false;
	if (life == LIFE_ALIVE && !force) {
		int gate = container_gate(container);
		if (gate < 0)
			return false;
		close(gate);
	}
	return destroy_knows_files(container) && destroy(container, id);
}

// Reads what init answers until it has become the program or is gone. -1, or the length.
static ssize_t read_answer(int status, char *answer)
{
	size_t used = 0;
	while (used < ANSWER_LENGTH) {
		ssize_t got = read(status, answer + used, ANSWER_LENGTH - used);
		if (got < 0 && errno != EINTR)
			return -1;
		if (got == 0)
			break;
		if (got > 0)
			used += (size_t)got;
	}
	return (ssize_t)used;
}

// The status in state.json: three words of seven letters, written over each other.
static bool note_running(const struct container *container)
{
	char before[7];
	int fd = openat(container->dir, "state.json", O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool done = pread(fd, before, sizeof before, container->card.status_at) == sizeof before &&
		memcmp(before, "created", sizeof before) == 0 &&
		pwrite(fd, "running", sizeof before, container->card.status_at) == sizeof before;
	close(fd);
	return done;
}

static bool start_container(const struct container *container, struct handover *handover)
{
	const struct card *card = &container->card;
	char answer[ANSWER_LENGTH];
	if ((card->flags & CARD_START) == 0 || container_life(card) != LIFE_ALIVE ||
		!container_thawed(card, false))
		return false;
	int status = openat(container->dir, "status", O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	int gate = status < 0 ? -1 : container_gate(container);
	// Made before it is known to be needed: once the gate is open nothing may fail.
	int lock = gate < 0 ? -1 : fcntl(container->dir, F_DUPFD, 3);
	int kept = lock < 0 ? -1 : memfd_create("tsrun-answer", 0);
	bool done = false;
	if (kept >= 0 && fcntl(status, F_SETFL, O_RDONLY) == 0 && write(gate, "G", 1) == 1) {
		ssize_t length = read_answer(status, answer);
		done = length == 1 && answer[0] == 'X' && note_running(container);
		if (!done) {
			// What cannot be kept is told as an init that died, and cleared up as such.
			if (length > 0 && pwrite(kept, answer, (size_t)length, 0) != length)
				(void)ftruncate(kept, 0);
			handover->lock = lock;
			handover->answer = kept;
			lock = kept = -1;
		}
	}
	const int fds[] = {kept, lock, gate, status};
	for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	return done;
}

// The log is opened although nothing is said, as by the engine: an error of its place comes first.
static bool open_log(const char *path)
{
	if (path == NULL)
		return true;
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_SYNC | O_CLOEXEC, 0644);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool perform(const struct request *request, struct container *container, struct handover *handover)
{
	const char *id = request->id;
	if (!container_open(container, request->root, id))
		return false;
	if (container->dir < 0)
		return request->verb == VERB_DELETE && request->force;
	bool locks = request->verb == VERB_START || request->verb == VERB_DELETE;
	if (locks && !container_lock(container, id))
		return false;
	if (!container_card(container, id))
		return false;
	switch (request->verb) {
	case VERB_STATE:
		return print_state(container);
	case VERB_KILL:
		return kill_container(container, request);
	case VERB_START:
		return start_container(container, handover);
	case VERB_DELETE:
		return delete_container(container, id, request->force);
	default:
		return false;
	}
}

static enum outcome act(const struct request *request, struct handover *handover)
{
	static struct container container;
	container.root = -1;
	container.dir = -1;
	bool done = perform(request, &container, handover);
	container_close(&container);
	return done ? OUTCOME_DONE : OUTCOME_ENGINE;
}

enum outcome shortcut(char *const *argv, struct handover *handover)
{
	struct request request;
	if (!request_read(&request, argv) || !open_log(request.log))
		return OUTCOME_ENGINE;
	return act(&request, handover);
}

enum outcome shortcut_delete(const char *root, const char *id, bool force)
{
	struct handover none = {-1, -1};
	struct request request = {.verb = VERB_DELETE, .root = root, .id = id, .force = force};
	if (!request_is_id(id))
		return OUTCOME_ENGINE;
	return act(&request, &none);
}
