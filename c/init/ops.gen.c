// Written by scripts/generate-ops.mjs from src/wire/ops.ts. Do not edit.
#include "ops.gen.h"

#include <stddef.h>

static const struct field_spec barrier_fields[] = {
	{ FIELD_STR, offsetof(struct op_barrier, name) },
	{ FIELD_STR, offsetof(struct op_barrier, from) },
	{ FIELD_STR, offsetof(struct op_barrier, to) },
};

static const struct field_spec join_fields[] = {
	{ FIELD_U32, offsetof(struct op_join, type) },
	{ FIELD_STR, offsetof(struct op_join, path) },
	{ FIELD_U32, offsetof(struct op_join, later) },
};

static const struct field_spec join_process_fields[] = {
	{ FIELD_SLOT, offsetof(struct op_join_process, pidfd) },
	{ FIELD_U64, offsetof(struct op_join_process, flags) },
	{ FIELD_SLOT_OR_NONE, offsetof(struct op_join_process, root) },
};

static const struct field_spec time_namespace_fields[] = {
	{ FIELD_STR_OR_NONE, offsetof(struct op_time_namespace, offsets) },
};

static const struct field_spec initial_affinity_fields[] = {
	{ FIELD_U32S, offsetof(struct op_initial_affinity, cpus) },
};

static const struct field_spec clone_fields[] = {
	{ FIELD_U64, offsetof(struct op_clone, flags) },
};

static const struct field_spec idmap_fields[] = {
	{ FIELD_STR, offsetof(struct op_idmap, uids) },
	{ FIELD_STR, offsetof(struct op_idmap, gids) },
	{ FIELD_STR_OR_NONE, offsetof(struct op_idmap, setgroups) },
	{ FIELD_STRS, offsetof(struct op_idmap, uidTool) },
	{ FIELD_STRS, offsetof(struct op_idmap, gidTool) },
};

static const struct field_spec oom_score_fields[] = {
	{ FIELD_I64, offsetof(struct op_oom_score, score) },
};

static const struct field_spec become_fields[] = {
	{ FIELD_U32, offsetof(struct op_become, uid) },
	{ FIELD_U32, offsetof(struct op_become, gid) },
};

static const struct field_spec own_time_namespace_fields[] = {
	{ FIELD_STR_OR_NONE, offsetof(struct op_own_time_namespace, offsets) },
};

static const struct field_spec keyring_fields[] = {
	{ FIELD_STR, offsetof(struct op_keyring, name) },
	{ FIELD_STR_OR_NONE, offsetof(struct op_keyring, label) },
};

static const struct field_spec final_affinity_fields[] = {
	{ FIELD_U32S, offsetof(struct op_final_affinity, cpus) },
};

static const struct field_spec propagate_fields[] = {
	{ FIELD_STR, offsetof(struct op_propagate, path) },
	{ FIELD_U64, offsetof(struct op_propagate, flags) },
};

static const struct field_spec parent_private_fields[] = {
	{ FIELD_STR, offsetof(struct op_parent_private, path) },
};

static const struct field_spec root_fields[] = {
	{ FIELD_STR, offsetof(struct op_root, path) },
	{ FIELD_U32, offsetof(struct op_root, bind) },
};

static const struct field_spec mount_fields[] = {
	{ FIELD_STR, offsetof(struct op_mount, fstype) },
	{ FIELD_STR_OR_NONE, offsetof(struct op_mount, source) },
	{ FIELD_STR, offsetof(struct op_mount, target) },
	{ FIELD_U64, offsetof(struct op_mount, attr) },
	{ FIELD_STRS, offsetof(struct op_mount, words) },
	{ FIELD_STRS, offsetof(struct op_mount, options) },
	{ FIELD_U64, offsetof(struct op_mount, propagation) },
	{ FIELD_U32, offsetof(struct op_mount, strict) },
	{ FIELD_U32, offsetof(struct op_mount, copyup) },
};

