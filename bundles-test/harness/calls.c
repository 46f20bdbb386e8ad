/*
 * calls [32] NUMBER...: makes each system call with arguments that no call accepts, and writes the
 * number of the error, one a line. With 32 the calls are those of x86's other, older architecture.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int error_of(long number, bool other)
{
#ifdef __x86_64__
	if (other) {
		long result = number;
		__asm__ volatile("int $0x80"
				 : "+a"(result)
				 : "b"(-1L), "c"(-1L), "d"(-1L), "S"(-1L), "D"(-1L)
				 : "memory", "cc", "r8", "r9", "r10", "r11");
		return (int)result < 0 ? -(int)result : 0;
	}
#endif
	return syscall(number, -1L, -1L, -1L, -1L, -1L, -1L) < 0 ? errno : 0;
}

int main(int argc, char **argv)
{
	bool other = argc > 1 && strcmp(argv[1], "32") == 0;
	for (int i = other ? 2 : 1; i < argc; i++)
		printf("%d\n", error_of(atol(argv[i]), other));
	return 0;
}
