// Written by scripts/generate-ops.mjs from src/wire/ops.ts. Do not edit.
#ifndef TSRUN_INIT_OPS_GEN_H
#define TSRUN_INIT_OPS_GEN_H

#include <stdint.h>

#include "plan.h"

struct helper;

#define TABLE_HASH 0x0a28b017u

enum opcode {
	OP_BARRIER,
	OP_JOIN,
	OP_JOIN_REST,
	OP_JOIN_PROCESS,
	OP_TIME_NAMESPACE,
	OP_INITIAL_AFFINITY,
	OP_CLONE,
	OP_IDMAP,
	OP_DROP_GROUPS,
	OP_OOM_SCORE,
	OP_BECOME,
	OP_OWN_TIME_NAMESPACE,
	OP_SETSID,
	OP_KEYRING,
	OP_CGROUP_NAMESPACE,
	OP_LOOPBACK,
	OP_FINAL_AFFINITY,
	OP_PROPAGATE,
	OP_PARENT_PRIVATE,
	OP_ROOT,
	OP_MOUNT,
	OP_BIND,
	OP_REMOUNT,
	OP_MKNOD,
	OP_BIND_DEVICE,
	OP_SYMLINK,
	OP_HOOK,
	OP_PIVOT_ROOT,
	OP_MOVE_ROOT,
	OP_CHROOT,
	OP_STDIO,
	OP_CONSOLE,
	OP_SYSCTL,
	OP_HOSTNAME,
	OP_DOMAINNAME,
	OP_ROOT_READONLY,
	OP_ROOT_PROPAGATION,
	OP_PATH_READONLY,
	OP_PATH_MASK,
	OP_SCHEDULER,
	OP_IOPRIO,
	OP_PERSONALITY,
	OP_MEMORY_POLICY,
	OP_UMASK,
	OP_BOUNDING,
	OP_USER,
	OP_CHOWN_STDIO,
	OP_CWD,
	OP_LOOKUP,
	OP_CLOSE_FDS,
	OP_OWN_RLIMIT,
	OP_EXEC_LABEL,
	OP_NO_NEW_PRIVILEGES,
	OP_SECCOMP,
	OP_CAPABILITIES,
	OP_GATE,
	OP_EXEC,
	OP_COUNT
};

enum report_kind {
	REPORT_ERROR,
	REPORT_PID,
	REPORT_BARRIER,
	REPORT_BEFORE,
	REPORT_WARNING,
	REPORT_LISTENER,
	REPORT_COUNT
};

enum call {
	CALL_NONE,
	CALL_OPEN,
	CALL_OPENAT2,
	CALL_READ,
	CALL_WRITE,
	CALL_CLOSE,
	CALL_FORK,
	CALL_CLONE3,
	CALL_WAIT,
	CALL_SETNS,
	CALL_UNSHARE,
	CALL_PRCTL,
	CALL_SETRESUID,
	CALL_SETRESGID,
	CALL_SETGROUPS,
	CALL_SETSID,
	CALL_KEYCTL,
	CALL_IOCTL,
	CALL_SOCKET,
	CALL_SENDMSG,
	CALL_RECVMSG,
	CALL_OPEN_TREE,
	CALL_FSOPEN,
	CALL_FSCONFIG,
	CALL_FSMOUNT,
	CALL_FSPICK,
	CALL_MOVE_MOUNT,
	CALL_MOUNT_SETATTR,
	CALL_MOUNT,
	CALL_UMOUNT2,
	CALL_STATFS,
	CALL_STAT,
	CALL_MKDIR,
	CALL_MKNOD,
	CALL_SYMLINK,
	CALL_UNLINK,
	CALL_READLINK,
	CALL_FCHMOD,
	CALL_FCHOWN,
	CALL_PIVOT_ROOT,
	CALL_CHROOT,
	CALL_CHDIR,
	CALL_GETCWD,
	CALL_DUP,
	CALL_SETHOSTNAME,
	CALL_SETDOMAINNAME,
	CALL_SCHED_SETATTR,
	CALL_SCHED_SETAFFINITY,
	CALL_SET_MEMPOLICY,
	CALL_IOPRIO_SET,
	CALL_SETRLIMIT,
	CALL_PERSONALITY,
	CALL_CLOSE_RANGE,
	CALL_SECCOMP,
	CALL_CAPSET,
	CALL_POLL,
	CALL_EXECVE,
	CALL_MEMORY,
	CALL_CHECK_FILE_TYPE,
	CALL_CHECK_FILE_SYSTEM,
	CALL_CHECK_INSIDE_ROOT,
	CALL_HOOK,
	CALL_LOOKUP,
	CALL_PROTOCOL,
	CALL_COUNT
};

