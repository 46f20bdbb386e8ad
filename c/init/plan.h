// A decoded plan, and the decoder. Strings and blobs point into the encoded bytes, which must stay
// mapped; structs and lists lie in the arena.
#ifndef TSRUN_INIT_PLAN_H
#define TSRUN_INIT_PLAN_H

#include <stddef.h>
#include <stdint.h>

#define SLOT_NONE 0xffffffffu
#define NO_STEP 0xffffffffu

struct strs {
	uint32_t count;
	const char **items; // one NULL more than count
};

struct u32s {
	uint32_t count;
	const uint32_t *items;
};

struct blob {
	uint32_t length;
	const uint8_t *data; // not aligned
};

enum field_kind {
	FIELD_U32,
	FIELD_U64,
	FIELD_I64,
	FIELD_STR,
	FIELD_STR_OR_NONE,
	FIELD_STRS,
	FIELD_U32S,
	FIELD_BLOB,
	FIELD_SLOT,
	FIELD_SLOT_OR_NONE,
};

struct field_spec {
	enum field_kind kind;
	size_t offset; // in the operation's struct
};

enum actor { BY_STAGE0, BY_INIT, BY_BOTH };

struct op_spec {
	const char *name;
	enum actor by;
	uint32_t field_count;
	size_t size;
	const struct field_spec *fields;
};

struct record {
	uint32_t opcode; // enum opcode
	uint32_t step;   // index in the whole plan
	const void *op;  // struct op_NAME
};

struct arena_block;

struct plan {
	uint32_t count;
	struct record *records;
	struct arena_block *memory;
};

// Decodes and checks a whole encoded plan. Returns NULL, or what is wrong with it, a constant text;
// then *step is the step at fault or NO_STEP, and nothing is left allocated.
const char *decode_plan(
	const uint8_t *data, size_t length, uint32_t slot_count, struct plan *plan, uint32_t *step);

void free_plan(struct plan *plan);

// The first record of this opcode at or behind index `from`, or NULL.
const struct record *find_record(const struct plan *plan, uint32_t opcode, uint32_t from);

#endif
