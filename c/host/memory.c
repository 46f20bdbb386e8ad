// Sealed memory: the helper's program and the plan. A container that opens /proc/PID/exe of the
// helper finds a file that nobody can write (CVE-2019-5736).
#include "host.h"

#include "../common/rules.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif
#ifndef F_SEAL_EXEC
#define F_SEAL_EXEC 0x0020
#endif

#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

// MFD_EXEC and MFD_NOEXEC_SEAL are Linux 6.3; an older kernel answers EINVAL.
static int memory_file(const char *name, unsigned int flags)
{
	int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | flags);
	if (fd < 0 && errno == EINVAL)
		fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	return fd;
}

static int copy_file(int from, int to)
{
	for (;;) {
		ssize_t moved = sendfile(to, from, NULL, 1 << 20);
		if (moved == 0)
			return 0;
		if (moved < 0 && errno != EINTR)
			return -errno;
	}
}

// vm.memfd_noexec=2 refuses an executable memfd: a nameless file, opened again for reading only.
static int nameless_copy(int from)
{
	static const char *const places[] = {"/run", "/tmp"};
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		int fd = open(places[i], O_TMPFILE | O_RDWR | O_CLOEXEC, 0700);
		if (fd < 0)
			continue;
		char path[40];
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		int result = copy_file(from, fd);
		int again = result < 0 ? result : open(path, O_RDONLY | O_CLOEXEC);
		if (again < 0 && result == 0)
			again = -errno;
		close(fd);
		return again;
	}
	return -EACCES;
}

/** Copies the program at path into a sealed, executable memory file. */
TSR_EXPORT int tsr_seal_program(const char *path)
{
	int from = open(path, O_RDONLY | O_CLOEXEC);
	if (from < 0)
		return -errno;
	if (!RULE(SEALED_PROGRAM))
		return from;
	int fd = memory_file("tsrun-init", MFD_EXEC);
	if (fd < 0) {
		int result = errno == EACCES ? nameless_copy(from) : -errno;
		close(from);
		return result;
	}
	int result = copy_file(from, fd);
	close(from);
	// F_SEAL_EXEC is Linux 6.3 too.
	if (result == 0 && fcntl(fd, F_ADD_SEALS, SEALS | F_SEAL_EXEC) < 0 && fcntl(fd, F_ADD_SEALS, SEALS) < 0)
		result = -errno;
	if (result < 0) {
		close(fd);
		return result;
	}
	return fd;
}

/** Puts bytes into a sealed memory file. */
TSR_EXPORT int tsr_seal_data(const void *data, uint64_t length)
{
	int fd = memory_file("tsrun-plan", MFD_NOEXEC_SEAL);
	if (fd < 0)
		return -errno;
	int64_t written = tsr_write(fd, data, length);
	int result = written < 0 ? (int)written : 0;
	if (result == 0 && fcntl(fd, F_ADD_SEALS, SEALS) < 0)
		result = -errno;
	if (result < 0) {
		close(fd);
		return result;
	}
	return fd;
}

/** An empty memory file, for programs that other libraries write to a descriptor. */
TSR_EXPORT int tsr_memory(void)
{
	int fd = memory_file("tsrun-filter", MFD_NOEXEC_SEAL);
	return fd < 0 ? -errno : fd;
}
