/*
 * Runs a command as if the root were the initial ramdisk: pivot_root(2) answers EINVAL.
 *   ramdisk COMMAND...
 */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* From linux/seccomp.h, linux/filter.h and linux/audit.h, which are not on musl's path. */
#define MODE_FILTER 2
#define RET_ALLOW 0x7fff0000u
#define RET_ERRNO 0x00050000u
#define LOAD 0x20u /* the word at offset k: the number comes first */
#define JUMP_IF_EQUAL 0x15u
#define RETURN 0x06u

struct instruction {
	unsigned short code;
	unsigned char yes, no;
	unsigned int k;
};

struct program {
	unsigned short length;
	const struct instruction *instructions;
};

int main(int argc, char **argv)
{
	static const struct instruction instructions[] = {
		{ LOAD, 0, 0, 0 },
		{ JUMP_IF_EQUAL, 0, 1, SYS_pivot_root },
		{ RETURN, 0, 0, RET_ERRNO | EINVAL },
		{ RETURN, 0, 0, RET_ALLOW },
	};
	const struct program program = { sizeof instructions / sizeof instructions[0], instructions };

	if (argc < 2 || prctl(PR_SET_SECCOMP, MODE_FILTER, &program, 0, 0) != 0) {
		perror("ramdisk");
		return 2;
	}
	execvp(argv[1], argv + 1);
	perror(argv[1]);
	return 127;
}
