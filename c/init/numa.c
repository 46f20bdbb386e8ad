// Where the process runs and where its memory comes from: CPU affinity and NUMA policy.
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core.h"

// More CPUs or nodes than this no kernel is built for.
#define MOST 65536u
#define WORD_BITS (8u * (unsigned int)sizeof(unsigned long))

struct set {
	unsigned long words[MOST / WORD_BITS];
};

// The highest number + 1, or 0 for none; -1 when a number is beyond the set.
static long fill(struct set *set, const struct u32s *numbers)
{
	uint32_t end = 0;
	memset(set, 0, sizeof *set);
	for (uint32_t i = 0; i < numbers->count; i++) {
		uint32_t number = numbers->items[i];
		if (number >= MOST)
			return -1;
		set->words[number / WORD_BITS] |= 1ul << (number % WORD_BITS);
		if (number >= end)
			end = number + 1;
	}
	return (long)end;
}

static int set_affinity(struct helper *h, const struct u32s *cpus)
{
	struct set set;
	long end = fill(&set, cpus);
	if (end < 0)
		return fail(h, CALL_SCHED_SETAFFINITY, EINVAL, NULL);
	size_t bytes = ((size_t)end + WORD_BITS - 1) / WORD_BITS * sizeof(unsigned long);
	if (syscall(SYS_sched_setaffinity, 0, bytes, set.words) < 0)
		return fail(h, CALL_SCHED_SETAFFINITY, errno, NULL);
	return 0;
}

int op_initial_affinity(struct helper *h, const struct op_initial_affinity *op)
{
	return set_affinity(h, &op->cpus);
}

int op_final_affinity(struct helper *h, const struct op_final_affinity *op)
{
	return set_affinity(h, &op->cpus);
}

int op_memory_policy(struct helper *h, const struct op_memory_policy *op)
{
	struct set set;
	long end = fill(&set, &op->nodes);
	if (end < 0)
		return fail(h, CALL_SET_MEMPOLICY, EINVAL, NULL);
	// The kernel takes one bit less than it is told.
	long result = end == 0 ? syscall(SYS_set_mempolicy, (long)op->mode, NULL, 0ul)
						   : syscall(SYS_set_mempolicy, (long)op->mode, set.words, (unsigned long)end + 1ul);
	if (result < 0)
		return fail(h, CALL_SET_MEMPOLICY, errno, NULL);
	return 0;
}
