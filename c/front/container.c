#include "container.h"

#include "../common/kernel.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

// Reads a small file whole; -1 with errno, or the length; a file that fills the room is too long.
static ssize_t read_small(int dir, const char *path, char *room, size_t length)
{
	int fd = openat(dir, path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -1;
	size_t used = 0;
	ssize_t got = 0;
	do {
		got = read(fd, room + used, length - used);
		if (got > 0)
			used += (size_t)got;
	} while ((got > 0 && used < length) || (got < 0 && errno == EINTR));
	int error = got < 0 ? errno : EFBIG;
	close(fd);
	if (got < 0 || used == length) {
		errno = error;
		return -1;
	}
	return (ssize_t)used;
}

bool container_open(struct container *container, const char *root, const char *id)
{
	struct stat own, top;
	container->dir = -1;
	container->root = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (container->root < 0)
		return errno == ENOENT;
	// The engine has words for a root that is /.
	if (fstat(container->root, &own) < 0 || stat("/", &top) < 0 ||
		(own.st_dev == top.st_dev && own.st_ino == top.st_ino))
		return false;
	container->dir = openat(container->root, id, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return container->dir >= 0 || errno == ENOENT;
}

bool container_lock(const struct container *container, const char *id)
{
	struct stat held, named;
	// Held by another verb: the engine waits for it.
	if (flock(container->dir, LOCK_EX | LOCK_NB) < 0)
		return false;
	return fstat(container->dir, &held) == 0 &&
		fstatat(container->root, id, &named, AT_SYMLINK_NOFOLLOW) == 0 && held.st_ino == named.st_ino &&
		held.st_dev == named.st_dev;
}

bool container_card(struct container *container, const char *id)
{
	static char data[CARD_LENGTH];
	struct stat dir;
	// What is in a directory that others may write to was not put there by create.
	if (fstat(container->dir, &dir) < 0 || dir.st_uid != geteuid() || (dir.st_mode & 022) != 0)
		return false;
	ssize_t length = read_small(container->dir, "front", data, sizeof data);
	return length >= 0 && card_read(&container->card, data, (size_t)length) &&
		strcmp(container->card.id, id) == 0;
}

void container_close(struct container *container)
{
	if (container->dir >= 0)
		close(container->dir);
	if (container->root >= 0)
		close(container->root);
	container->dir = -1;
	container->root = -1;
}

static char *append_number(char *end, uint64_t value)
{
	char digits[20];
	size_t count = 0;
	do {
		digits[count++] = (char)('0' + value % 10u);
		value /= 10u;
	} while (value != 0);
	while (count > 0)
		*end++ = digits[--count];
	return end;
}

// Fields 3 and 22 of proc_pid_stat(5), counted from the command's last bracket: it may hold anything.
static bool parse_stat(const char *text, char *state, uint64_t *start)
{
	const char *at = strrchr(text, ')');
	if (at == NULL || at[1] != ' ')
		return false;
	at += 2;
	*state = *at;
	for (int field = 3; field < 22; field++) {
		at = strchr(at, ' ');
		if (at == NULL)
			return false;
		at++;
	}
	*start = 0;
	for (; *at >= '0' && *at <= '9'; at++)
		*start = *start * 10u + (uint64_t)(*at - '0');
	return *at == ' ';
}

enum life container_life(const struct card *card)
{
	char path[40] = "/proc/";
	char text[2048];
	char state;
	uint64_t start;
	strcpy(append_number(path + 6, (uint64_t)card->pid), "/stat");
	ssize_t length = read_small(AT_FDCWD, path, text, sizeof text);
	if (length < 0)
		return errno == ENOENT || errno == ESRCH ? LIFE_ENDED : LIFE_UNKNOWN;
	text[length] = '\0';
	if (!parse_stat(text, &state, &start))
		return LIFE_UNKNOWN;
	if (start != card->start || state == 'Z' || state == 'X' || state == 'x')
		return LIFE_ENDED;
	return LIFE_ALIVE;
}

bool container_thawed(const struct card *card, bool gone)
{
	for (uint32_t i = 0; i < card->watch_count; i++) {
		const struct card_watch *watch = &card->watches[i];
		char text[64];
		ssize_t length = read_small(AT_FDCWD, watch->path, text, sizeof text);
		if (length < 0 && gone && (errno == ENOENT || errno == ENODEV))
			continue;
		if (length < 0 || (size_t)length != watch->usual.length ||
			memcmp(text, watch->usual.bytes, (size_t)length) != 0)
			return false;
	}
	return true;
}

int container_gate(const struct container *container)
{
	int fd = openat(container->dir, "gate", O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int container_signal(const struct card *card, int number, int wait_ms)
{
	int result = 0;
	int pidfd = (int)syscall(SYS_pidfd_open, card->pid, 0);
	if (pidfd < 0)
		return -errno;
	// Looked at after the open: the pid may have become another's before it.
	enum life life = container_life(card);
	if (life != LIFE_ALIVE)
		result = life == LIFE_ENDED ? -ESRCH : -EIO;
	else if (syscall(SYS_pidfd_send_signal, pidfd, number, NULL, 0) < 0)
		result = -errno;
	if (result == 0 && wait_ms > 0) {
		struct pollfd end = {.fd = pidfd, .events = POLLIN, .revents = 0};
		int ended = poll(&end, 1, wait_ms);
		result = ended > 0 ? 0 : ended == 0 ? -ETIMEDOUT : -errno;
	}
	close(pidfd);
	return result;
}
