// Waiting: the barriers that order the engine, stage 0 and init, and the gate that `start` opens.
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "../common/kernel.h"
#include "core.h"

static int send_barrier(struct helper *h, const char *to)
{
	if (strcmp(to, "host") == 0) {
		if (report(h, REPORT_BARRIER, 0, -1) != 0)
			_exit(EXIT_PEER);
		return 0;
	}
	if (write_all(h->mapped[1], "m", 1) != 0)
		return fail(h, CALL_WRITE, errno, to);
	close(h->mapped[1]);
	h->mapped[1] = -1;
	return 0;
}

static int wait_engine(struct helper *h, const char *name)
{
	uint32_t step;
	unsigned char word[8]; // larger than a barrier, so that something else is noticed
	ssize_t got = read_some(h->sock, word, sizeof word);
	if (got < 0)
		return fail(h, CALL_READ, errno, name);
	if (got == 0)
		_exit(EXIT_PEER);
	step = (uint32_t)word[0] | (uint32_t)word[1] << 8 | (uint32_t)word[2] << 16 | (uint32_t)word[3] << 24;
	if (got != 4 || step != h->step)
		return fail(h, CALL_PROTOCOL, EPROTO, name);
	return 0;
}

static int wait_stage0(struct helper *h, const char *name)
{
	char byte;
	ssize_t got = read_some(h->mapped[0], &byte, 1);
	if (got < 0)
		return fail(h, CALL_READ, errno, name);
	if (got == 0)
		_exit(EXIT_PEER); // it has said why
	close(h->mapped[0]);
	h->mapped[0] = -1;
	// The id maps are written: nobody needs this process' files any more.
	return set_dumpable(h, false);
}

int op_barrier(struct helper *h, const struct op_barrier *op)
{
	const char *me = h->is_init ? "init" : "stage0";
	if (strcmp(op->from, me) == 0)
		return send_barrier(h, op->to);
	if (strcmp(op->to, me) != 0)
		return 0;
	return strcmp(op->from, "host") == 0 ? wait_engine(h, op->name) : wait_stage0(h, op->name);
}

static void die(int number)
{
	_exit(128 + number);
}

// The first process of a pid namespace takes no signal that it does not handle, also not from
// outside: a created container could only be killed by SIGKILL. exec sets the defaults again.
int gate_prepare(void)
{
	static const int fatal[] = {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM};
	struct sigaction action;
	if (getpid() != 1)
		return 0;
	memset(&action, 0, sizeof action);
	action.sa_handler = die;
	for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++)
		if (sigaction(fatal[i], &action, NULL) != 0)
			return -1;
	return 0;
}

// A filter may be in force: close and read only.
int op_gate(struct helper *h, const struct op_gate *op)
{
	char byte;
	int gate = h->slots[op->gate];
	// The verb that created the container ends here; from now on failures go to `start`.
	if (h->sock >= 0)
		close(h->sock);
	h->sock = -1;
	h->status = h->slots[op->status];
	ssize_t got = read_some(gate, &byte, 1);
	if (got != 1)
		return fail(h, CALL_READ, got < 0 ? errno : EPIPE, "gate");
	close(gate);
	return 0;
}