static const struct field_spec bind_fields[] = {
	{ FIELD_STR, offsetof(struct op_bind, source) },
	{ FIELD_SLOT_OR_NONE, offsetof(struct op_bind, slot) },
	{ FIELD_STR, offsetof(struct op_bind, target) },
	{ FIELD_U32, offsetof(struct op_bind, recursive) },
	{ FIELD_U64, offsetof(struct op_bind, set) },
	{ FIELD_U64, offsetof(struct op_bind, clear) },
	{ FIELD_U64, offsetof(struct op_bind, rset) },
	{ FIELD_U64, offsetof(struct op_bind, rclear) },
	{ FIELD_U64, offsetof(struct op_bind, propagation) },
};

static const struct field_spec remount_fields[] = {
	{ FIELD_STR, offsetof(struct op_remount, target) },
	{ FIELD_U64, offsetof(struct op_remount, set) },
	{ FIELD_U64, offsetof(struct op_remount, clear) },
	{ FIELD_STRS, offsetof(struct op_remount, words) },
	{ FIELD_STRS, offsetof(struct op_remount, options) },
	{ FIELD_U32, offsetof(struct op_remount, bind) },
};

static const struct field_spec mknod_fields[] = {
	{ FIELD_STR, offsetof(struct op_mknod, path) },
	{ FIELD_U32, offsetof(struct op_mknod, mode) },
	{ FIELD_U32, offsetof(struct op_mknod, major) },
	{ FIELD_U32, offsetof(struct op_mknod, minor) },
	{ FIELD_U32, offsetof(struct op_mknod, uid) },
	{ FIELD_U32, offsetof(struct op_mknod, gid) },
};

static const struct field_spec bind_device_fields[] = {
	{ FIELD_STR, offsetof(struct op_bind_device, source) },
	{ FIELD_STR, offsetof(struct op_bind_device, path) },
	{ FIELD_U32, offsetof(struct op_bind_device, mode) },
	{ FIELD_U32, offsetof(struct op_bind_device, major) },
	{ FIELD_U32, offsetof(struct op_bind_device, minor) },
};

static const struct field_spec symlink_fields[] = {
	{ FIELD_STR, offsetof(struct op_symlink, text) },
	{ FIELD_STR, offsetof(struct op_symlink, path) },
	{ FIELD_U32, offsetof(struct op_symlink, replace) },
};

static const struct field_spec hook_fields[] = {
	{ FIELD_STR, offsetof(struct op_hook, kind) },
	{ FIELD_U32, offsetof(struct op_hook, index) },
	{ FIELD_STR, offsetof(struct op_hook, path) },
	{ FIELD_STRS, offsetof(struct op_hook, args) },
	{ FIELD_STRS, offsetof(struct op_hook, env) },
	{ FIELD_U32, offsetof(struct op_hook, timeout) },
	{ FIELD_STR, offsetof(struct op_hook, head) },
	{ FIELD_STR, offsetof(struct op_hook, tail) },
};

static const struct field_spec console_fields[] = {
	{ FIELD_SLOT, offsetof(struct op_console, socket) },
	{ FIELD_U32, offsetof(struct op_console, rows) },
	{ FIELD_U32, offsetof(struct op_console, columns) },
	{ FIELD_U32, offsetof(struct op_console, uid) },
	{ FIELD_U32, offsetof(struct op_console, bind) },
};

static const struct field_spec sysctl_fields[] = {
	{ FIELD_STR, offsetof(struct op_sysctl, path) },
	{ FIELD_STR, offsetof(struct op_sysctl, value) },
};

static const struct field_spec hostname_fields[] = {
	{ FIELD_STR, offsetof(struct op_hostname, name) },
};

static const struct field_spec domainname_fields[] = {
	{ FIELD_STR, offsetof(struct op_domainname, name) },
};

static const struct field_spec root_propagation_fields[] = {
	{ FIELD_U64, offsetof(struct op_root_propagation, flags) },
};

static const struct field_spec path_readonly_fields[] = {
	{ FIELD_STR, offsetof(struct op_path_readonly, path) },
};

static const struct field_spec path_mask_fields[] = {
	{ FIELD_STR, offsetof(struct op_path_mask, path) },
};

