// libFuzzer target for the reader of cards; with -DSTANDALONE it mutates the files that it is given.
#include "../../front/card.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t touched;

static void touch(struct card_text text)
{
	for (size_t i = 0; i <= text.length; i++)
		touched += (unsigned char)text.bytes[i];
}

static void use(const uint8_t *data, size_t size)
{
	struct card card;
	// A copy of exactly this size, so that a read behind its end is seen.
	uint8_t *copy = malloc(size == 0 ? 1 : size);
	if (copy == NULL)
		abort();
	memcpy(copy, data, size);
	if (card_read(&card, copy, size)) {
		touched += strlen(card.id);
		touch(card.created);
		touch(card.running);
		touch(card.stopped);
		for (uint32_t i = 0; i < card.watch_count; i++) {
			touched += strlen(card.watches[i].path);
			touch(card.watches[i].usual);
		}
		for (uint32_t i = 0; i < card.cgroup_count; i++)
			touched += strlen(card.cgroups[i]);
		if (card.pid < 2)
			abort();
#ifdef PLANTED
		// The bug that shows that the fuzzer gets so far.
		if (card.flags == (CARD_START | CARD_INIT_ALONE) && card.start < 256)
			abort();
#endif
	}
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	use(data, size);
	return 0;
}

#ifdef STANDALONE
int main(int argc, char **argv)
{
	static uint8_t seed[CARD_LENGTH];
	long rounds = argc > 2 ? atol(argv[1]) : 0;
	uint32_t random = 1;
	for (int i = 2; i < argc; i++) {
		FILE *file = fopen(argv[i], "rbe");
		if (file == NULL)
			return 1;
		size_t size = fread(seed, 1, sizeof seed, file);
		fclose(file);
		for (long round = 0; round < rounds && size > 0; round++) {
			random = random * 1664525u + 1013904223u;
			size_t at = (random >> 8) % size;
			uint8_t before = seed[at];
			seed[at] = (uint8_t)(random >> 3);
			use(seed, round % 3 == 0 ? (random >> 4) % size : size);
			seed[at] = before;
		}
	}
	printf("%zu\n", touched);
	return 0;
}
#endif
