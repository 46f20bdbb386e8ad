#include "card.h"

#include <string.h>

struct reader {
	const uint8_t *next;
	size_t left;
	bool failed;
};

static uint64_t number(struct reader *reader, size_t bytes)
{
	uint64_t value = 0;
	if (reader->failed || reader->left < bytes) {
		reader->failed = true;
		return 0;
	}
	for (size_t i = 0; i < bytes; i++)
		value |= (uint64_t)reader->next[i] << (8 * i);
	reader->next += bytes;
	reader->left -= bytes;
	return value;
}

// Length, bytes, NUL; no other NUL, so that it is the same text for whoever looks for its end.
static struct card_text text(struct reader *reader)
{
	struct card_text found = {.bytes = "", .length = 0};
	size_t length = (size_t)number(reader, 4);
	if (reader->failed || reader->left <= length || reader->next[length] != '\0' ||
		memchr(reader->next, '\0', length) != NULL) {
		reader->failed = true;
		return found;
	}
	found.bytes = (const char *)reader->next;
	found.length = length;
	reader->next += length + 1;
	reader->left -= length + 1;
	return found;
}

static const char *path(struct reader *reader)
{
	const char *bytes = text(reader).bytes;
	if (bytes[0] != '/')
		reader->failed = true;
	return bytes;
}

static uint32_t count(struct reader *reader)
{
	uint32_t found = (uint32_t)number(reader, 4);
	if (found > CARD_PATHS) {
		reader->failed = true;
		return 0;
	}
	return found;
}

bool card_read(struct card *card, const void *data, size_t length)
{
	struct reader reader = {.next = data, .left = length, .failed = false};
	memset(card, 0, sizeof *card);
	if (number(&reader, 4) != CARD_MAGIC || number(&reader, 4) != CARD_VERSION ||
		number(&reader, 4) != length)
		return false;
	card->flags = (uint32_t)number(&reader, 4);
	card->status_at = (uint32_t)number(&reader, 4);
	uint32_t pid = (uint32_t)number(&reader, 4);
	card->start = number(&reader, 8);
	card->id = text(&reader).bytes;
	card->created = text(&reader);
	card->running = text(&reader);
	card->stopped = text(&reader);
	card->watch_count = count(&reader);
	for (uint32_t i = 0; i < card->watch_count && !reader.failed; i++) {
		card->watches[i].path = path(&reader);
		card->watches[i].usual = text(&reader);
	}
	card->cgroup_count = count(&reader);
	for (uint32_t i = 0; i < card->cgroup_count && !reader.failed; i++)
		card->cgroups[i] = path(&reader);
	// 1 is nobody's container, and 0 and below mean whole groups to kill(2).
	if (reader.failed || reader.left != 0 || pid < 2 || pid > INT32_MAX)
		return false;
	card->pid = (int32_t)pid;
	return true;
}
