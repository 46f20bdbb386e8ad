/*
 * calls NUMBER...: makes each system call with arguments that no call accepts, and writes the number
 * of the error, one a line.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		long result = syscall(atol(argv[i]), -1L, -1L, -1L, -1L, -1L, -1L);
		printf("%d\n", result < 0 ? errno : 0);
	}
	return 0;
}
