// The Node-API module: see binding.h. Arguments are checked here, so that no wrong one reaches a system
// call: kinds, numbers out of range, texts with a NUL inside, arrays that are too short.
#include "binding.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Node-API is a part of whoever loads us. Weak, so that a link finds everything else that is missing.
#pragma weak napi_create_double
#pragma weak napi_create_function
#pragma weak napi_create_string_utf8
#pragma weak napi_get_array_length
#pragma weak napi_get_cb_info
#pragma weak napi_get_element
#pragma weak napi_get_typedarray_info
#pragma weak napi_get_undefined
#pragma weak napi_get_value_bigint_uint64
#pragma weak napi_get_value_double
#pragma weak napi_get_value_string_utf8
#pragma weak napi_throw_type_error

static bool refuse(struct call *call, size_t at, const char *what)
{
	char text[160];
	snprintf(text, sizeof(text), "%s: argument %zu is not %s", call->name, at + 1, what);
	napi_throw_type_error(call->env, NULL, text);
	return false;
}

/** An integer from low to high. */
static bool take_integer(struct call *call, size_t at, double low, double high, double *out)
{
	if (napi_get_value_double(call->env, call->arguments[at], out) != napi_ok)
		return false;
	return *out >= low && *out <= high && trunc(*out) >= *out && trunc(*out) <= *out;
}

bool take_int(struct call *call, size_t at, int *out)
{
	double value = 0;
	if (!take_integer(call, at, INT32_MIN, INT32_MAX, &value))
		return refuse(call, at, "a number of 32 bits");
	*out = (int)value;
	return true;
}

bool take_u32(struct call *call, size_t at, uint32_t *out)
{
	double value = 0;
	if (!take_integer(call, at, 0, UINT32_MAX, &value))
		return refuse(call, at, "a number of 32 bits without sign");
	*out = (uint32_t)value;
	return true;
}

bool take_u64(struct call *call, size_t at, uint64_t *out)
{
	bool exact = false;
	if (napi_get_value_bigint_uint64(call->env, call->arguments[at], out, &exact) != napi_ok || !exact)
		return refuse(call, at, "a bigint of 64 bits without sign");
	return true;
}

/** Memory until the end of the call. */
static char *take_memory(struct call *call, size_t size)
{
	if (size <= sizeof(call->space) - call->used) {
		char *place = call->space + call->used;
		call->used += size;
		return place;
	}
	char *place = call->taken_count < BINDING_MOST_ARGUMENTS ? malloc(size) : NULL;
	if (place != NULL)
		call->taken[call->taken_count++] = place;
	return place;
}

bool take_text(struct call *call, size_t at, const char **out)
{
	size_t length = 0;
	if (napi_get_value_string_utf8(call->env, call->arguments[at], NULL, 0, &length) != napi_ok)
		return refuse(call, at, "a text");
	char *text = take_memory(call, length + 1);
	if (text == NULL)
		return refuse(call, at, "short enough for the memory that is there");
	if (napi_get_value_string_utf8(call->env, call->arguments[at], text, length + 1, &length) != napi_ok)
		return refuse(call, at, "a text");
	if (strlen(text) != length)
		return refuse(call, at, "a text without NUL");
	*out = text;
	return true;
}

bool take_words(struct call *call, size_t at, const char **out, uint32_t *count)
{
	if (napi_get_array_length(call->env, call->arguments[at], count) != napi_ok)
		return refuse(call, at, "a list of texts");
	size_t size = 1;
	for (uint32_t i = 0; i < *count; i++) {
		napi_value word = NULL;
		size_t length = 0;
		if (napi_get_element(call->env, call->arguments[at], i, &word) != napi_ok ||
			napi_get_value_string_utf8(call->env, word, NULL, 0, &length) != napi_ok)
			return refuse(call, at, "a list of texts");
		size += length + 1;
	}
	char *words = take_memory(call, size);
	if (words == NULL)
		return refuse(call, at, "short enough for the memory that is there");
	words[0] = '\0';
	char *next = words;
	for (uint32_t i = 0; i < *count; i++) {
		napi_value word = NULL;
		size_t length = 0;
		size_t left = size - (size_t)(next - words);
		if (napi_get_element(call->env, call->arguments[at], i, &word) != napi_ok ||
			napi_get_value_string_utf8(call->env, word, next, left, &length) != napi_ok)
			return refuse(call, at, "a list of texts");
		if (strlen(next) != length)
			return refuse(call, at, "a list of texts without NUL");
		next += length + 1;
	}
	*out = words;
	return true;
}