static const struct field_spec scheduler_fields[] = {
	{ FIELD_U32, offsetof(struct op_scheduler, policy) },
	{ FIELD_I64, offsetof(struct op_scheduler, nice) },
	{ FIELD_U32, offsetof(struct op_scheduler, priority) },
	{ FIELD_U64, offsetof(struct op_scheduler, flags) },
	{ FIELD_U64, offsetof(struct op_scheduler, runtime) },
	{ FIELD_U64, offsetof(struct op_scheduler, deadline) },
	{ FIELD_U64, offsetof(struct op_scheduler, period) },
};

static const struct field_spec ioprio_fields[] = {
	{ FIELD_U32, offsetof(struct op_ioprio, value) },
};

static const struct field_spec personality_fields[] = {
	{ FIELD_U32, offsetof(struct op_personality, persona) },
};

static const struct field_spec memory_policy_fields[] = {
	{ FIELD_U32, offsetof(struct op_memory_policy, mode) },
	{ FIELD_U32S, offsetof(struct op_memory_policy, nodes) },
};

static const struct field_spec umask_fields[] = {
	{ FIELD_U32, offsetof(struct op_umask, mode) },
};

static const struct field_spec bounding_fields[] = {
	{ FIELD_U64, offsetof(struct op_bounding, keep) },
};

static const struct field_spec user_fields[] = {
	{ FIELD_U32, offsetof(struct op_user, uid) },
	{ FIELD_U32, offsetof(struct op_user, gid) },
	{ FIELD_U32S, offsetof(struct op_user, groups) },
	{ FIELD_U32, offsetof(struct op_user, setgroups) },
};

static const struct field_spec chown_stdio_fields[] = {
	{ FIELD_U32, offsetof(struct op_chown_stdio, uid) },
	{ FIELD_U32, offsetof(struct op_chown_stdio, gid) },
};

static const struct field_spec cwd_fields[] = {
	{ FIELD_STR, offsetof(struct op_cwd, path) },
	{ FIELD_U32, offsetof(struct op_cwd, create) },
};

static const struct field_spec lookup_fields[] = {
	{ FIELD_STR, offsetof(struct op_lookup, name) },
	{ FIELD_STR, offsetof(struct op_lookup, path) },
};

static const struct field_spec close_fds_fields[] = {
	{ FIELD_U32, offsetof(struct op_close_fds, preserve) },
};

static const struct field_spec own_rlimit_fields[] = {
	{ FIELD_U32, offsetof(struct op_own_rlimit, resource) },
	{ FIELD_U64, offsetof(struct op_own_rlimit, soft) },
	{ FIELD_U64, offsetof(struct op_own_rlimit, hard) },
};

static const struct field_spec exec_label_fields[] = {
	{ FIELD_STR, offsetof(struct op_exec_label, kind) },
	{ FIELD_STR, offsetof(struct op_exec_label, label) },
};

static const struct field_spec seccomp_fields[] = {
	{ FIELD_BLOB, offsetof(struct op_seccomp, filter) },
	{ FIELD_U64, offsetof(struct op_seccomp, flags) },
};

static const struct field_spec capabilities_fields[] = {
	{ FIELD_U64, offsetof(struct op_capabilities, effective) },
	{ FIELD_U64, offsetof(struct op_capabilities, permitted) },
	{ FIELD_U64, offsetof(struct op_capabilities, inheritable) },
	{ FIELD_U64, offsetof(struct op_capabilities, ambient) },
};

static const struct field_spec gate_fields[] = {
	{ FIELD_SLOT, offsetof(struct op_gate, gate) },
	{ FIELD_SLOT, offsetof(struct op_gate, status) },
};

static const struct field_spec exec_fields[] = {
	{ FIELD_STRS, offsetof(struct op_exec, args) },
	{ FIELD_STRS, offsetof(struct op_exec, env) },
	{ FIELD_U32, offsetof(struct op_exec, home) },
	{ FIELD_U32, offsetof(struct op_exec, uid) },
};

