// Error lines of the front programs. writev: engines read stderr with one read, so a line must not
// arrive in pieces.
#include "say.h"

#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static struct iovec part(const char *text)
{
	// writev does not write through the pointer; its type just cannot say so.
	return (struct iovec){.iov_base = (void *)(__UINTPTR_TYPE__)text, .iov_len = strlen(text)};
}

int say(const char *what, const char *object, int error)
{
	struct iovec line[7];
	int parts = 0;
	line[parts++] = part("tsrun: ");
	line[parts++] = part(what);
	if (object != NULL) {
		line[parts++] = part(" ");
		line[parts++] = part(object);
	}
	if (error != 0) {
		line[parts++] = part(": ");
		line[parts++] = part(strerror(error));
	}
	line[parts++] = part("\n");
	// stderr may be closed, read-only or a broken pipe: there is nowhere else to complain.
	if (writev(STDERR_FILENO, line, parts) < 0)
		return 1;
	return 1;
}
