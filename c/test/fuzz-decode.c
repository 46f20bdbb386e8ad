// Feeds the decoder with damaged plans. With libFuzzer (clang -fsanitize=fuzzer), or by itself with
// -DSTANDALONE: fuzz-decode ROUNDS SEED-FILE... mutates the files; build it with ASan and UBSan.
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../init/ops.gen.h"

#define HEADER_SIZE 24u
#define SLOTS 3u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_u32(uint8_t *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> (8 * i));
}

static volatile size_t sink;

// A build with -Dmalloc=short_malloc has so many allocations left before one fails.
static long allocations = -1; // without end
#ifdef malloc
#undef malloc
void *short_malloc(size_t size);
void *short_malloc(size_t size)
{
	if (allocations == 0)
		return NULL;
	if (allocations > 0)
		allocations--;
	return malloc(size);
}
#endif

// Touches every byte that an operation could touch.
static void visit(const struct op_spec *spec, const unsigned char *op)
{
	for (uint32_t i = 0; i < spec->field_count; i++) {
		const void *field = op + spec->fields[i].offset;
		switch (spec->fields[i].kind) {
		case FIELD_STR:
			sink += strlen(*(const char *const *)field);
			break;
		case FIELD_STR_OR_NONE:
			if (*(const char *const *)field != NULL)
				sink += strlen(*(const char *const *)field);
			break;
		case FIELD_STRS: {
			const struct strs *list = field;
			for (uint32_t n = 0; n < list->count; n++)
				sink += strlen(list->items[n]);
			if (list->items[list->count] != NULL)
				abort();
			break;
		}
		case FIELD_U32S: {
			const struct u32s *list = field;
			for (uint32_t n = 0; n < list->count; n++)
				sink += list->items[n];
			break;
		}
		case FIELD_BLOB: {
			const struct blob *blob = field;
			for (uint32_t n = 0; n < blob->length; n++)
				sink += blob->data[n];
			break;
		}
		case FIELD_SLOT:
			if (*(const uint32_t *)field >= SLOTS)
				abort();
			break;
		case FIELD_SLOT_OR_NONE:
			if (*(const uint32_t *)field >= SLOTS && *(const uint32_t *)field != SLOT_NONE)
				abort();
			break;
		case FIELD_U32:
			sink += *(const uint32_t *)field;
			break;
		case FIELD_U64:
		case FIELD_I64:
			sink += (size_t) * (const uint64_t *)field;
			break;
		}
	}
}

static int decode(const uint8_t *data, size_t size)
{
	struct plan plan;
	uint32_t step;
	if (decode_plan(data, size, SLOTS, &plan, &step) != NULL) {
		if (plan.records != NULL || plan.memory != NULL)
			abort();
		return 0;
	}
	for (uint32_t i = 0; i < plan.count; i++) {
		const struct record *record = &plan.records[i];
		visit(&op_specs[record->opcode], record->op);
		if (find_record(&plan, record->opcode, i) != record)
			abort();
	}
	if (find_record(&plan, OP_COUNT, 0) != NULL)
		abort();
	free_plan(&plan);
	return 1;
}

#define RECORD_HEAD 12u
#define MOST_RECORDS 256u

