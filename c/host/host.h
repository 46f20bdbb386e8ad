// The host library: the system calls that JavaScript has no words for. Every function returns a
// result >= 0, or -errno. No function keeps state; policy and texts are the engine's.
//
// The engine's side of each prototype is made from this file (scripts/generate-host.mjs), so these
// forms of parameters have a meaning:
//   const char *x                         a text without NUL
//   const char *x, uint32_t *count        words one behind the other, each with its NUL
//   [const] void *x, uint64_t *           bytes, with their number
//   const int32_t *x, uint32_t *count     numbers, with how many
//   T x[N]                                room for N numbers
#ifndef TSRUN_HOST_HOST_H
#define TSRUN_HOST_HOST_H

#include <stdint.h>
#include <sys/types.h>

#define TSR_EXPORT __attribute__((visibility("default")))

// --- memory.c: sealed memory -------------------------------------------------------------------
int tsr_seal_program(const char *path);
int tsr_seal_data(const void *data, uint64_t length);
int tsr_memory(void);

// --- spawn.c: processes ------------------------------------------------------------------------
int tsr_spawn(
	int program, const char *args, uint32_t count, const int32_t *keep, uint32_t keep_count, int32_t out[2]);
int tsr_wait(int pid, int options, int32_t status[1]);
int tsr_pidfd_open(int pid);
int tsr_pidfd_getfd(int pidfd, int number);
int tsr_pidfd_signal(int pidfd, int signal);
int tsr_pidfd_wait(int pidfd, int timeout_ms);
int tsr_prlimit(int pid, uint32_t resource, uint64_t soft, uint64_t hard);
int tsr_subreaper(void);
int tsr_execve(const char *path, const char *args, uint32_t count, const char *env, uint32_t env_count);
void tsr_exit(int code);
int tsr_hold_signals(void);
void tsr_release_signals(void);

// --- service.c: a program of the host that works for the engine ------------------------------------
int tsr_service(const char *path, const char *args, uint32_t count, const char *env, uint32_t env_count,
	const int32_t *keep, uint32_t keep_count, int quiet, const char *root, const char *at, uint64_t soft,
	uint64_t hard, int32_t out[3]);

// --- socket.c: descriptors and datagrams ---------------------------------------------------------
int tsr_pair(int stream, int32_t out[2]);
int tsr_connect(const char *path, int stream);
int tsr_receive(int sock, int watch, int timeout_ms, void *data, uint64_t length, int32_t fd[1]);
int tsr_send(int sock, const void *data, uint64_t length, int fd);

// --- file.c --------------------------------------------------------------------------------------
int tsr_open(const char *path, int flags, uint32_t mode);
int tsr_close(int fd);
int tsr_lock(int fd, int operation);
int tsr_fifo(const char *path);
int tsr_blocking(int fd);
int tsr_keep_at_exec(int fd);
int64_t tsr_read(int fd, void *data, uint64_t length);
int64_t tsr_write(int fd, const void *data, uint64_t length);
int tsr_terminal(int fd);
int tsr_window_size(int fd, uint16_t out[2]);
int tsr_open_tree(const char *path, int recursive);
int tsr_idmap_tree(
	int tree, const char *uids, const char *gids, const char *path, int recursive, int32_t at[1]);
int tsr_lock_tree(int tree, int32_t at[1]);
int tsr_detach_mount(const char *path);

// --- path.c: files by path ---------------------------------------------------------------------------
int64_t tsr_file_read(const char *path, void *out, uint64_t room);
int tsr_file_write(const char *path, const void *data, uint64_t length, int flags, uint32_t mode);
int tsr_file_replace(
	const char *temporary, const char *path, const void *data, uint64_t length, uint32_t mode);
int64_t tsr_link_read(const char *path, void *out, uint64_t room);
int64_t tsr_directory_read(const char *path, void *out, uint64_t room);
int64_t tsr_path_real(const char *path, void *out, uint64_t room);
int tsr_path_kind(const char *path);
int tsr_path_is(int fd, const char *path);
int tsr_path_may(const char *path, int mode);
int64_t tsr_path_owner(const char *path);
int tsr_path_mode(const char *path, uint32_t mode);
int tsr_path_rename(const char *from, const char *to);
int tsr_path_unlink(const char *path);
int tsr_directory_make(const char *path, uint32_t mode);
int tsr_directory_remove(const char *path);
int64_t tsr_read_all(const char *requests, uint32_t count, void *out, uint64_t room);

const char *tsr_error_text(int error);
const char *tsr_error_name(int error);

// --- hook.c ----------------------------------------------------------------------------------------
int tsr_hook(const char *path, const char *args, uint32_t count, const char *env, uint32_t env_count,
	const char *document, uint32_t timeout_s, uint64_t soft, uint64_t hard, int watch, void *result,
	uint64_t room);

// --- notify.c: readiness for a service manager -------------------------------------------------------
int tsr_notify_bind(const char *path);
int tsr_notify_wait(int inside, int host, int pid, int pidfd);

// --- cache.c: compiled filters -----------------------------------------------------------------------
int64_t tsr_cache_find(const char *directory, const void *key, uint64_t key_length, void *out, uint64_t room);
int tsr_cache_store(
	const char *directory, const void *key, uint64_t key_length, const void *data, uint64_t length);

// --- network.c -------------------------------------------------------------------------------------
int tsr_net_size(void);
int tsr_net_move(int netns, const char *name, const char *target, void *state, uint64_t room, int32_t at[1]);
int tsr_net_up(int netns, const char *name, int32_t at[1]);
int tsr_net_return(int netns, const void *state, uint64_t length, int32_t at[1]);

// --- cgroup.c --------------------------------------------------------------------------------------
int tsr_cgroup_open(const char *mount, const char *path, uint32_t version);
int tsr_cgroup_open_at(const char *directory, int32_t version[1]);
int tsr_cgroup_options(const char *mount, const char *words, uint32_t count);
int tsr_cgroup_child(int dir, const char *name);
int tsr_cgroup_mount(const char *mount, uint32_t version);
int tsr_cgroup_below(int root, const char *path);
int tsr_cgroup_make(int root, const char *path, uint32_t version, uint32_t made[1]);
int tsr_cgroup_marked(int dir);
int tsr_cgroup_remove(int dir, const char *name);
int64_t tsr_cgroup_read(int dir, const char *file, void *data, uint64_t length);
int tsr_cgroup_write(int dir, const char *file, const void *data, uint64_t length);
int tsr_cgroup_own(int dir, const char *file, uint32_t uid);
int64_t tsr_cgroup_children(int dir, void *data, uint64_t length);
int tsr_cgroup_event(int dir, const char *line, int timeout_ms);

// --- event.c ---------------------------------------------------------------------------------------
int tsr_oom_event(int dir);
int tsr_event_take(int event);
int tsr_poll(const int32_t *fds, uint32_t count, const int32_t *events, uint32_t event_count, int timeout_ms);

// --- device.c --------------------------------------------------------------------------------------
int tsr_cgroup_devices(int cgroup, const void *instructions, uint64_t length);

#endif
