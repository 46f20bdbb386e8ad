// The process' user: ids, its standard streams, its working directory, its home.
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "../common/kernel.h"
#include "../common/rules.h"
#include "core.h"

#define PASSWD_LIMIT (1u << 20) // bytes that are looked at
#define HOME_LIMIT 4096u

int op_user(struct helper *h, const struct op_user *op)
{
	// Otherwise a user other than root loses what `capabilities` is to give.
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0)
		return fail(h, CALL_PRCTL, errno, "PR_SET_KEEPCAPS");
	// A joined user namespace may deny it; an empty list that is empty already needs no call.
	if (op->setgroups != 0 && k_setgroups(op->groups.count, op->groups.items) != 0 &&
		!(errno == EPERM && op->groups.count == 0 && getgroups(0, NULL) == 0))
		return fail(h, CALL_SETGROUPS, errno, NULL);
	if (k_setresgid(op->gid, op->gid, op->gid) != 0)
		return fail(h, CALL_SETRESGID, errno, NULL);
	if (k_setresuid(op->uid, op->uid, op->uid) != 0)
		return fail(h, CALL_SETRESUID, errno, NULL);
	if (caps_remember() != 0)
		return fail(h, CALL_CAPSET, errno, NULL);
	// A change of ids resets this to a system-wide setting that may be 1.
	return set_dumpable(h, false);
}

static bool is_null_device(const struct stat *st)
{
	return S_ISCHR(st->st_mode) && st->st_rdev == makedev(1, 3);
}

// The null device is everybody's. A terminal keeps its group, which is what lets others write to it.
int op_chown_stdio(struct helper *h, const struct op_chown_stdio *op)
{
	for (int fd = 0; fd < 3; fd++) {
		struct stat st;
		if (fstat(fd, &st) != 0)
			return fail(h, CALL_STAT, errno, "stdio");
		if (st.st_uid == op->uid || is_null_device(&st))
			continue;
		gid_t gid = S_ISCHR(st.st_mode) ? (gid_t)-1 : op->gid;
		if (fchown(fd, op->uid, gid) == 0)
			continue;
		// Files of the caller's, of other user namespaces, on read-only mounts, sockets.
		if (errno != EPERM && errno != EINVAL && errno != EROFS)
			return fail(h, CALL_FCHOWN, errno, "stdio");
	}
	return 0;
}

int op_cwd(struct helper *h, const struct op_cwd *op)
{
	char where[4096]; // what the kernel returns is never longer
	// Made while the root may still be written; entered by the program's own user, who may be let
	// into a directory that root is not (root_squash).
	if (op->create != 0) {
		if (!RULE(CWD_INSIDE))
			return 0; // one that leads out could not be made in the root
		int fd = root_open_or_make(h, op->path, true);
		if (fd < 0)
			return fail(h, CALL_MKDIR, errno, op->path);
		close(fd);
		return 0;
	}
	// No directory of ours is there to be entered as /proc/self/fd/N.
	if (h->root >= 0)
		close(h->root);
	h->root = -1;
	if (chdir(op->path) != 0)
		return fail(h, CALL_CHDIR, errno, op->path);
	// Through a descriptor of the host that leaked, or a link to one, a directory outside would do
	// (CVE-2024-21626). The kernel names it "(unreachable)"; libc's getcwd hides that as ENOENT.
	if (syscall(SYS_getcwd, where, sizeof where) < 0)
		return fail(h, CALL_GETCWD, errno, op->path);
	if (RULE(CWD_INSIDE) && where[0] != '/')
		return fail(h, CALL_CHECK_INSIDE_ROOT, EXDEV, op->path);
	h->root = openat(AT_FDCWD, "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return h->root < 0 ? fail(h, CALL_OPEN, errno, "/") : 0;
}

// Reads passwd(5) byte by byte: name:password:uid:gid:comment:home:shell.
struct passwd_line {
	uint32_t want;
	unsigned int field;
	bool matches;
	bool digits; // the uid so far is a number
	uint64_t uid;
	size_t length; // of home
	char home[HOME_LIMIT];
};

static void start_line(struct passwd_line *line)
{
	line->field = 0;
	line->uid = 0;
	line->digits = false;
	line->matches = false;
	line->length = 0;
}

static void end_field(struct passwd_line *line)
{
	if (line->field == 2)
		line->matches = line->digits && line->uid == line->want;
	line->field++;
}

// True when the byte ended the line that was looked for.
static bool take_byte(struct passwd_line *line, char byte)
{
	if (byte == '\n') {
		bool found = line->matches && line->field >= 5;
		if (!found)
			start_line(line);
		return found;
	}
	if (byte == ':') {
		end_field(line);
	} else if (line->field == 2) {
		bool is_digit = byte >= '0' && byte <= '9';
		line->digits = is_digit && (line->uid == 0 || line->digits) && line->uid <= UINT32_MAX;
		line->uid = line->digits ? line->uid * 10 + (uint64_t)(byte - '0') : UINT32_MAX + UINT64_C(1);
	} else if (line->field == 5) {
		// A home that is too long for a path is no home.
		if (line->length < HOME_LIMIT - 1)
			line->home[line->length++] = byte;
		else
			line->matches = false;
	}
	return false;
}

static bool find_home(int fd, struct passwd_line *line)
{
	char part[512];
	size_t seen = 0;
	while (seen < PASSWD_LIMIT) {
		ssize_t got = read_some(fd, part, sizeof part);
		if (got <= 0)
			return got == 0 && take_byte(line, '\n'); // the last line may lack its end
		for (ssize_t i = 0; i < got; i++)
			if (take_byte(line, part[i]))
				return true;
		seen += (size_t)got;
	}
	return false;
}

char *home_of(int root, uint32_t uid)
{
	struct k_open_how how = {
		.flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};
	struct passwd_line line;
	struct stat st;
	bool found = false;
	memset(&line, 0, sizeof line);
	line.want = uid;
	// The file is the image's: any kind of file may be there, without end, or a way out.
	int opened = root < 0 ? openat(AT_FDCWD, "/", O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
	int fd = k_openat2(root < 0 ? opened : root, "etc/passwd", &how);
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		found = find_home(fd, &line);
	if (fd >= 0)
		close(fd);
	if (opened >= 0)
		close(opened);
	line.home[line.length] = '\0';
	return strdup(found && line.length > 0 ? line.home : "/");
}
