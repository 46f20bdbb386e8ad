// Files by path: what the engine reads of the host, and its own state. node:fs could do all of it, but
// costs a millisecond to load.
#include "host.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** Up to `room` bytes of a file; when all of the room is taken there may be more. */
TSR_EXPORT int64_t tsr_file_read(const char *path, void *out, uint64_t room)
{
	int fd = tsr_open(path, O_RDONLY | O_NOCTTY, 0);
	if (fd < 0)
		return fd;
	char *next = out;
	uint64_t used = 0;
	int64_t got = 1;
	while (got > 0 && used < room) {
		got = tsr_read(fd, next + used, room - used);
		if (got > 0)
			used += (uint64_t)got;
	}
	close(fd);
	return got < 0 ? got : (int64_t)used;
}

/** Writes a file; flags say whether it is made or has to be there. */
TSR_EXPORT int tsr_file_write(const char *path, const void *data, uint64_t length, int flags, uint32_t mode)
{
	int fd = tsr_open(path, O_WRONLY | flags, mode);
	if (fd < 0)
		return fd;
	int64_t written = tsr_write(fd, data, length);
	close(fd);
	return written < 0 ? (int)written : 0;
}

/** Puts a whole file in the place of another, or of none. */
TSR_EXPORT int tsr_file_replace(
	const char *temporary, const char *path, const void *data, uint64_t length, uint32_t mode)
{
	int result = tsr_file_write(temporary, data, length, O_CREAT | O_TRUNC | O_NOFOLLOW, mode);
	if (result == 0 && rename(temporary, path) < 0)
		result = -errno;
	return result;
}

TSR_EXPORT int64_t tsr_link_read(const char *path, void *out, uint64_t room)
{
	ssize_t got = readlink(path, out, room);
	if (got < 0)
		return -errno;
	return (uint64_t)got < room ? got : -ERANGE;
}

/** Names in a directory without `.` and `..`, each with its NUL; -ERANGE when there is no room. */
TSR_EXPORT int64_t tsr_directory_read(const char *path, void *out, uint64_t room)
{
	DIR *directory = opendir(path);
	if (directory == NULL)
		return -errno;
	char *names = out;
	uint64_t used = 0;
	int result = 0;
	while (result == 0) {
		errno = 0;
		const struct dirent *entry = readdir(directory);
		if (entry == NULL) {
			result = -errno;
			break;
		}
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		size_t size = strlen(entry->d_name) + 1;
		if (used + size > room) {
			result = -ERANGE;
			break;
		}
		memcpy(names + used, entry->d_name, size);
		used += size;
	}
	closedir(directory);
	return result < 0 ? result : (int64_t)used;
}

/** The path with every link followed. */
TSR_EXPORT int64_t tsr_path_real(const char *path, void *out, uint64_t room)
{
	char real[PATH_MAX];
	if (realpath(path, real) == NULL)
		return -errno;
	size_t length = strlen(real);
	if (length > room)
		return -ERANGE;
	memcpy(out, real, length);
	return (int64_t)length;
}

/** The type bits of what a path leads to (S_IFMT). */
TSR_EXPORT int tsr_path_kind(const char *path)
{
	struct stat found;
	return stat(path, &found) < 0 ? -errno : (int)(found.st_mode & S_IFMT);
}

/** 1 when the descriptor is what the path leads to, 0 when not. */
TSR_EXPORT int tsr_path_is(int fd, const char *path)
{
	struct stat held;
	struct stat found;
	if (fstat(fd, &held) < 0 || stat(path, &found) < 0)
		return -errno;
	return held.st_ino == found.st_ino && held.st_dev == found.st_dev ? 1 : 0;
}

/** Whether this process may do that with a file (access(2) by the effective ids): 0, or -errno. */
TSR_EXPORT int tsr_path_may(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS) < 0 ? -errno : 0;
}

TSR_EXPORT int64_t tsr_path_owner(const char *path)
{
	struct stat found;
	return stat(path, &found) < 0 ? -errno : (int64_t)found.st_uid;
}

TSR_EXPORT int tsr_path_mode(const char *path, uint32_t mode)
{
	return chmod(path, mode) < 0 ? -errno : 0;
}

TSR_EXPORT int tsr_path_rename(const char *from, const char *to)
{
	return rename(from, to) < 0 ? -errno : 0;
}

TSR_EXPORT int tsr_path_unlink(const char *path)
{
	return unlink(path) < 0 ? -errno : 0;
}

TSR_EXPORT int tsr_directory_make(const char *path, uint32_t mode)
{
	return mkdir(path, mode) < 0 ? -errno : 0;
}

TSR_EXPORT int tsr_directory_remove(const char *path)
{
	return rmdir(path) < 0 ? -errno : 0;
}

static int64_t answer(const char *request, void *out, uint64_t room)
{
	const char *path = request + 1;
	switch (request[0]) {
	case 'f':
		return tsr_file_read(path, out, room);
	case 'l':
		return tsr_link_read(path, out, room);
	case 'd':
		return tsr_directory_read(path, out, room);
	case 'x':
		return tsr_path_may(path, X_OK);
	default:
		return -EINVAL;
	}
}

/**
 * Many answers at once: each request is a letter, f(ile), l(ink), d(irectory) or x (may it be
 * executed?), and a path. An answer is an int32, its length or -errno, and that many bytes.
 * -ERANGE when there is no room.
 */
TSR_EXPORT int64_t tsr_read_all(const char *requests, uint32_t count, void *out, uint64_t room)
{
	char *next = out;
	uint64_t left = room;
	for (uint32_t i = 0; i < count; i++, requests += strlen(requests) + 1) {
		int32_t head = 0;
		// A file that takes all of the room may be longer.
		if (left <= sizeof(head))
			return -ERANGE;
		left -= sizeof(head);
		int64_t got = answer(requests, next + sizeof(head), left);
		if (got == -ERANGE || got > INT32_MAX || (got > 0 && (uint64_t)got >= left))
			return -ERANGE;
		head = (int32_t)got;
		memcpy(next, &head, sizeof(head));
		uint64_t used = got < 0 ? 0 : (uint64_t)got;
		next += sizeof(head) + used;
		left -= used;
	}
	return (int64_t)(room - left);
}
