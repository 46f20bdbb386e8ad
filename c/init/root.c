// Paths inside the container. One descriptor is the root; every path is resolved by the kernel inside
// it, or component by component on descriptors. No name ever leads out, however links are swapped.
#include "root.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "calls.h"
#include "procfs.h"
#include "tree.h"
#if TSRUN_WITHOUT == RULE_IN_ROOT
#include "../test/rules/by-name.h"
#endif

#define MAX_LINKS 40
#define MAX_RETRIES 128

int root_open(struct helper *h, const char *path, int flags)
{
	return sys_openat2(h->root, path[0] == '\0' ? "." : path, flags, RESOLVE_IN_ROOT);
}

int root_open_strict(struct helper *h, const char *path, int flags)
{
	return sys_openat2(h->root, path[0] == '\0' ? "." : path, flags, RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS);
}

// The umask is the caller's (the container may inherit it). It can only be read by changing it, which
// is done once; the helper has one thread, and op_umask comes behind everything that is made.
static mode_t inherited_umask(void)
{
	static mode_t known;
	static bool is_known;
	if (!is_known) {
		known = umask(0);
		umask(known);
		is_known = true;
	}
	return known;
}

// So it is put aside only around a creation that it would spoil.
static bool put_umask_aside(mode_t mode)
{
	if ((inherited_umask() & mode) == 0)
		return false;
	umask(0);
	return true;
}

int make_directory(int dir, const char *name, mode_t mode)
{
	bool aside = put_umask_aside(mode);
	int result = mkdirat(dir, name, mode);
	if (aside)
		umask(inherited_umask());
	return result;
}

int make_file(int dir, const char *name, mode_t mode)
{
	bool aside = put_umask_aside(mode);
	int fd = openat(dir, name, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC, mode);
	if (aside)
		umask(inherited_umask());
	return fd;
}

int set_owner(int fd, uid_t uid, gid_t gid)
{
	return fchownat(fd, "", uid, gid, AT_EMPTY_PATH);
}

int set_mode(struct helper *h, int fd, mode_t mode)
{
	int result = (int)syscall(SYS_fchmodat2, fd, "", mode, AT_EMPTY_PATH);
	if (result == 0 || (errno != ENOSYS && errno != EPERM))
		return result;
	// Before Linux 6.6 an O_PATH descriptor is changed only through its link in procfs.
	int proc = procfs_root(h);
	if (proc < 0)
		return -1;
	char link[64];
	snprintf(link, sizeof(link), "self/fd/%d", fd);
	return fchmodat(proc, link, mode, 0);
}

// --- resolving while making ------------------------------------------------------------------------

// A walk towards `rest`. `done` is the way so far without links and dots, as one path from the root.
struct walk {
	struct helper *h;
	bool directory;
	bool strict;
	int links;
	int at;     // O_PATH of where the walk is
	char *done; // "" is the root
	char *rest;
};

static int walk_move(struct walk *w, int fd)
{
	if (fd < 0)
		return -1;
	close_quietly(w->at);
	w->at = fd;
	return 0;
}

static int walk_to_root(struct walk *w)
{
	w->done[0] = '\0';
	return walk_move(w, sys_openat2(w->h->root, ".", O_PATH | O_DIRECTORY, RESOLVE_IN_ROOT));
}

// ".." is not asked of a directory that somebody may have moved: the way without its last component
// is walked again from the root.
static int walk_up(struct walk *w)
{
	char *slash = strrchr(w->done, '/');
	if (slash == NULL || slash == w->done)
		return walk_to_root(w);
	*slash = '\0';
	return walk_move(
		w, sys_openat2(w->h->root, w->done, O_PATH | O_DIRECTORY, RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS));
}

// Puts the text of a link in front of what is left.
static int walk_link(struct walk *w, int link)
{
	if (w->strict || ++w->links > MAX_LINKS) {
		errno = ELOOP;
		return -1;
	}
	size_t size = 256;
	char *text = NULL;
	ssize_t length;
	for (;;) {
		char *grown = realloc(text, size + 1);
		if (grown == NULL) {
			free(text);
			return -1;
		}
		text = grown;
		length = readlinkat(link, "", text, size);
		if (length < 0 || (size_t)length < size)
			break;
		size *= 2;
	}
	if (length <= 0) {
		if (length == 0)
			errno = ENOENT;
		free(text);
		return -1;
	}
	text[length] = '\0';
	char *joined = malloc((size_t)length + strlen(w->rest) + 2);
	if (joined == NULL) {
		free(text);
		return -1;
	}
	snprintf(joined, (size_t)length + strlen(w->rest) + 2, "%s/%s", text, w->rest);
	bool absolute = text[0] == '/';
	free(text);
	free(w->rest);
	w->rest = joined;
	return absolute ? walk_to_root(w) : 0;
}

static int walk_into(struct walk *w, const char *name, int fd)
{
	size_t size = strlen(w->done) + strlen(name) + 2;
	char *grown = realloc(w->done, size);
	if (grown == NULL)
		return -1;
	w->done = grown;
	strcat(w->done, "/");
	strcat(w->done, name);
	return walk_move(w, fd);
}

static int walk_make(struct walk *w, const char *name, bool last)
{
	if (!last || w->directory)
		return make_directory(w->at, name, 0755);
	int fd = make_file(w->at, name, 0644);
	if (fd >= 0)
		close(fd);
	return fd < 0 ? -1 : 0;
}

