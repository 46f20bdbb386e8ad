// The plan's decoder: every length and number is checked before it is used, and nothing is performed
// before everything is decoded. The bytes are the engine's, but the texts in them are the user's.
#include "plan.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "../common/rules.h"
#include "ops.gen.h"

#define MAGIC 0x52535431u
#define HEADER_SIZE 24u
#define RECORD_SIZE 12u
#define ABSENT 0xffffffffu
#define ARENA_BLOCK 8192u

struct arena_block {
	struct arena_block *next;
	size_t used;
	size_t size;
	_Alignas(16) unsigned char bytes[];
};

struct reader {
	const uint8_t *at;
	const uint8_t *end;
};

static void *allocate(struct plan *plan, size_t count, size_t size)
{
	if (count > (SIZE_MAX - ARENA_BLOCK) / size)
		return NULL;
	// Sizes are kept at multiples of 16, so that whatever comes next is aligned.
	size_t bytes = (count * size + 15) & ~(size_t)15;
	struct arena_block *block = plan->memory;
	if (block == NULL || block->size - block->used < bytes) {
		size_t capacity = bytes > ARENA_BLOCK ? bytes : ARENA_BLOCK;
		block = malloc(sizeof *block + capacity);
		if (block == NULL)
			return NULL;
		block->next = plan->memory;
		block->used = 0;
		block->size = capacity;
		plan->memory = block;
	}
	void *result = block->bytes + block->used;
	block->used += bytes;
	return result;
}

static size_t remaining(const struct reader *r)
{
	return RULE(WIRE_LENGTHS) ? (size_t)(r->end - r->at) : SIZE_MAX / 2;
}

static bool read_u32(struct reader *r, uint32_t *value)
{
	if (remaining(r) < 4)
		return false;
	*value =
		(uint32_t)r->at[0] | (uint32_t)r->at[1] << 8 | (uint32_t)r->at[2] << 16 | (uint32_t)r->at[3] << 24;
	r->at += 4;
	return true;
}

static bool read_u64(struct reader *r, uint64_t *value)
{
	uint32_t low, high;
	if (!read_u32(r, &low) || !read_u32(r, &high))
		return false;
	*value = (uint64_t)high << 32 | low;
	return true;
}

// The text of a length that was read; it ends in a NUL and holds no other.
static bool read_text(struct reader *r, uint32_t length, const char **text)
{
	if (remaining(r) < (size_t)length + 1)
		return false;
	const uint8_t *nul = memchr(r->at, 0, (size_t)length + 1);
	if (nul != r->at + length)
		return false;
	*text = (const char *)r->at;
	r->at += (size_t)length + 1;
	return true;
}

static const char *read_str(struct reader *r, bool optional, const char **text)
{
	uint32_t length;
	if (!read_u32(r, &length))
		return "a text is cut short";
	if (optional && length == ABSENT) {
		*text = NULL;
		return NULL;
	}
	return read_text(r, length, text) ? NULL : "a text is cut short or has a NUL in it";
}

static const char *read_strs(struct reader *r, struct plan *plan, struct strs *list)
{
	uint32_t count;
	// Each text is five bytes at least: a count that lies cannot make us allocate much.
	if (!read_u32(r, &count) || count > remaining(r) / 5)
		return "a list is cut short";
	const char **items = allocate(plan, (size_t)count + 1, sizeof *items);
	if (items == NULL)
		return "no memory";
	for (uint32_t i = 0; i < count; i++) {
		const char *wrong = read_str(r, false, &items[i]);
		if (wrong != NULL)
			return wrong;
	}
	items[count] = NULL;
	*list = (struct strs){count, items};
	return NULL;
}

static const char *read_u32s(struct reader *r, struct plan *plan, struct u32s *list)
{
	uint32_t count;
	if (!read_u32(r, &count) || count > remaining(r) / 4)
		return "a list is cut short";
	uint32_t *items = allocate(plan, (size_t)count + 1, sizeof *items);
	if (items == NULL)
		return "no memory";
	for (uint32_t i = 0; i < count; i++)
		if (!read_u32(r, &items[i]))
			return "a list is cut short";
	*list = (struct u32s){count, items};
	return NULL;
}

static const char *read_blob(struct reader *r, struct blob *blob)
{
	uint32_t length;
	if (!read_u32(r, &length) || length > remaining(r))
		return "a blob is cut short";
	*blob = (struct blob){length, r->at};
	r->at += length;
	return NULL;
}

static const char *read_slot(struct reader *r, bool optional, uint32_t slot_count, uint32_t *slot)
{
	if (!read_u32(r, slot))
		return "a slot is cut short";
	if (*slot < slot_count || (optional && *slot == SLOT_NONE))
		return NULL;
	return "a slot that was not passed";
}

static const char *read_field(
	struct reader *r, struct plan *plan, uint32_t slot_count, enum field_kind kind, void *field)
{
	switch (kind) {
	case FIELD_U32:
		return read_u32(r, field) ? NULL : "a number is cut short";
	case FIELD_U64:
		return read_u64(r, field) ? NULL : "a number is cut short";
	case FIELD_I64: {
		uint64_t bits;
		if (!read_u64(r, &bits))
			return "a number is cut short";
		memcpy(field, &bits, sizeof bits);
		return NULL;
	}
	case FIELD_STR:
		return read_str(r, false, field);
	case FIELD_STR_OR_NONE:
		return read_str(r, true, field);
	case FIELD_STRS:
		return read_strs(r, plan, field);
	case FIELD_U32S:
		return read_u32s(r, plan, field);
	case FIELD_BLOB:
		return read_blob(r, field);
	case FIELD_SLOT:
		return read_slot(r, false, slot_count, field);
	case FIELD_SLOT_OR_NONE:
		return read_slot(r, true, slot_count, field);
	}
	return "a field of no kind";
}