struct op_barrier {
	const char *name;
	const char *from;
	const char *to;
};

struct op_join {
	uint32_t type;
	const char *path;
	uint32_t later;
};

struct op_join_rest {
	char none;
};

struct op_join_process {
	uint32_t pidfd;
	uint64_t flags;
	uint32_t root;
};

struct op_time_namespace {
	const char *offsets;
};

struct op_initial_affinity {
	struct u32s cpus;
};

struct op_clone {
	uint64_t flags;
};

struct op_idmap {
	const char *uids;
	const char *gids;
	const char *setgroups;
	struct strs uidTool;
	struct strs gidTool;
};

struct op_drop_groups {
	char none;
};

struct op_oom_score {
	int64_t score;
};

struct op_become {
	uint32_t uid;
	uint32_t gid;
};

struct op_own_time_namespace {
	const char *offsets;
};

struct op_setsid {
	char none;
};

struct op_keyring {
	const char *name;
	const char *label;
};

struct op_cgroup_namespace {
	char none;
};

struct op_loopback {
	char none;
};

struct op_final_affinity {
	struct u32s cpus;
};

struct op_propagate {
	const char *path;
	uint64_t flags;
};

struct op_parent_private {
	const char *path;
};

struct op_root {
	const char *path;
	uint32_t bind;
};

struct op_mount {
	const char *fstype;
	const char *source;
	const char *target;
	uint64_t attr;
	struct strs words;
	struct strs options;
	uint64_t propagation;
	uint32_t strict;
	uint32_t copyup;
};

struct op_bind {
	const char *source;
	uint32_t slot;
	const char *target;
	uint32_t recursive;
	uint64_t set;
	uint64_t clear;
	uint64_t rset;
	uint64_t rclear;
	uint64_t propagation;
};

struct op_remount {
	const char *target;
	uint64_t set;
	uint64_t clear;
	struct strs words;
	struct strs options;
	uint32_t bind;
};

struct op_mknod {
	const char *path;
	uint32_t mode;
	uint32_t major;
	uint32_t minor;
	uint32_t uid;
	uint32_t gid;
};

struct op_bind_device {
	const char *source;
	const char *path;
	uint32_t mode;
	uint32_t major;
	uint32_t minor;
};

struct op_symlink {
	const char *text;
	const char *path;
	uint32_t replace;
};

struct op_hook {
	const char *kind;
	uint32_t index;
	const char *path;
	struct strs args;
	struct strs env;
	uint32_t timeout;
	const char *head;
	const char *tail;
};

struct op_pivot_root {
	char none;
};

struct op_move_root {
	char none;
};

struct op_chroot {
	char none;
};

struct op_stdio {
	char none;
};

struct op_console {
	uint32_t socket;
	uint32_t rows;
	uint32_t columns;
	uint32_t uid;
	uint32_t bind;
};

struct op_sysctl {
	const char *path;
	const char *value;
};

struct op_hostname {
	const char *name;
};

struct op_domainname {
	const char *name;
};

struct op_root_readonly {
	char none;
};

struct op_root_propagation {
	uint64_t flags;
};

struct op_path_readonly {
	const char *path;
};

struct op_path_mask {
	const char *path;
};

struct op_scheduler {
	uint32_t policy;
	int64_t nice;
	uint32_t priority;
	uint64_t flags;
	uint64_t runtime;
	uint64_t deadline;
	uint64_t period;
};

struct op_ioprio {
	uint32_t value;
};

struct op_personality {
	uint32_t persona;
};

struct op_memory_policy {
	uint32_t mode;
	struct u32s nodes;
};

struct op_umask {
	uint32_t mode;
};

struct op_bounding {
	uint64_t keep;
};

struct op_user {
	uint32_t uid;
	uint32_t gid;
	struct u32s groups;
	uint32_t setgroups;
};

struct op_chown_stdio {
	uint32_t uid;
	uint32_t gid;
};

struct op_cwd {
	const char *path;
	uint32_t create;
};

struct op_lookup {
	const char *name;
	const char *path;
};

struct op_close_fds {
	uint32_t preserve;
};

struct op_own_rlimit {
	uint32_t resource;
	uint64_t soft;
	uint64_t hard;
};

struct op_exec_label {
	const char *kind;
	const char *label;
};

struct op_no_new_privileges {
	char none;
};