// One component: opened as what it is, made when it is missing, followed when it is a link.
static int walk_component(struct walk *w, const char *name, bool last)
{
	for (int i = 0; i < MAX_RETRIES; i++) {
		int fd = sys_openat2(w->at, name, O_PATH | O_NOFOLLOW, RESOLVE_BENEATH);
		if (fd < 0 && errno == ENOENT) {
			// EEXIST: somebody was faster; look again at what it is.
			if (walk_make(w, name, last) < 0 && errno != EEXIST)
				return -1;
			continue;
		}
		if (fd < 0)
			return -1;
		struct stat st;
		if (fstat(fd, &st) < 0) {
			close_quietly(fd);
			return -1;
		}
		if (!S_ISLNK(st.st_mode)) {
			if (walk_into(w, name, fd) == 0)
				return 0;
			close_quietly(fd);
			return -1;
		}
		int result = walk_link(w, fd);
		close_quietly(fd);
		return result;
	}
	errno = EAGAIN;
	return -1;
}

// Takes the first component off `rest`; NULL when none is left.
static char *walk_next(struct walk *w, bool *last)
{
	size_t skip = strspn(w->rest, "/");
	size_t length = strcspn(w->rest + skip, "/");
	if (length == 0)
		return NULL;
	char *name = strndup(w->rest + skip, length);
	if (name == NULL)
		return NULL;
	const char *behind = w->rest + skip + length;
	memmove(w->rest, behind, strlen(behind) + 1);
	*last = w->rest[strspn(w->rest, "/")] == '\0';
	return name;
}

static int walk_all(struct walk *w)
{
	bool last = false;
	char *name;
	while (errno = 0, (name = walk_next(w, &last)) != NULL) {
		int result = 0;
		if (strcmp(name, "..") == 0)
			result = walk_up(w);
		else if (strcmp(name, ".") != 0)
			result = walk_component(w, name, last);
		free(name);
		if (result < 0)
			return -1;
	}
	return errno == ENOMEM ? -1 : 0;
}

// The wrong kind at the end is the caller's error: a mount cannot go there.
static int of_kind(int fd, bool directory, struct stat *st)
{
	if (fd < 0)
		return -1;
	if (fstat(fd, st) == 0) {
		if (S_ISDIR(st->st_mode) == directory)
			return fd;
		errno = directory ? ENOTDIR : EISDIR;
	}
	close_quietly(fd);
	return -1;
}

// What was found or made at a path.
struct found {
	struct stat st;
	bool made;
};

static int open_or_make(struct helper *h, const char *path, bool directory, bool strict, struct found *found)
{
	found->made = false;
#if TSRUN_WITHOUT == RULE_IN_ROOT
	if (!strict)
		return of_kind(open_or_make_by_name(h->root, path, directory), directory, &found->st);
#endif
	int fd = strict ? root_open_strict(h, path, O_PATH) : root_open(h, path, O_PATH);
	if (fd >= 0 || errno != ENOENT)
		return of_kind(fd, directory, &found->st);
	found->made = true;
	struct walk w = {.h = h, .directory = directory, .strict = strict, .at = -1};
	w.done = calloc(1, 1);
	w.rest = strdup(path);
	int result = w.done == NULL || w.rest == NULL ? -1 : walk_to_root(&w);
	if (result == 0)
		result = walk_all(&w);
	int error = errno;
	free(w.done);
	free(w.rest);
	errno = error;
	if (result < 0) {
		close_quietly(w.at);
		return -1;
	}
	return of_kind(w.at, directory, &found->st);
}

int root_open_or_make(struct helper *h, const char *path, bool directory)
{
	struct found found;
	return open_or_make(h, path, directory, false, &found);
}

int root_open_or_make_strict(struct helper *h, const char *path, bool directory)
{
	struct found found;
	return open_or_make(h, path, directory, true, &found);
}

// Devices and links come one after the other in one directory, so the last one stays open.
static struct {
	int fd;
	char *path;
} last_parent = {-1, NULL};

void root_forget_parent(void)
{
	close_quietly(last_parent.fd);
	free(last_parent.path);
	last_parent.fd = -1;
	last_parent.path = NULL;
}

int root_parent(struct helper *h, const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	const char *last = slash == NULL ? path : slash + 1;
	if (last[0] == '\0' || strcmp(last, ".") == 0 || strcmp(last, "..") == 0) {
		errno = EINVAL;
		return -1;
	}
	*name = last;
	size_t length = (size_t)(last - path);
	if (last_parent.fd >= 0 && strlen(last_parent.path) == length &&
		memcmp(last_parent.path, path, length) == 0)
		return last_parent.fd;
	root_forget_parent();
	last_parent.path = strndup(path, length);
	if (last_parent.path == NULL)
		return -1;
	last_parent.fd = root_open_or_make(h, last_parent.path, true);
	return last_parent.fd;
}

int open_target(struct helper *h, const char *path, bool directory, bool strict, bool *made)
{
	struct found found;
	strict = strict && RULE(PLAIN_DIRECTORY);
	int fd = open_or_make(h, path, directory, strict, &found);
	if (fd < 0 && strict && (errno == ELOOP || errno == ENOTDIR || errno == EXDEV)) {
		// CVE-2019-19921, CVE-2023-27561: a link here would put the mount where masks do not look.
		char text[REPORT_TEXT];
		int error = errno;
		snprintf(text, sizeof(text), "%s must be mounted on ordinary directory", path);
		return fail(h, CALL_CHECK_FILE_TYPE, error, text);
	}
	if (fd < 0)
		return fail(h, CALL_OPENAT2, errno, path);
	struct stat root;
	bool same =
		fstat(h->root, &root) == 0 && root.st_dev == found.st.st_dev && root.st_ino == found.st.st_ino;
	if (same && same_place(fd, h->root)) {
		close_quietly(fd);
		return fail(h, CALL_CHECK_INSIDE_ROOT, EBUSY, "mountpoint is on the top of rootfs");
	}
	if (made != NULL)
		*made = found.made;
	return fd;
}