const struct op_spec op_specs[OP_COUNT] = {
	[OP_BARRIER] = { "barrier", BY_BOTH, 3, sizeof(struct op_barrier), barrier_fields },
	[OP_JOIN] = { "join", BY_STAGE0, 3, sizeof(struct op_join), join_fields },
	[OP_JOIN_REST] = { "join-rest", BY_STAGE0, 0, sizeof(struct op_join_rest), NULL },
	[OP_JOIN_PROCESS] = { "join-process", BY_STAGE0, 3, sizeof(struct op_join_process), join_process_fields },
	[OP_TIME_NAMESPACE] = { "time-namespace", BY_STAGE0, 1, sizeof(struct op_time_namespace), time_namespace_fields },
	[OP_INITIAL_AFFINITY] = { "initial-affinity", BY_STAGE0, 1, sizeof(struct op_initial_affinity), initial_affinity_fields },
	[OP_CLONE] = { "clone", BY_STAGE0, 1, sizeof(struct op_clone), clone_fields },
	[OP_IDMAP] = { "idmap", BY_STAGE0, 5, sizeof(struct op_idmap), idmap_fields },
	[OP_DROP_GROUPS] = { "drop-groups", BY_STAGE0, 0, sizeof(struct op_drop_groups), NULL },
	[OP_OOM_SCORE] = { "oom-score", BY_STAGE0, 1, sizeof(struct op_oom_score), oom_score_fields },
	[OP_BECOME] = { "become", BY_INIT, 2, sizeof(struct op_become), become_fields },
	[OP_OWN_TIME_NAMESPACE] = { "own-time-namespace", BY_INIT, 1, sizeof(struct op_own_time_namespace), own_time_namespace_fields },
	[OP_SETSID] = { "setsid", BY_INIT, 0, sizeof(struct op_setsid), NULL },
	[OP_KEYRING] = { "keyring", BY_INIT, 2, sizeof(struct op_keyring), keyring_fields },
	[OP_CGROUP_NAMESPACE] = { "cgroup-namespace", BY_INIT, 0, sizeof(struct op_cgroup_namespace), NULL },
	[OP_LOOPBACK] = { "loopback", BY_INIT, 0, sizeof(struct op_loopback), NULL },
	[OP_FINAL_AFFINITY] = { "final-affinity", BY_INIT, 1, sizeof(struct op_final_affinity), final_affinity_fields },
	[OP_PROPAGATE] = { "propagate", BY_INIT, 2, sizeof(struct op_propagate), propagate_fields },
	[OP_PARENT_PRIVATE] = { "parent-private", BY_INIT, 1, sizeof(struct op_parent_private), parent_private_fields },
	[OP_ROOT] = { "root", BY_INIT, 2, sizeof(struct op_root), root_fields },
	[OP_MOUNT] = { "mount", BY_INIT, 9, sizeof(struct op_mount), mount_fields },
	[OP_BIND] = { "bind", BY_INIT, 9, sizeof(struct op_bind), bind_fields },
	[OP_REMOUNT] = { "remount", BY_INIT, 6, sizeof(struct op_remount), remount_fields },
	[OP_MKNOD] = { "mknod", BY_INIT, 6, sizeof(struct op_mknod), mknod_fields },
	[OP_BIND_DEVICE] = { "bind-device", BY_INIT, 5, sizeof(struct op_bind_device), bind_device_fields },
	[OP_SYMLINK] = { "symlink", BY_INIT, 3, sizeof(struct op_symlink), symlink_fields },
	[OP_HOOK] = { "hook", BY_INIT, 8, sizeof(struct op_hook), hook_fields },
	[OP_PIVOT_ROOT] = { "pivot-root", BY_INIT, 0, sizeof(struct op_pivot_root), NULL },
	[OP_MOVE_ROOT] = { "move-root", BY_INIT, 0, sizeof(struct op_move_root), NULL },
	[OP_CHROOT] = { "chroot", BY_INIT, 0, sizeof(struct op_chroot), NULL },
	[OP_STDIO] = { "stdio", BY_INIT, 0, sizeof(struct op_stdio), NULL },
	[OP_CONSOLE] = { "console", BY_INIT, 5, sizeof(struct op_console), console_fields },
	[OP_SYSCTL] = { "sysctl", BY_INIT, 2, sizeof(struct op_sysctl), sysctl_fields },
	[OP_HOSTNAME] = { "hostname", BY_INIT, 1, sizeof(struct op_hostname), hostname_fields },
	[OP_DOMAINNAME] = { "domainname", BY_INIT, 1, sizeof(struct op_domainname), domainname_fields },
	[OP_ROOT_READONLY] = { "root-readonly", BY_INIT, 0, sizeof(struct op_root_readonly), NULL },
	[OP_ROOT_PROPAGATION] = { "root-propagation", BY_INIT, 1, sizeof(struct op_root_propagation), root_propagation_fields },
	[OP_PATH_READONLY] = { "path-readonly", BY_INIT, 1, sizeof(struct op_path_readonly), path_readonly_fields },
	[OP_PATH_MASK] = { "path-mask", BY_INIT, 1, sizeof(struct op_path_mask), path_mask_fields },
	[OP_SCHEDULER] = { "scheduler", BY_INIT, 7, sizeof(struct op_scheduler), scheduler_fields },
	[OP_IOPRIO] = { "ioprio", BY_INIT, 1, sizeof(struct op_ioprio), ioprio_fields },
	[OP_PERSONALITY] = { "personality", BY_INIT, 1, sizeof(struct op_personality), personality_fields },
	[OP_MEMORY_POLICY] = { "memory-policy", BY_INIT, 2, sizeof(struct op_memory_policy), memory_policy_fields },
	[OP_UMASK] = { "umask", BY_INIT, 1, sizeof(struct op_umask), umask_fields },
	[OP_BOUNDING] = { "bounding", BY_INIT, 1, sizeof(struct op_bounding), bounding_fields },
	[OP_USER] = { "user", BY_INIT, 4, sizeof(struct op_user), user_fields },
	[OP_CHOWN_STDIO] = { "chown-stdio", BY_INIT, 2, sizeof(struct op_chown_stdio), chown_stdio_fields },
	[OP_CWD] = { "cwd", BY_INIT, 2, sizeof(struct op_cwd), cwd_fields },
	[OP_LOOKUP] = { "lookup", BY_INIT, 2, sizeof(struct op_lookup), lookup_fields },
	[OP_CLOSE_FDS] = { "close-fds", BY_INIT, 1, sizeof(struct op_close_fds), close_fds_fields },
	[OP_OWN_RLIMIT] = { "own-rlimit", BY_INIT, 3, sizeof(struct op_own_rlimit), own_rlimit_fields },
	[OP_EXEC_LABEL] = { "exec-label", BY_INIT, 2, sizeof(struct op_exec_label), exec_label_fields },
	[OP_NO_NEW_PRIVILEGES] = { "no-new-privileges", BY_INIT, 0, sizeof(struct op_no_new_privileges), NULL },
	[OP_SECCOMP] = { "seccomp", BY_INIT, 2, sizeof(struct op_seccomp), seccomp_fields },
	[OP_CAPABILITIES] = { "capabilities", BY_INIT, 4, sizeof(struct op_capabilities), capabilities_fields },
	[OP_GATE] = { "gate", BY_INIT, 2, sizeof(struct op_gate), gate_fields },
	[OP_EXEC] = { "exec", BY_INIT, 4, sizeof(struct op_exec), exec_fields },
};