struct op_seccomp {
	struct blob filter;
	uint64_t flags;
};

struct op_capabilities {
	uint64_t effective;
	uint64_t permitted;
	uint64_t inheritable;
	uint64_t ambient;
};

struct op_gate {
	uint32_t gate;
	uint32_t status;
};

struct op_exec {
	struct strs args;
	struct strs env;
	uint32_t home;
	uint32_t uid;
};

// One function each; without it the helper does not link. 0, or -1 after fail().
int op_barrier(struct helper *h, const struct op_barrier *op);
int op_join(struct helper *h, const struct op_join *op);
int op_join_rest(struct helper *h, const struct op_join_rest *op);
int op_join_process(struct helper *h, const struct op_join_process *op);
int op_time_namespace(struct helper *h, const struct op_time_namespace *op);
int op_initial_affinity(struct helper *h, const struct op_initial_affinity *op);
int op_clone(struct helper *h, const struct op_clone *op);
int op_idmap(struct helper *h, const struct op_idmap *op);
int op_drop_groups(struct helper *h, const struct op_drop_groups *op);
int op_oom_score(struct helper *h, const struct op_oom_score *op);
int op_become(struct helper *h, const struct op_become *op);
int op_own_time_namespace(struct helper *h, const struct op_own_time_namespace *op);
int op_setsid(struct helper *h, const struct op_setsid *op);
int op_keyring(struct helper *h, const struct op_keyring *op);
int op_cgroup_namespace(struct helper *h, const struct op_cgroup_namespace *op);
int op_loopback(struct helper *h, const struct op_loopback *op);
int op_final_affinity(struct helper *h, const struct op_final_affinity *op);
int op_propagate(struct helper *h, const struct op_propagate *op);
int op_parent_private(struct helper *h, const struct op_parent_private *op);
int op_root(struct helper *h, const struct op_root *op);
int op_mount(struct helper *h, const struct op_mount *op);
int op_bind(struct helper *h, const struct op_bind *op);
int op_remount(struct helper *h, const struct op_remount *op);
int op_mknod(struct helper *h, const struct op_mknod *op);
int op_bind_device(struct helper *h, const struct op_bind_device *op);
int op_symlink(struct helper *h, const struct op_symlink *op);
int op_hook(struct helper *h, const struct op_hook *op);
int op_pivot_root(struct helper *h, const struct op_pivot_root *op);
int op_move_root(struct helper *h, const struct op_move_root *op);
int op_chroot(struct helper *h, const struct op_chroot *op);
int op_stdio(struct helper *h, const struct op_stdio *op);
int op_console(struct helper *h, const struct op_console *op);
int op_sysctl(struct helper *h, const struct op_sysctl *op);
int op_hostname(struct helper *h, const struct op_hostname *op);
int op_domainname(struct helper *h, const struct op_domainname *op);
int op_root_readonly(struct helper *h, const struct op_root_readonly *op);
int op_root_propagation(struct helper *h, const struct op_root_propagation *op);
int op_path_readonly(struct helper *h, const struct op_path_readonly *op);
int op_path_mask(struct helper *h, const struct op_path_mask *op);
int op_scheduler(struct helper *h, const struct op_scheduler *op);
int op_ioprio(struct helper *h, const struct op_ioprio *op);
int op_personality(struct helper *h, const struct op_personality *op);
int op_memory_policy(struct helper *h, const struct op_memory_policy *op);
int op_umask(struct helper *h, const struct op_umask *op);
int op_bounding(struct helper *h, const struct op_bounding *op);
int op_user(struct helper *h, const struct op_user *op);
int op_chown_stdio(struct helper *h, const struct op_chown_stdio *op);
int op_cwd(struct helper *h, const struct op_cwd *op);
int op_lookup(struct helper *h, const struct op_lookup *op);
int op_close_fds(struct helper *h, const struct op_close_fds *op);
int op_own_rlimit(struct helper *h, const struct op_own_rlimit *op);
int op_exec_label(struct helper *h, const struct op_exec_label *op);
int op_no_new_privileges(struct helper *h, const struct op_no_new_privileges *op);
int op_seccomp(struct helper *h, const struct op_seccomp *op);
int op_capabilities(struct helper *h, const struct op_capabilities *op);
int op_gate(struct helper *h, const struct op_gate *op);
int op_exec(struct helper *h, const struct op_exec *op);

extern const struct op_spec op_specs[OP_COUNT];

// Performs one decoded record.
int run_op(struct helper *h, const struct record *record);

#endif
