/*
 * exchange A B: swaps the names of two paths in one call, again and again, until it is killed.
 * What lies between a check of a path and its use is hit sooner or later.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The C library may be older than the call. */
#define EXCHANGE 2U

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	for (;;)
		if (syscall(SYS_renameat2, AT_FDCWD, argv[1], AT_FDCWD, argv[2], EXCHANGE) != 0) {
			perror("renameat2");
			return 1;
		}
}