// The decoder is tested without the operations.
#ifndef TSRUN_DECODE_ONLY
int run_op(struct helper *h, const struct record *record)
{
	switch ((enum opcode)record->opcode) {
	case OP_BARRIER:
		return op_barrier(h, record->op);
	case OP_JOIN:
		return op_join(h, record->op);
	case OP_JOIN_REST:
		return op_join_rest(h, record->op);
	case OP_JOIN_PROCESS:
		return op_join_process(h, record->op);
	case OP_TIME_NAMESPACE:
		return op_time_namespace(h, record->op);
	case OP_INITIAL_AFFINITY:
		return op_initial_affinity(h, record->op);
	case OP_CLONE:
		return op_clone(h, record->op);
	case OP_IDMAP:
		return op_idmap(h, record->op);
	case OP_DROP_GROUPS:
		return op_drop_groups(h, record->op);
	case OP_OOM_SCORE:
		return op_oom_score(h, record->op);
	case OP_BECOME:
		return op_become(h, record->op);
	case OP_OWN_TIME_NAMESPACE:
		return op_own_time_namespace(h, record->op);
	case OP_SETSID:
		return op_setsid(h, record->op);
	case OP_KEYRING:
		return op_keyring(h, record->op);
	case OP_CGROUP_NAMESPACE:
		return op_cgroup_namespace(h, record->op);
	case OP_LOOPBACK:
		return op_loopback(h, record->op);
	case OP_FINAL_AFFINITY:
		return op_final_affinity(h, record->op);
	case OP_PROPAGATE:
		return op_propagate(h, record->op);
	case OP_PARENT_PRIVATE:
		return op_parent_private(h, record->op);
	case OP_ROOT:
		return op_root(h, record->op);
	case OP_MOUNT:
		return op_mount(h, record->op);
	case OP_BIND:
		return op_bind(h, record->op);
	case OP_REMOUNT:
		return op_remount(h, record->op);
	case OP_MKNOD:
		return op_mknod(h, record->op);
	case OP_BIND_DEVICE:
		return op_bind_device(h, record->op);
	case OP_SYMLINK:
		return op_symlink(h, record->op);
	case OP_HOOK:
		return op_hook(h, record->op);
	case OP_PIVOT_ROOT:
		return op_pivot_root(h, record->op);
	case OP_MOVE_ROOT:
		return op_move_root(h, record->op);
	case OP_CHROOT:
		return op_chroot(h, record->op);
	case OP_STDIO:
		return op_stdio(h, record->op);
	case OP_CONSOLE:
		return op_console(h, record->op);
	case OP_SYSCTL:
		return op_sysctl(h, record->op);
	case OP_HOSTNAME:
		return op_hostname(h, record->op);
	case OP_DOMAINNAME:
		return op_domainname(h, record->op);
	case OP_ROOT_READONLY:
		return op_root_readonly(h, record->op);
	case OP_ROOT_PROPAGATION:
		return op_root_propagation(h, record->op);
	case OP_PATH_READONLY:
		return op_path_readonly(h, record->op);
	case OP_PATH_MASK:
		return op_path_mask(h, record->op);
	case OP_SCHEDULER:
		return op_scheduler(h, record->op);
	case OP_IOPRIO:
		return op_ioprio(h, record->op);
	case OP_PERSONALITY:
		return op_personality(h, record->op);
	case OP_MEMORY_POLICY:
		return op_memory_policy(h, record->op);
	case OP_UMASK:
		return op_umask(h, record->op);
	case OP_BOUNDING:
		return op_bounding(h, record->op);
	case OP_USER:
		return op_user(h, record->op);
	case OP_CHOWN_STDIO:
		return op_chown_stdio(h, record->op);
	case OP_CWD:
		return op_cwd(h, record->op);
	case OP_LOOKUP:
		return op_lookup(h, record->op);
	case OP_CLOSE_FDS:
		return op_close_fds(h, record->op);
	case OP_OWN_RLIMIT:
		return op_own_rlimit(h, record->op);
	case OP_EXEC_LABEL:
		return op_exec_label(h, record->op);
	case OP_NO_NEW_PRIVILEGES:
		return op_no_new_privileges(h, record->op);
	case OP_SECCOMP:
		return op_seccomp(h, record->op);
	case OP_CAPABILITIES:
		return op_capabilities(h, record->op);
	case OP_GATE:
		return op_gate(h, record->op);
	case OP_EXEC:
		return op_exec(h, record->op);
	case OP_COUNT:
		break;
	}
	return -1; // the decoder lets no other number through
}
#endif
