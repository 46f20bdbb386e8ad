// Copies what lies under a new tmpfs into it, by descriptors and without following a link.
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include "calls.h"
#include "mount.h"
#include "root.h"

// One open directory per level on each side: deeper trees would use up the descriptors.
#define MAX_DEPTH 128

static int copy_directory(struct helper *h, int from, int to, int depth);

// Extended attributes (file capabilities, labels) as far as both sides have them.
static int copy_attributes(int from, int to)
{
	ssize_t size = flistxattr(from, NULL, 0);
	if (size <= 0)
		return size == 0 || errno == ENOTSUP || errno == EPERM || errno == EBADF ? 0 : -1;
	char *names = malloc((size_t)size);
	if (names == NULL)
		return -1;
	size = flistxattr(from, names, (size_t)size);
	int result = size < 0 ? -1 : 0;
	for (char *name = names; result == 0 && name < names + size; name += strlen(name) + 1) {
		char value[4096];
		ssize_t length = fgetxattr(from, name, value, sizeof(value));
		if (length < 0)
			continue;
		if (fsetxattr(to, name, value, (size_t)length, 0) < 0 && errno != ENOTSUP && errno != EPERM)
			result = -1;
	}
	int error = errno;
	free(names);
	errno = error;
	return result;
}

// Owner, mode, attributes, times: in this order, since chown takes set-id bits and capabilities away.
static int copy_nature(int from, int to, const struct stat *st)
{
	const struct timespec times[2] = {st->st_atim, st->st_mtim};
	if (fchown(to, st->st_uid, st->st_gid) < 0 || fchmod(to, st->st_mode & 07777u) < 0)
		return -1;
	return copy_attributes(from, to) < 0 || futimens(to, times) < 0 ? -1 : 0;
}

static int copy_bytes(int from, int to)
{
	for (;;) {
		ssize_t sent = sendfile(to, from, NULL, 1u << 30);
		if (sent == 0)
			return 0;
		if (sent < 0 && errno != EINTR)
			return -1;
	}
}

// O_NONBLOCK: what was a file a moment ago may be a FIFO now.
static int copy_file(int from_dir, int to_dir, const char *name)
{
	int from = openat(from_dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (from < 0)
		return -1;
	struct stat st;
	int to = -1;
	int result = fstat(from, &st);
	if (result == 0 && !S_ISREG(st.st_mode)) {
		errno = ESTALE;
		result = -1;
	}
	if (result == 0)
		to = make_file(to_dir, name, 0600);
	if (to >= 0 && copy_bytes(from, to) == 0)
		result = copy_nature(from, to, &st);
	else
		result = -1;
	close_quietly(to);
	close_quietly(from);
	return result;
}

static int copy_link(int from_dir, int to_dir, const char *name, const struct stat *st)
{
	size_t size = 4097; // the longest text of a link, and one to see that it ended
	char *text = malloc(size);
	if (text == NULL)
		return -1;
	ssize_t length = readlinkat(from_dir, name, text, size - 1);
	int result = -1;
	if (length >= 0) {
		text[length] = '\0';
		result = symlinkat(text, to_dir, name);
	}
	int error = errno;
	free(text);
	errno = error;
	return result < 0 ? -1 : fchownat(to_dir, name, st->st_uid, st->st_gid, AT_SYMLINK_NOFOLLOW);
}

static int copy_node(struct helper *h, int to_dir, const char *name, const struct stat *st)
{
	if (mknodat(to_dir, name, st->st_mode, st->st_rdev) < 0)
		return -1;
	int fd = openat(to_dir, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -1;
	int result = set_owner(fd, st->st_uid, st->st_gid);
	if (result == 0)
		result = set_mode(h, fd, st->st_mode & 07777u);
	close_quietly(fd);
	return result;
}

static int copy_subdirectory(struct helper *h, int from_dir, int to_dir, const char *name, int depth)
{
	int from = openat(from_dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int to = -1;
	struct stat st;
	int result = -1;
	if (from >= 0 && fstat(from, &st) == 0 && make_directory(to_dir, name, 0700) == 0)
		to = openat(to_dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (to >= 0 && copy_directory(h, from, to, depth + 1) == 0)
		result = copy_nature(from, to, &st);
	close_quietly(to);
	close_quietly(from);
	return result;
}

static int copy_entry(struct helper *h, int from, int to, const char *name, int depth)
{
	struct stat st;
	if (fstatat(from, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : -1; // gone meanwhile
	if (S_ISDIR(st.st_mode))
		return copy_subdirectory(h, from, to, name, depth);
	if (S_ISLNK(st.st_mode))
		return copy_link(from, to, name, &st);
	return S_ISREG(st.st_mode) ? copy_file(from, to, name) : copy_node(h, to, name, &st);
}

static int copy_directory(struct helper *h, int from, int to, int depth)
{
	if (depth > MAX_DEPTH) {
		errno = ELOOP;
		return -1;
	}
	int listed = openat(from, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = listed < 0 ? NULL : fdopendir(listed);
	if (dir == NULL) {
		close_quietly(listed);
		return -1;
	}
	int result = 0;
	struct dirent *entry;
	while (result == 0 && (errno = 0, entry = readdir(dir)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			result = copy_entry(h, from, to, entry->d_name, depth);
	int error = errno;
	closedir(dir);
	errno = error;
	return result == 0 && error != 0 ? -1 : result;
}

int copy_tree(struct helper *h, int from, int to)
{
	return copy_directory(h, from, to, 0);
}
