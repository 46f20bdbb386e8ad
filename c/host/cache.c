// A cache of compiled filters: a directory of a few slots. The slot is found by a hash, but what
// decides is the key itself, which is kept with the filter: who can choose a profile could choose its
// hash too. A file that is not exactly right is as good as none.
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC 0x43525354u // "TSRC"
#define VERSION 1u
// Bounds what profiles can take of /run, however many there are.
#define SLOTS 64u
#define MOST_BYTES (256u * 1024u)

struct header {
	uint32_t magic;
	uint32_t version;
	uint32_t key_length;
	uint32_t data_length;
	uint64_t sum; // of key and data
};

static uint64_t hash(uint64_t seed, const void *data, size_t length)
{
	const unsigned char *next = data;
	uint64_t value = seed;
	for (size_t i = 0; i < length; i++)
		value = (value ^ next[i]) * 0x100000001b3u;
	return value;
}

static uint64_t sum_of(const void *key, size_t key_length, const void *data, size_t length)
{
	return hash(hash(0xcbf29ce484222325u, key, key_length), data, length);
}

// The directory, if nobody else can have written in it.
static int open_directory(const char *directory)
{
	struct stat stat;
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &stat) < 0 || stat.st_uid != geteuid() || (stat.st_mode & 077) != 0) {
		close(fd);
		return -EPERM;
	}
	return fd;
}

static void slot_name(char *name, size_t room, const void *key, size_t length)
{
	uint64_t value = hash(0xcbf29ce484222325u, key, length);
	snprintf(name, room, "filter-%u", (unsigned int)((value ^ value >> 32) % SLOTS));
}

static bool read_whole(int fd, void *data, size_t length)
{
	char *next = data;
	while (length > 0) {
		ssize_t got = read(fd, next, length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		next += got;
		length -= (size_t)got;
	}
	return true;
}

static bool is_ours(const struct stat *stat)
{
	return S_ISREG(stat->st_mode) && stat->st_uid == geteuid() && (stat->st_mode & 077) == 0 &&
		stat->st_nlink == 1;
}

// Checks a whole file: 0 and *data within it, or -EINVAL.
static int check(char *file, size_t size, const void *key, size_t key_length, char **data, size_t *length)
{
	struct header header;
	memcpy(&header, file, sizeof(header));
	if (header.magic != MAGIC || header.version != VERSION || header.key_length != key_length ||
		header.data_length != size - sizeof(header) - key_length)
		return -EINVAL;
	if (memcmp(file + sizeof(header), key, key_length) != 0)
		return -EINVAL;
	*data = file + sizeof(header) + key_length;
	*length = header.data_length;
	return header.sum == sum_of(key, key_length, *data, *length) ? 0 : -EINVAL;
}

static int64_t lookup(int fd, const void *key, size_t key_length, void *out, size_t room)
{
	struct stat stat;
	char *data;
	size_t length;
	if (fstat(fd, &stat) < 0 || !is_ours(&stat))
		return -EPERM;
	size_t size = (size_t)stat.st_size;
	if (size < sizeof(struct header) + key_length || size > MOST_BYTES)
		return -EINVAL;
	char *file = calloc(1, size);
	if (file == NULL)
		return -ENOMEM;
	int result = read_whole(fd, file, size) ? check(file, size, key, key_length, &data, &length) : -EIO;
	if (result == 0 && length > room)
		result = -ERANGE;
	if (result == 0)
		memcpy(out, data, length);
	free(file);
	return result < 0 ? result : (int64_t)length;
}

/** Finds what was stored under this key: its length, or -errno when there is nothing to be trusted. */
TSR_EXPORT int64_t tsr_cache_find(
	const char *directory, const void *key, uint64_t key_length, void *out, uint64_t room)
{
	char name[32];
	int dir = open_directory(directory);
	if (dir < 0)
		return dir;
	slot_name(name, sizeof(name), key, key_length);
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	int64_t result = fd < 0 ? -errno : lookup(fd, key, key_length, out, room);
	if (fd >= 0)
		close(fd);
	close(dir);
	return result;
}

static int write_new(
	int dir, const char *name, const void *key, size_t key_length, const void *data, size_t length)
{
	struct header header = {.magic = MAGIC,
		.version = VERSION,
		.key_length = (uint32_t)key_length,
		.data_length = (uint32_t)length,
		.sum = sum_of(key, key_length, data, length)};
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	int64_t written = tsr_write(fd, &header, sizeof(header));
	if (written >= 0)
		written = tsr_write(fd, key, key_length);
	if (written >= 0)
		written = tsr_write(fd, data, length);
	close(fd);
	return written < 0 ? (int)written : 0;
}

/** Stores data under a key; another key may lose its slot. */
TSR_EXPORT int tsr_cache_store(
	const char *directory, const void *key, uint64_t key_length, const void *data, uint64_t length)
{
	char name[32];
	char temporary[48];
	if (key_length + length + sizeof(struct header) > MOST_BYTES)
		return -EFBIG;
	if (mkdir(directory, 0700) < 0 && errno != EEXIST)
		return -errno;
	int dir = open_directory(directory);
	if (dir < 0)
		return dir;
	slot_name(name, sizeof(name), key, key_length);
	snprintf(temporary, sizeof(temporary), ".%s.%d", name, getpid());
	// Of a process that was killed, whose number is ours now.
	(void)unlinkat(dir, temporary, 0);
	int result = write_new(dir, temporary, key, key_length, data, length);
	if (result == 0 && renameat(dir, temporary, dir, name) < 0)
		result = -errno;
	if (result < 0)
		(void)unlinkat(dir, temporary, 0);
	close(dir);
	return result;
}
