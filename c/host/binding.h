// How JavaScript calls the host library: it is a Node-API module of one function, which gives the
// others by name. binding.gen.c has a wrapper for each prototype of host.h.
#ifndef TSRUN_HOST_BINDING_H
#define TSRUN_HOST_BINDING_H

#include "host.h"

#include <node_api.h>
#include <stdbool.h>
#include <stddef.h>

#define BINDING_MOST_ARGUMENTS 12

/** One call: its arguments, and the memory that their texts take. */
struct call {
	napi_env env;
	const char *name;
	napi_value arguments[BINDING_MOST_ARGUMENTS];
	size_t count;
	void *taken[BINDING_MOST_ARGUMENTS];
	size_t taken_count;
	size_t used;
	char space[4096];
};

typedef napi_value (*wrapper)(struct call *);

struct binding {
	const char *name;
	wrapper call;
};

extern const struct binding bindings[];
extern const size_t bindings_count;

// Each takes argument `at`, or throws a TypeError in JavaScript and returns false.
bool take_int(struct call *call, size_t at, int *out);
bool take_u32(struct call *call, size_t at, uint32_t *out);
bool take_u64(struct call *call, size_t at, uint64_t *out);
bool take_text(struct call *call, size_t at, const char **out);
bool take_words(struct call *call, size_t at, const char **out, uint32_t *count);
bool take_bytes(struct call *call, size_t at, void **out, uint64_t *length);
bool take_numbers(struct call *call, size_t at, const int32_t **out, uint32_t *count);
bool take_room(struct call *call, size_t at, napi_typedarray_type type, size_t least, void **out);

napi_value give_number(struct call *call, int64_t value);
napi_value give_text(struct call *call, const char *text);
napi_value give_nothing(struct call *call);

#endif
