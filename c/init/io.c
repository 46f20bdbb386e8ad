// Reading and writing descriptors, and numbers as text without the printf family.
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../common/kernel.h"
#include "core.h"

int write_all(int fd, const void *data, size_t length)
{
	const char *at = data;
	while (length > 0) {
		ssize_t written = write(fd, at, length);
		if (written < 0) {
			if (errno == EINTR)
				continue;
			return -1;
		}
		at += written;
		length -= (size_t)written;
	}
	return 0;
}

// Files of procfs take a value in one write; a short one is an error, not a reason to go on.
int write_file_at(int dir, const char *path, const char *text)
{
	int fd = openat(dir, path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	size_t length = strlen(text);
	ssize_t written;
	do {
		written = write(fd, text, length);
	} while (written < 0 && errno == EINTR);
	int error = written < 0 ? errno : EIO;
	close(fd);
	if (written >= 0 && (size_t)written == length)
		return 0;
	errno = error;
	return -1;
}

ssize_t read_some(int fd, void *data, size_t length)
{
	for (;;) {
		ssize_t got = read(fd, data, length);
		if (got >= 0 || errno != EINTR)
			return got;
	}
}

char *decimal(char *buffer, uint64_t value)
{
	char *at = buffer + DECIMAL_SIZE - 1;
	*at = '\0';
	do {
		*--at = (char)('0' + value % 10);
		value /= 10;
	} while (value > 0);
	return at;
}

bool parse_decimal(const char *text, size_t length, uint64_t max, uint64_t *value)
{
	uint64_t sum = 0;
	if (length == 0)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		uint64_t digit = (uint64_t)(text[i] - '0');
		if (sum > (max - digit) / 10)
			return false;
		sum = sum * 10 + digit;
	}
	*value = sum;
	return true;
}

int cloexec_from(unsigned int first)
{
	if (syscall(SYS_close_range, first, ~0u, CLOSE_RANGE_CLOEXEC) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	// Linux 5.10 has close_range without this flag: one by one, up to what the limit lets exist.
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return -1;
	rlim_t end = limit.rlim_max < 1048576 ? limit.rlim_max : 1048576;
	for (rlim_t fd = first; fd < end; fd++)
		if (fcntl((int)fd, F_SETFD, FD_CLOEXEC) != 0 && errno != EBADF)
			return -1;
	return 0;
}