bool take_bytes(struct call *call, size_t at, void **out, uint64_t *length)
{
	napi_typedarray_type type = napi_int8_array;
	size_t size = 0;
	if (napi_get_typedarray_info(call->env, call->arguments[at], &type, &size, out, NULL, NULL) != napi_ok ||
		type != napi_uint8_array)
		return refuse(call, at, "bytes");
	*length = size;
	return true;
}

bool take_numbers(struct call *call, size_t at, const int32_t **out, uint32_t *count)
{
	napi_typedarray_type type = napi_int8_array;
	size_t size = 0;
	void *data = NULL;
	if (napi_get_typedarray_info(call->env, call->arguments[at], &type, &size, &data, NULL, NULL) !=
			napi_ok ||
		type != napi_int32_array || size > UINT32_MAX)
		return refuse(call, at, "numbers");
	*out = data;
	*count = (uint32_t)size;
	return true;
}

bool take_room(struct call *call, size_t at, napi_typedarray_type type, size_t least, void **out)
{
	napi_typedarray_type given = napi_int8_array;
	size_t size = 0;
	if (napi_get_typedarray_info(call->env, call->arguments[at], &given, &size, out, NULL, NULL) != napi_ok ||
		given != type || size < least)
		return refuse(call, at, "an array of the right kind and size");
	return true;
}

// A value that could not be made leaves an exception behind; the NULL is not looked at then.
napi_value give_number(struct call *call, int64_t value)
{
	napi_value result = NULL;
	(void)napi_create_double(call->env, (double)value, &result);
	return result;
}

napi_value give_text(struct call *call, const char *text)
{
	napi_value result = NULL;
	(void)napi_create_string_utf8(call->env, text, NAPI_AUTO_LENGTH, &result);
	return result;
}

napi_value give_nothing(struct call *call)
{
	napi_value result = NULL;
	(void)napi_get_undefined(call->env, &result);
	return result;
}

static napi_value perform(napi_env env, napi_callback_info info)
{
	struct call call = {.env = env, .count = BINDING_MOST_ARGUMENTS};
	void *data = NULL;
	// Arguments that were not given are undefined, which no taker takes.
	if (napi_get_cb_info(env, info, &call.count, call.arguments, NULL, &data) != napi_ok)
		return NULL;
	const struct binding *binding = data;
	call.name = binding->name;
	napi_value result = binding->call(&call);
	for (size_t i = 0; i < call.taken_count; i++)
		free(call.taken[i]);
	return result;
}

static const struct binding *find(const char *name)
{
	for (size_t i = 0; i < bindings_count; i++)
		if (strcmp(bindings[i].name, name) == 0)
			return &bindings[i];
	return NULL;
}

/** Gives the function of that name, and undefined for another name. */
static napi_value give_function(napi_env env, napi_callback_info info)
{
	napi_value argument = NULL;
	size_t count = 1;
	// A longer name is cut off, and then no name of ours.
	char name[64];
	size_t length = 0;
	napi_value result = NULL;
	if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) != napi_ok ||
		napi_get_value_string_utf8(env, argument, name, sizeof(name), &length) != napi_ok) {
		napi_throw_type_error(env, NULL, "host library: the name is not a text");
		return NULL;
	}
	const struct binding *binding = find(name);
	if (binding == NULL)
		(void)napi_get_undefined(env, &result);
	else
		// Node-API wants the data without const, and hands it back as it is.
		(void)napi_create_function(
			env, binding->name, NAPI_AUTO_LENGTH, perform, (void *)(uintptr_t)binding, &result);
	return result;
}

NAPI_MODULE_INIT()
{
	(void)exports;
	napi_value result = NULL;
	(void)napi_create_function(env, "host", NAPI_AUTO_LENGTH, give_function, NULL, &result);
	return result;
}
