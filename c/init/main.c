// The helper's start: a clean process, the plan decoded, then the walk through its steps.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../common/kernel.h"
#include "core.h"

#define KERNEL_SIGNALS 64
#define KERNEL_SIGSET_SIZE 8

// A JavaScript engine ignores SIGPIPE and SIGXFSZ, and ignored signals survive exec. libc keeps some
// numbers to itself, so the kernel is asked directly: all zeros is SIG_DFL without flags.
static int reset_signals(void)
{
	static const unsigned char zeros[64];
	for (int number = 1; number <= KERNEL_SIGNALS; number++) {
		if (number == SIGKILL || number == SIGSTOP)
			continue;
		if (syscall(SYS_rt_sigaction, number, zeros, NULL, KERNEL_SIGSET_SIZE) != 0)
			return -1;
	}
	return (int)syscall(SYS_rt_sigprocmask, SIG_SETMASK, zeros, NULL, KERNEL_SIGSET_SIZE);
}

static bool parse_fd(const char *text, size_t length, int *fd)
{
	uint64_t value;
	if (!parse_decimal(text, length, INT32_MAX, &value) || value < 3)
		return false;
	*fd = (int)value;
	return true;
}

static bool parse_slots(struct helper *h, const char *text)
{
	if (strcmp(text, "-") == 0)
		return true;
	for (;;) {
		size_t length = strcspn(text, ",");
		if (h->slot_count == MAX_SLOTS || !parse_fd(text, length, &h->slots[h->slot_count]))
			return false;
		h->slot_count++;
		if (text[length] == '\0')
			return true;
		text += length + 1;
	}
}

static bool parse_limits(struct helper *h, const char *text)
{
	size_t length = strcspn(text, ":");
	return text[length] == ':' && parse_decimal(text, length, UINT64_MAX, &h->nofile_soft) &&
		parse_decimal(text + length + 1, strlen(text + length + 1), UINT64_MAX, &h->nofile_hard);
}

static bool parse_arguments(struct helper *h, int argc, char **argv, int *plan)
{
	return argc == 5 && parse_fd(argv[1], strlen(argv[1]), &h->sock) &&
		parse_fd(argv[2], strlen(argv[2]), plan) && parse_slots(h, argv[3]) && parse_limits(h, argv[4]);
}

// The plan stays mapped: its texts are used in place.
static int load_plan(struct helper *h, int fd)
{
	struct stat st;
	if (fstat(fd, &st) != 0)
		return fail(h, CALL_STAT, errno, "the plan");
	if (st.st_size <= 0)
		return fail(h, CALL_PROTOCOL, EPROTO, "the plan is empty");
	const uint8_t *data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (data == MAP_FAILED)
		return fail(h, CALL_MEMORY, errno, "the plan");
	close(fd);
	const char *wrong = decode_plan(data, (size_t)st.st_size, h->slot_count, &h->plan, &h->step);
	return wrong == NULL ? 0 : fail(h, CALL_PROTOCOL, EPROTO, wrong);
}

static int move_fd(int *fd, int limit)
{
	if (*fd >= limit)
		return 0;
	int moved = fcntl(*fd, F_DUPFD_CLOEXEC, limit);
	if (moved < 0)
		return -1;
	*fd = moved;
	return 0;
}

// 3 to 3 + preserve - 1 belong to the caller. What the helper holds moves out of there, and gaps are
// filled, so that nothing that it opens later lands on a number that stays open at exec.
static int keep_preserved(struct helper *h, uint32_t preserve)
{
	int limit = 3 + (int)preserve;
	int old[MAX_SLOTS + 1];
	old[MAX_SLOTS] = h->sock;
	memcpy(old, h->slots, sizeof h->slots);
	if (move_fd(&h->sock, limit) != 0)
		return -1;
	for (uint32_t i = 0; i < h->slot_count; i++)
		if (move_fd(&h->slots[i], limit) != 0)
			return -1;
	if (old[MAX_SLOTS] < limit)
		close(old[MAX_SLOTS]);
	for (uint32_t i = 0; i < h->slot_count; i++)
		if (old[i] < limit)
			close(old[i]);
	for (int fd = 3; fd < limit; fd++) {
		if (fcntl(fd, F_GETFD) >= 0) {
			h->preserved[(fd - 3) / 64] |= UINT64_C(1) << ((fd - 3) % 64);
			continue;
		}
		// Everything below is taken, so this is the lowest free number.
		int filler = eventfd(0, EFD_CLOEXEC);
		if (filler < 0)
			return -1;
		if (filler != fd) {
			errno = EBADF;
			return -1;
		}
	}
	return 0;
}

static int place_descriptors(struct helper *h)
{
	const struct record *record = find_record(&h->plan, OP_CLOSE_FDS, 0);
	if (record == NULL)
		return 0;
	const struct op_close_fds *op = record->op;
	h->step = record->step;
	if (op->preserve > MAX_PRESERVED)
		return fail(h, CALL_PROTOCOL, E2BIG, "too many descriptors to preserve");
	if (keep_preserved(h, op->preserve) != 0)
		return fail(h, CALL_DUP, errno, NULL);
	return 0;
}

// The engine raised its soft limit to the hard one. The container gets the caller's; what its own
// configuration says is set from outside, later.
static int restore_limit(const struct helper *h)
{
	struct rlimit now;
	if (getrlimit(RLIMIT_NOFILE, &now) != 0)
		return -1;
	rlim_t hard = h->nofile_hard < now.rlim_max ? h->nofile_hard : now.rlim_max;
	struct rlimit limit = {h->nofile_soft < hard ? h->nofile_soft : hard, hard};
	return setrlimit(RLIMIT_NOFILE, &limit);
}

// Operations that make something in a directory and leave the directories as they are.
static bool only_makes_nodes(uint32_t opcode)
{
	return opcode == OP_MKNOD || opcode == OP_BIND_DEVICE || opcode == OP_SYMLINK;
}

static int walk(struct helper *h)
{
	for (uint32_t i = 0; i < h->plan.count; i++) {
		const struct record *record = &h->plan.records[i];
		enum actor by = op_specs[record->opcode].by;
		if (by != BY_BOTH && (by == BY_INIT) != h->is_init)
			continue;
		h->step = record->step;
		if (!only_makes_nodes(record->opcode))
			root_forget_parent();
		if (run_op(h, record) != 0)
			return -1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	static struct helper h; // large, and zero but for the descriptors
	int plan = -1;
	h.step = NO_STEP;
	h.status = h.root = h.proc = h.child_proc = h.host_proc = h.mapped[0] = h.mapped[1] = -1;
	if (reset_signals() != 0 || !parse_arguments(&h, argc, argv, &plan))
		return EXIT_ARGUMENTS;
	// A closed one of these would be the number of the next file that is opened.
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			return EXIT_ARGUMENTS;
	if (cloexec_from(3) != 0) {
		fail(&h, CALL_CLOSE_RANGE, errno, NULL);
		return EXIT_ARGUMENTS;
	}
	if (load_plan(&h, plan) != 0 || place_descriptors(&h) != 0)
		return EXIT_PLAN;
	h.step = NO_STEP;
	if (restore_limit(&h) != 0) {
		fail(&h, CALL_NONE, errno, "RLIMIT_NOFILE");
		return EXIT_PLAN;
	}
	if (stage0_open(&h) != 0 || walk(&h) != 0)
		return h.is_init ? EXIT_INIT : EXIT_STAGE0;
	return EXIT_DONE;
}
