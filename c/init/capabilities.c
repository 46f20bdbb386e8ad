// Capability sets as 64-bit masks, and the operations on them.
#include <errno.h>
#include <string.h>

#include "../common/kernel.h"
#include "core.h"

// What was permitted at caps_remember().
static uint64_t remembered;
static bool is_remembered;

static uint64_t join(uint32_t low, uint32_t high)
{
	return (uint64_t)high << 32 | low;
}

int caps_get(struct caps *caps)
{
	struct k_cap_header header = {K_CAPABILITY_VERSION_3, 0};
	struct k_cap_data data[2];
	if (k_capget(&header, data) != 0)
		return -1;
	caps->effective = join(data[0].effective, data[1].effective);
	caps->permitted = join(data[0].permitted, data[1].permitted);
	caps->inheritable = join(data[0].inheritable, data[1].inheritable);
	return 0;
}

int caps_set(const struct caps *caps)
{
	struct k_cap_header header = {K_CAPABILITY_VERSION_3, 0};
	struct k_cap_data data[2];
	data[0].effective = (uint32_t)caps->effective;
	data[0].permitted = (uint32_t)caps->permitted;
	data[0].inheritable = (uint32_t)caps->inheritable;
	data[1].effective = (uint32_t)(caps->effective >> 32);
	data[1].permitted = (uint32_t)(caps->permitted >> 32);
	data[1].inheritable = (uint32_t)(caps->inheritable >> 32);
	return k_capset(&header, data);
}

int caps_raise(struct caps *before)
{
	if (caps_get(before) != 0)
		return -1;
	if (before->effective == before->permitted)
		return 0;
	struct caps raised = *before;
	raised.effective = raised.permitted;
	return caps_set(&raised);
}

int caps_remember(void)
{
	struct caps now;
	if (caps_get(&now) != 0)
		return -1;
	remembered = now.permitted;
	is_remembered = true;
	return 0;
}

int op_bounding(struct helper *h, const struct op_bounding *op)
{
	for (unsigned long cap = 0; cap < K_CAP_LIMIT; cap++) {
		if ((op->keep >> cap & 1) != 0 || prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) == 0)
			continue;
		int error = errno;
		if (error == EINVAL)
			return 0; // the kernel's last was the one before
		// Without the right to drop it may still be that there is nothing to drop.
		if (error != EPERM || prctl(PR_CAPBSET_READ, cap, 0, 0, 0) != 0)
			return fail(h, CALL_PRCTL, error, "PR_CAPBSET_DROP");
	}
	return 0;
}

// One warning for each capability of a mask; the text is its number.
static void warn_caps(struct helper *h, uint64_t mask, enum call call)
{
	char digits[DECIMAL_SIZE];
	for (uint64_t cap = 0; cap < K_CAP_LIMIT; cap++)
		if ((mask >> cap & 1) != 0)
			(void)warn_step(h, call, EPERM, decimal(digits, cap));
}

// Those of a mask that are in the bounding set.
static uint64_t in_bounding_set(uint64_t wanted)
{
	uint64_t mask = 0;
	for (unsigned long cap = 0; cap < K_CAP_LIMIT; cap++)
		if ((wanted >> cap & 1) != 0 && prctl(PR_CAPBSET_READ, cap, 0, 0, 0) == 1)
			mask |= UINT64_C(1) << cap;
	return mask;
}

static int raise_ambient(struct helper *h, uint64_t mask)
{
	uint64_t refused = 0;
	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0)
		return fail(h, CALL_PRCTL, errno, "PR_CAP_AMBIENT_CLEAR_ALL");
	for (unsigned long cap = 0; cap < K_CAP_LIMIT; cap++)
		if ((mask >> cap & 1) != 0 && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0) != 0)
			refused |= UINT64_C(1) << cap;
	warn_caps(h, refused, CALL_PRCTL);
	return 0;
}

// A filter may be in force: only capset and prctl from here. What this process does not have cannot
// be granted; the specification makes that a warning.
int op_capabilities(struct helper *h, const struct op_capabilities *op)
{
	if (!is_remembered && caps_remember() != 0)
		return fail(h, CALL_CAPSET, errno, NULL);
	struct caps caps;
	caps.permitted = op->permitted & remembered;
	caps.effective = op->effective & caps.permitted;
	caps.inheritable = in_bounding_set(op->inheritable & remembered);
	uint64_t lost = (op->permitted | op->effective) & ~caps.permitted;
	warn_caps(h, lost | (op->inheritable & ~caps.inheritable), CALL_CAPSET);
	if (caps_set(&caps) != 0)
		return fail(h, CALL_CAPSET, errno, NULL);
	return raise_ambient(h, op->ambient);
}
