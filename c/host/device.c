// Device rules on cgroup v2: loads a BPF program and attaches it to a cgroup (bpf(2)).
#include "host.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// Values of enum bpf_cmd, bpf_prog_type, bpf_attach_type and flags (uapi/linux/bpf.h).
#define PROG_LOAD 5
#define PROG_ATTACH 8
#define PROG_DETACH 9
#define PROG_GET_FD_BY_ID 13
#define PROG_QUERY 16
#define TYPE_CGROUP_DEVICE 15u
#define ATTACH_CGROUP_DEVICE 6u
#define F_ALLOW_MULTI 2u
#define F_REPLACE 4u
#define MAX_ATTACHED 64u

// The parts of union bpf_attr in use. The kernel takes any length and the rest as zero.
struct load_attr {
	uint32_t type;
	uint32_t instruction_count;
	uint64_t instructions;
	uint64_t license;
	uint32_t log_level;
	uint32_t log_size;
	uint64_t log;
	uint32_t kernel_version;
	uint32_t flags;
	char name[16];
};

struct attach_attr {
	uint32_t target;
	uint32_t program;
	uint32_t type;
	uint32_t flags;
	uint32_t replaced;
};

struct query_attr {
	uint32_t target;
	uint32_t type;
	uint32_t query_flags;
	uint32_t attach_flags;
	uint64_t ids;
	uint32_t count;
	uint32_t reserved;
};

struct id_attr {
	uint32_t id;
	uint32_t next;
	uint32_t flags;
};

static int bpf(int command, void *attr, size_t size)
{
	long result;
	// EAGAIN: the verifier was interrupted by a signal.
	do
		result = syscall(SYS_bpf, command, attr, size);
	while (result < 0 && (errno == EAGAIN || errno == EINTR));
	return result < 0 ? -errno : (int)result;
}

static int load(const void *instructions, uint32_t count)
{
	struct load_attr attr = {
		.type = TYPE_CGROUP_DEVICE,
		.instruction_count = count,
		.instructions = (uint64_t)(uintptr_t)instructions,
		.license = (uint64_t)(uintptr_t) "Apache-2.0",
		.name = "tsrun_devices",
	};
	int fd = bpf(PROG_LOAD, &attr, sizeof(attr));
	if (fd != -EPERM)
		return fd;
	// Before 5.11 a program counts as locked memory.
	struct rlimit old;
	if (getrlimit(RLIMIT_MEMLOCK, &old) < 0)
		return -EPERM;
	struct rlimit most = {.rlim_cur = old.rlim_max, .rlim_max = old.rlim_max};
	struct rlimit all = {.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
	if (setrlimit(RLIMIT_MEMLOCK, &all) < 0 && setrlimit(RLIMIT_MEMLOCK, &most) < 0)
		return -EPERM;
	fd = bpf(PROG_LOAD, &attr, sizeof(attr));
	if (setrlimit(RLIMIT_MEMLOCK, &old) < 0 && fd >= 0) {
		int error = errno;
		close(fd);
		return -error;
	}
	return fd;
}

static int open_id(uint32_t id)
{
	struct id_attr attr = {.id = id};
	return bpf(PROG_GET_FD_BY_ID, &attr, sizeof(attr));
}

static int detach(int cgroup, uint32_t id)
{
	int program = open_id(id);
	// It went by itself.
	if (program == -ENOENT)
		return 0;
	if (program < 0)
		return program;
	struct attach_attr attr = {
		.target = (uint32_t)cgroup, .program = (uint32_t)program, .type = ATTACH_CGROUP_DEVICE};
	int result = bpf(PROG_DETACH, &attr, sizeof(attr));
	close(program);
	return result == -ENOENT ? 0 : result;
}

static int attach(int cgroup, int program, int replaced)
{
	struct attach_attr attr = {
		.target = (uint32_t)cgroup,
		.program = (uint32_t)program,
		.type = ATTACH_CGROUP_DEVICE,
		.flags = F_ALLOW_MULTI | (replaced >= 0 ? F_REPLACE : 0u),
		.replaced = replaced >= 0 ? (uint32_t)replaced : 0u,
	};
	return bpf(PROG_ATTACH, &attr, sizeof(attr));
}

/**
 * Makes this program the only device program of the cgroup. One that is there is replaced in one
 * step; of more the old ones go after the new one has come, so that there is never none.
 */
TSR_EXPORT int tsr_cgroup_devices(int cgroup, const void *instructions, uint64_t length)
{
	uint32_t ids[MAX_ATTACHED];
	struct query_attr query = {
		.target = (uint32_t)cgroup,
		.type = ATTACH_CGROUP_DEVICE,
		.ids = (uint64_t)(uintptr_t)ids,
		.count = MAX_ATTACHED,
	};
	int result = bpf(PROG_QUERY, &query, sizeof(query));
	if (result < 0)
		return result;
	int program = load(instructions, (uint32_t)(length / 8));
	if (program < 0)
		return program;
	if (query.count == 1) {
		int old = open_id(ids[0]);
		if (old >= 0) {
			result = attach(cgroup, program, old);
			close(old);
			close(program);
			return result;
		}
	}
	result = attach(cgroup, program, -1);
	for (uint32_t i = 0; i < query.count && result == 0; i++)
		result = detach(cgroup, ids[i]);
	close(program);
	return result;
}
