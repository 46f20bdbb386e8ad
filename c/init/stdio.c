// Null devices: stdio that came from the host's becomes the container's.
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "calls.h"
#include "helper.h"

static bool is_null(int fd)
{
	struct stat st;
	return fstat(fd, &st) == 0 && S_ISCHR(st.st_mode) && st.st_rdev == makedev(1, 3);
}

int open_null(struct helper *h, int flags)
{
	// Looked at before it is opened: opening a FIFO would block, opening a device may do something.
	int path = root_open(h, "/dev/null", O_PATH);
	if (path < 0)
		return -1;
	bool right = is_null(path);
	close(path);
	int fd = right ? root_open(h, "/dev/null", flags | O_NOCTTY | O_NONBLOCK) : -1;
	if (right && fd < 0)
		return -1;
	// And again: the two openings resolved the name twice.
	if (!right || !is_null(fd) || fcntl(fd, F_SETFL, flags & ~O_ACCMODE & ~O_NONBLOCK) < 0) {
		close_quietly(fd);
		errno = ENODEV;
		return -1;
	}
	return fd;
}

int op_stdio(struct helper *h, const struct op_stdio *op)
{
	(void)op;
	for (int fd = 0; fd <= 2; fd++) {
		if (!is_null(fd))
			continue;
		int flags = fcntl(fd, F_GETFL);
		if (flags < 0)
			return fail(h, CALL_DUP, errno, NULL);
		int null = open_null(h, flags & O_ACCMODE);
		if (null < 0)
			return fail(h, errno == ENODEV ? CALL_CHECK_FILE_TYPE : CALL_OPENAT2, errno, "/dev/null");
		int result = dup2(null, fd) < 0 ? fail(h, CALL_DUP, errno, "/dev/null") : 0;
		close(null);
		if (result < 0)
			return -1;
	}
	return 0;
}