static const char *read_record(
	struct reader *r, struct plan *plan, uint32_t slot_count, struct record *record)
{
	uint32_t opcode, length;
	record->step = NO_STEP;
	// The upper half of the opcode's word is reserved, and thereby has to be zero.
	if (!read_u32(r, &opcode) || !read_u32(r, &record->step) || !read_u32(r, &length))
		return "a record is cut short";
	if (opcode >= OP_COUNT)
		return "no such operation";
	if (length > remaining(r))
		return "a record is longer than the plan";
	const struct op_spec *spec = &op_specs[opcode];
	unsigned char *op = allocate(plan, 1, spec->size);
	if (op == NULL)
		return "no memory";
	memset(op, 0, spec->size);
	struct reader fields = {r->at, r->at + length};
	for (uint32_t i = 0; i < spec->field_count; i++) {
		const struct field_spec *field = &spec->fields[i];
		const char *wrong = read_field(&fields, plan, slot_count, field->kind, op + field->offset);
		if (wrong != NULL)
			return wrong;
	}
	if (fields.at != fields.end)
		return "a record has bytes left over";
	r->at = fields.end;
	record->opcode = opcode;
	record->op = op;
	return NULL;
}

static const char *read_header(struct reader *r, size_t length, uint32_t slot_count, uint32_t *count)
{
	uint32_t magic, hash, total, slots, reserved;
	if (!read_u32(r, &magic) || !read_u32(r, &hash) || !read_u32(r, count) || !read_u32(r, &total) ||
		!read_u32(r, &slots) || !read_u32(r, &reserved))
		return "the plan is cut short";
	if (magic != MAGIC)
		return "this is not a plan";
	if (hash != TABLE_HASH)
		return "the helper and the engine are of different builds";
	if (total != length || reserved != 0)
		return "the plan has another length than it says";
	if (slots != slot_count)
		return "the plan has another number of descriptors than were passed";
	if (*count > (length - HEADER_SIZE) / RECORD_SIZE)
		return "the plan has fewer records than it says";
	return NULL;
}

// Who does what, in which order: stage 0 is over before init's first own step, the one clone lies
// between, the steps' numbers rise, and nothing comes behind the end.
static const char *check_order(const struct plan *plan, uint32_t *step)
{
	bool cloned = false, started = false, ended = false;
	for (uint32_t i = 0; i < plan->count; i++) {
		const struct record *record = &plan->records[i];
		*step = record->step;
		if (record->step == NO_STEP || (i > 0 && record->step <= plan->records[i - 1].step))
			return "the steps are out of order";
		if (ended)
			return "a step behind the end";
		enum actor by = op_specs[record->opcode].by;
		if (by == BY_STAGE0 && started)
			return "a step of stage 0 behind one of init";
		if (by == BY_INIT && !cloned)
			return "a step of init before there is one";
		if (record->opcode == OP_CLONE && cloned)
			return "a second clone";
		cloned = cloned || record->opcode == OP_CLONE;
		started = started || by == BY_INIT;
		ended = record->opcode == OP_EXEC;
	}
	*step = NO_STEP;
	// A container without a process waits at its gate for ever: start refuses it.
	bool waits = plan->count > 0 && plan->records[plan->count - 1].opcode == OP_GATE;
	return ended || waits ? NULL : "the plan has no end";
}

static const char *decode_records(
	struct reader *r, uint32_t slot_count, uint32_t count, struct plan *plan, uint32_t *step)
{
	plan->records = allocate(plan, (size_t)count + 1, sizeof *plan->records);
	if (plan->records == NULL)
		return "no memory";
	for (uint32_t i = 0; i < count; i++) {
		const char *wrong = read_record(r, plan, slot_count, &plan->records[i]);
		*step = plan->records[i].step;
		if (wrong != NULL)
			return wrong;
	}
	plan->count = count;
	*step = NO_STEP;
	if (r->at != r->end)
		return "the plan has bytes left over";
	return check_order(plan, step);
}

const char *decode_plan(
	const uint8_t *data, size_t length, uint32_t slot_count, struct plan *plan, uint32_t *step)
{
	struct reader r = {data, data + length};
	uint32_t count = 0;
	*plan = (struct plan){0, NULL, NULL};
	*step = NO_STEP;
	const char *wrong = read_header(&r, length, slot_count, &count);
	if (wrong == NULL)
		wrong = decode_records(&r, slot_count, count, plan, step);
	if (wrong != NULL)
		free_plan(plan);
	return wrong;
}

void free_plan(struct plan *plan)
{
	while (plan->memory != NULL) {
		struct arena_block *next = plan->memory->next;
		free(plan->memory);
		plan->memory = next;
	}
	*plan = (struct plan){0, NULL, NULL};
}

const struct record *find_record(const struct plan *plan, uint32_t opcode, uint32_t from)
{
	for (uint32_t i = from; i < plan->count; i++)
		if (plan->records[i].opcode == opcode)
			return &plan->records[i];
	return NULL;
}