static uint32_t get_u32(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

// The plan with its records in another order, or one of them twice: the last bytes tell which. Their
// numbers go on rising, so that it is the order of operations that is looked at.
static void decode_reordered(const uint8_t *data, size_t size)
{
	size_t at[MOST_RECORDS + 1], count = 0, offset = HEADER_SIZE;
	while (count < MOST_RECORDS && size - offset >= RECORD_HEAD) {
		size_t length = get_u32(data + offset + 8);
		if (length > size - offset - RECORD_HEAD)
			break;
		at[count++] = offset;
		offset += RECORD_HEAD + length;
	}
	at[count] = offset;
	if (count < 2)
		return;
	size_t one = data[size - 1] % count, other = data[size - 2] % count;
	bool twice = (data[size - 3] & 1) != 0;
	uint8_t *copy = malloc(2 * size);
	if (copy == NULL)
		return;
	memcpy(copy, data, HEADER_SIZE);
	size_t end = HEADER_SIZE;
	uint32_t step = 0;
	for (size_t i = 0; i < count; i++) {
		size_t from = i == one ? other : i == other && !twice ? one : i;
		memcpy(copy + end, data + at[from], at[from + 1] - at[from]);
		put_u32(copy + end + 4, ++step);
		end += at[from + 1] - at[from];
		if (end > size)
			break;
	}
	put_u32(copy + 8, step);
	put_u32(copy + 12, (uint32_t)end);
	uint8_t *exact = malloc(end);
	if (exact != NULL) {
		memcpy(exact, copy, end);
		(void)decode(exact, end);
	}
	free(exact);
	free(copy);
}

// Once as it is, once with a header that lets the rest be looked at; what is a plan then, in another order
// too; and once where memory ends. Each time in memory of exactly
// this size, so that one byte too far is seen.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size);
	if (copy == NULL)
		return 0;
	memcpy(copy, data, size);
	(void)decode(copy, size);
	if (size >= HEADER_SIZE) {
		put_u32(copy, 0x52535431u);
		put_u32(copy + 4, TABLE_HASH);
		put_u32(copy + 12, (uint32_t)size);
		put_u32(copy + 16, SLOTS);
		put_u32(copy + 20, 0);
		if (decode(copy, size) == 1)
			decode_reordered(copy, size);
		allocations = data[size - 1] % 4;
		(void)decode(copy, size);
		allocations = -1;
	}
	free(copy);
	return 0;
}

#ifdef STANDALONE
static uint64_t state = 0x9e3779b97f4a7c15u;

static size_t draw(size_t limit)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return limit == 0 ? 0 : (size_t)(state % limit);
}

static const uint32_t words[] = {0, 1, 4, 5, 0x7fffffff, 0x80000000u, 0xfffffffeu, 0xffffffffu};

static size_t mutate(uint8_t *data, size_t size)
{
	for (size_t n = 1 + draw(4); n > 0; n--) {
		size_t at = draw(size);
		switch (draw(5)) {
		case 0:
			data[at] ^= (uint8_t)(1u << draw(8));
			break;
		case 1:
			data[at] = (uint8_t)draw(256);
			break;
		case 2:
			if (size - at >= 4)
				put_u32(data + at, words[draw(sizeof words / sizeof words[0])]);
			break;
		case 3:
			size = at;
			break;
		default: {
			size_t count = draw(size - at), to = draw(size - count);
			memmove(data + to, data + at, count);
			break;
		}
		}
		if (size == 0)
			break;
	}
	return size;
}

static uint8_t *slurp(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	if (file == NULL || fseek(file, 0, SEEK_END) != 0)
		exit(2);
	long length = ftell(file);
	rewind(file);
	uint8_t *data = malloc((size_t)length + 1);
	if (length < 0 || data == NULL || fread(data, 1, (size_t)length, file) != (size_t)length)
		exit(2);
	fclose(file);
	*size = (size_t)length;
	return data;
}

int main(int argc, char **argv)
{
	long rounds = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	for (int i = 2; i < argc; i++) {
		size_t size;
		uint8_t *seed = slurp(argv[i], &size);
		uint8_t *work = malloc(size + 1);
		if (work == NULL)
			return 2;
		// A seed that is refused as it stands would test nothing.
		if (decode(seed, size) != 1) {
			fprintf(stderr, "%s: refused unchanged\n", argv[i]);
			return 1;
		}
		for (long n = 0; n < rounds; n++) {
			memcpy(work, seed, size);
			LLVMFuzzerTestOneInput(work, mutate(work, size));
		}
		for (size_t cut = 0; cut < size; cut++)
			if (decode(seed, cut) != 0) {
				fprintf(stderr, "%s: accepted when cut to %zu bytes\n", argv[i], cut);
				return 1;
			}
		printf("%s: %ld mutations, %zu truncations\n", argv[i], rounds, size);
		free(work);
		free(seed);
	}
	return 0;
}
#endif
