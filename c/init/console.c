// The terminal: a pty of the container's own devpts, every step by descriptor (CVE-2025-52565).
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "calls.h"
#include "root.h"
#include "tree.h"

// The kernel makes ptmx first in every devpts.
#define PTMX_INODE 2u
#define PTS_MAJOR_FIRST 136u
#define PTS_MAJOR_LAST 143u

struct terminal {
	int master;
	int peer;
	char name[32]; // as seen in the container
};

static bool is_ptmx(int fd)
{
	struct stat st;
	if (!RULE(CONSOLE))
		return true;
	return is_file_system(fd, DEVPTS_SUPER_MAGIC) && fstat(fd, &st) == 0 && S_ISCHR(st.st_mode) &&
		st.st_rdev == makedev(5, 2) && st.st_ino == PTMX_INODE;
}

static bool is_peer(int peer, int master)
{
	struct stat st, other;
	return is_file_system(peer, DEVPTS_SUPER_MAGIC) && fstat(peer, &st) == 0 && fstat(master, &other) == 0 &&
		S_ISCHR(st.st_mode) && major(st.st_rdev) >= PTS_MAJOR_FIRST && major(st.st_rdev) <= PTS_MAJOR_LAST &&
		st.st_dev == other.st_dev;
}

static int open_master(struct helper *h)
{
	static const char path[] = "/dev/pts/ptmx";
	int look = root_open(h, path, O_PATH);
	if (look < 0)
		return fail(h, CALL_OPENAT2, errno, path);
	bool right = is_ptmx(look);
	close(look);
	if (!right)
		return fail(h, CALL_CHECK_FILE_SYSTEM, ENODEV, path);
	int master = root_open(h, path, O_RDWR | O_NOCTTY);
	if (master < 0)
		return fail(h, CALL_OPENAT2, errno, path);
	if (is_ptmx(master))
		return master;
	close(master);
	return fail(h, CALL_CHECK_FILE_SYSTEM, ENODEV, path);
}

// The other end comes from the master itself: its name may be a link by now.
static int open_peer(struct helper *h, struct terminal *t)
{
	int unlocked = 0;
	unsigned int number = 0;
	if (ioctl(t->master, TIOCSPTLCK, &unlocked) < 0)
		return fail(h, CALL_IOCTL, errno, "TIOCSPTLCK");
	// By number: the C libraries disagree about the type of the request, and this one has the sign bit.
	if (syscall(SYS_ioctl, t->master, (unsigned long)TIOCGPTN, &number) < 0)
		return fail(h, CALL_IOCTL, errno, "TIOCGPTN");
	snprintf(t->name, sizeof(t->name), "/dev/pts/%u", number);
	t->peer = ioctl(t->master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (t->peer < 0)
		return fail(h, CALL_IOCTL, errno, "TIOCGPTPEER");
	if (!is_peer(t->peer, t->master))
		return fail(h, CALL_CHECK_FILE_SYSTEM, ENODEV, t->name);
	return 0;
}

static int settle(struct helper *h, const struct op_console *op, struct terminal *t)
{
	if (op->rows != 0 || op->columns != 0) {
		struct winsize size = {.ws_row = (unsigned short)op->rows, .ws_col = (unsigned short)op->columns};
		if (ioctl(t->peer, TIOCSWINSZ, &size) < 0)
			return fail(h, CALL_IOCTL, errno, "TIOCSWINSZ");
	}
	// In a user namespace that does not map the user, or on a devpts with uid=, this may not be.
	if (fchown(t->peer, op->uid, (gid_t)-1) < 0 && errno != EPERM && errno != EINVAL && errno != EROFS)
		return fail(h, CALL_FCHOWN, errno, t->name);
	return 0;
}

static int send_master(struct helper *h, const struct op_console *op, const struct terminal *t)
{
	if (op->socket >= h->slot_count || h->slots[op->socket] < 0)
		return fail(h, CALL_PROTOCOL, EBADF, "console socket");
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	memset(&control, 0, sizeof(control));
	char name[sizeof(t->name)];
	memcpy(name, t->name, sizeof(name));
	struct iovec text = {.iov_base = name, .iov_len = strlen(name)};
	struct msghdr message = {.msg_iov = &text, .msg_iovlen = 1};
	message.msg_control = control.space;
	message.msg_controllen = sizeof(control.space);
	struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
	rights->cmsg_level = SOL_SOCKET;
	rights->cmsg_type = SCM_RIGHTS;
	rights->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(rights), &t->master, sizeof(int));
	ssize_t sent;
	do
		sent = sendmsg(h->slots[op->socket], &message, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	int error = sent < 0 ? errno : EMSGSIZE;
	close(h->slots[op->socket]);
	h->slots[op->socket] = -1;
	return sent == (ssize_t)text.iov_len ? 0 : fail(h, CALL_SENDMSG, error, "console socket");
}

// From the descriptor of the pty to the descriptor of the file: a link at /dev/console is an error.
static int bind_console(struct helper *h, const struct terminal *t)
{
	static const char path[] = "/dev/console";
	int target = RULE(CONSOLE) ? root_open_or_make_strict(h, path, false) : root_open_or_make(h, path, false);
	if (target < 0)
		return fail(h, CALL_OPENAT2, errno, path);
	int result = 0;
	int tree = sys_open_tree(t->peer, "", 0);
	if (tree < 0)
		result = fail(h, CALL_OPEN_TREE, errno, t->name);
	else if (sys_attach(tree, target) < 0)
		result = fail(h, CALL_MOVE_MOUNT, errno, path);
	close_quietly(tree);
	close(target);
	return result;
}

static int become_stdio(struct helper *h, const struct terminal *t)
{
	for (int fd = 0; fd <= 2; fd++)
		if (dup2(t->peer, fd) < 0)
			return fail(h, CALL_DUP, errno, t->name);
	if (ioctl(0, TIOCSCTTY, 0) < 0)
		return fail(h, CALL_IOCTL, errno, "TIOCSCTTY");
	return 0;
}

int op_console(struct helper *h, const struct op_console *op)
{
	struct terminal t = {.master = open_master(h), .peer = -1};
	if (t.master < 0)
		return -1;
	int result = open_peer(h, &t);
	if (result == 0)
		result = settle(h, op, &t);
	if (result == 0 && op->bind != 0)
		result = bind_console(h, &t);
	if (result == 0)
		result = send_master(h, op, &t);
	if (result == 0)
		result = become_stdio(h, &t);
	close_quietly(t.peer);
	close(t.master);
	return result;
}
