// Made by scripts/generate-host.mjs from host.h: a wrapper for each function. Not for editing.
#include "binding.h"

static napi_value call_tsr_seal_program(struct call *call)
{
	const char *path = NULL;
	if (!take_text(call, 0, &path))
		return NULL;
	return give_number(call, tsr_seal_program(path));
}

static napi_value call_tsr_seal_data(struct call *call)
{
	void *data = NULL;
	uint64_t length = 0;
	if (!take_bytes(call, 0, &data, &length))
		return NULL;
	return give_number(call, tsr_seal_data(data, length));
}

static napi_value call_tsr_memory(struct call *call)
{
	return give_number(call, tsr_memory());
}

static napi_value call_tsr_spawn(struct call *call)
{
	int program = 0;
	const char *args = NULL;
	uint32_t count = 0;
	const int32_t *keep = NULL;
	uint32_t keep_count = 0;
	void *out = NULL;
	if (!take_int(call, 0, &program) ||
		!take_words(call, 1, &args, &count) ||
		!take_numbers(call, 2, &keep, &keep_count) ||
		!take_room(call, 3, napi_int32_array, 2, &out))
		return NULL;
	return give_number(call, tsr_spawn(program, args, count, keep, keep_count, out));
}

static napi_value call_tsr_wait(struct call *call)
{
	int pid = 0;
	int options = 0;
	void *status = NULL;
	if (!take_int(call, 0, &pid) ||
		!take_int(call, 1, &options) ||
		!take_room(call, 2, napi_int32_array, 1, &status))
		return NULL;
	return give_number(call, tsr_wait(pid, options, status));
}

static napi_value call_tsr_pidfd_open(struct call *call)
{
	int pid = 0;
	if (!take_int(call, 0, &pid))
		return NULL;
	return give_number(call, tsr_pidfd_open(pid));
}

static napi_value call_tsr_pidfd_getfd(struct call *call)
{
	int pidfd = 0;
	int number = 0;
	if (!take_int(call, 0, &pidfd) ||
		!take_int(call, 1, &number))
		return NULL;
	return give_number(call, tsr_pidfd_getfd(pidfd, number));
}

static napi_value call_tsr_pidfd_signal(struct call *call)
{
	int pidfd = 0;
	int signal = 0;
	if (!take_int(call, 0, &pidfd) ||
		!take_int(call, 1, &signal))
		return NULL;
	return give_number(call, tsr_pidfd_signal(pidfd, signal));
}

static napi_value call_tsr_pidfd_wait(struct call *call)
{
	int pidfd = 0;
	int timeout_ms = 0;
	if (!take_int(call, 0, &pidfd) ||
		!take_int(call, 1, &timeout_ms))
		return NULL;
	return give_number(call, tsr_pidfd_wait(pidfd, timeout_ms));
}

static napi_value call_tsr_prlimit(struct call *call)
{
	int pid = 0;
	uint32_t resource = 0;
	uint64_t soft = 0;
	uint64_t hard = 0;
	if (!take_int(call, 0, &pid) ||
		!take_u32(call, 1, &resource) ||
		!take_u64(call, 2, &soft) ||
		!take_u64(call, 3, &hard))
		return NULL;
	return give_number(call, tsr_prlimit(pid, resource, soft, hard));
}

static napi_value call_tsr_subreaper(struct call *call)
{
	return give_number(call, tsr_subreaper());
}

static napi_value call_tsr_execve(struct call *call)
{
	const char *path = NULL;
	const char *args = NULL;
	uint32_t count = 0;
	const char *env = NULL;
	uint32_t env_count = 0;
	if (!take_text(call, 0, &path) ||
		!take_words(call, 1, &args, &count) ||
		!take_words(call, 2, &env, &env_count))
		return NULL;
	return give_number(call, tsr_execve(path, args, count, env, env_count));
}

static napi_value call_tsr_exit(struct call *call)
{
	int code = 0;
	if (!take_int(call, 0, &code))
		return NULL;
	tsr_exit(code);
	return give_nothing(call);
}

static napi_value call_tsr_hold_signals(struct call *call)
{
	return give_number(call, tsr_hold_signals());
}

static napi_value call_tsr_release_signals(struct call *call)
{
	tsr_release_signals();
	return give_nothing(call);
}

static napi_value call_tsr_service(struct call *call)
{
	const char *path = NULL;
	const char *args = NULL;
	uint32_t count = 0;
	const char *env = NULL;
	uint32_t env_count = 0;
	const int32_t *keep = NULL;
	uint32_t keep_count = 0;
	int quiet = 0;
	const char *root = NULL;
	const char *at = NULL;
	uint64_t soft = 0;
	uint64_t hard = 0;
	void *out = NULL;
	if (!take_text(call, 0, &path) ||
		!take_words(call, 1, &args, &count) ||
		!take_words(call, 2, &env, &env_count) ||
		!take_numbers(call, 3, &keep, &keep_count) ||
		!take_int(call, 4, &quiet) ||
		!take_text(call, 5, &root) ||
		!take_text(call, 6, &at) ||
		!take_u64(call, 7, &soft) ||
		!take_u64(call, 8, &hard) ||
		!take_room(call, 9, napi_int32_array, 3, &out))
		return NULL;
	return give_number(call, tsr_service(path, args, count, env, env_count, keep, keep_count, quiet, root, at, soft, hard, out));
}

static napi_value call_tsr_pair(struct call *call)
{
	int stream = 0;
	void *out = NULL;
	if (!take_int(call, 0, &stream) ||
		!take_room(call, 1, napi_int32_array, 2, &out))
		return NULL;
	return give_number(call, tsr_pair(stream, out));
}

static napi_value call_tsr_connect(struct call *call)
{
	const char *path = NULL;
	int stream = 0;
	if (!take_text(call, 0, &path) ||
		!take_int(call, 1, &stream))
		return NULL;
	return give_number(call, tsr_connect(path, stream));
}

static napi_value call_tsr_receive(struct call *call)
{
	int sock = 0;
	int watch = 0;
	int timeout_ms = 0;
	void *data = NULL;
	uint64_t length = 0;
	void *fd = NULL;
	if (!take_int(call, 0, &sock) ||
		!take_int(call, 1, &watch) ||
		!take_int(call, 2, &timeout_ms) ||
		!take_bytes(call, 3, &data, &length) ||
		!take_room(call, 4, napi_int32_array, 1, &fd))
		return NULL;
	return give_number(call, tsr_receive(sock, watch, timeout_ms, data, length, fd));
}

static napi_value call_tsr_send(struct call *call)
{
	int sock = 0;
	void *data = NULL;
	uint64_t length = 0;
	int fd = 0;
	if (!take_int(call, 0, &sock) ||
		!take_bytes(call, 1, &data, &length) ||
		!take_int(call, 2, &fd))
		return NULL;
	return give_number(call, tsr_send(sock, data, length, fd));
}

static napi_value call_tsr_open(struct call *call)
{
	const char *path = NULL;
	int flags = 0;
	uint32_t mode = 0;
	if (!take_text(call, 0, &path) ||
		!take_int(call, 1, &flags) ||
		!take_u32(call, 2, &mode))
		return NULL;
	return give_number(call, tsr_open(path, flags, mode));
}

static napi_value call_tsr_close(struct call *call)
{
	int fd = 0;
	if (!take_int(call, 0, &fd))
		return NULL;
	return give_number(call, tsr_close(fd));
}

static napi_value call_tsr_lock(struct call *call)
{
	int fd = 0;
	int operation = 0;
	if (!take_int(call, 0, &fd) ||
		!take_int(call, 1, &operation))
		return NULL;
	return give_number(call, tsr_lock(fd, operation));
}

static napi_value call_tsr_fifo(struct call *call)
{
	const char *path = NULL;
	if (!take_text(call, 0, &path))
		return NULL;
	return give_number(call, tsr_fifo(path));
}

static napi_value call_tsr_blocking(struct call *call)
{
	int fd = 0;
	if (!take_int(call, 0, &fd))
		return NULL;
	return give_number(call, tsr_blocking(fd));
}

static napi_value call_tsr_keep_at_exec(struct call *call)
{
	int fd = 0;
	if (!take_int(call, 0, &fd))
		return NULL;
	return give_number(call, tsr_keep_at_exec(fd));
}

static napi_value call_tsr_read(struct call *call)
{
	int fd = 0;
	void *data = NULL;
	uint64_t length = 0;
	if (!take_int(call, 0, &fd) ||
		!take_bytes(call, 1, &data, &length))
		return NULL;
	return give_number(call, tsr_read(fd, data, length));
}

static napi_value call_tsr_write(struct call *call)
{
	int fd = 0;
	void *data = NULL;
	uint64_t length = 0;
	if (!take_int(call, 0, &fd) ||
		!take_bytes(call, 1, &data, &length))
		return NULL;
	return give_number(call, tsr_write(fd, data, length));
}

static napi_value call_tsr_terminal(struct call *call)
{
	int fd = 0;
	if (!take_int(call, 0, &fd))
		return NULL;
	return give_number(call, tsr_terminal(fd));
}

static napi_value call_tsr_window_size(struct call *call)
{
	int fd = 0;
	void *out = NULL;
	if (!take_int(call, 0, &fd) ||
		!take_room(call, 1, napi_uint16_array, 2, &out))
		return NULL;
	return give_number(call, tsr_window_size(fd, out));
}

static napi_value call_tsr_open_tree(struct call *call)
{
	const char *path = NULL;
	int recursive = 0;
	if (!take_text(call, 0, &path) ||
		!take_int(call, 1, &recursive))
		return NULL;
	return give_number(call, tsr_open_tree(path, recursive));
}

static napi_value call_tsr_idmap_tree(struct call *call)
{
	int tree = 0;
	const char *uids = NULL;
	const char *gids = NULL;
	const char *path = NULL;
	int recursive = 0;
	void *at = NULL;
	if (!take_int(call, 0, &tree) ||
		!take_text(call, 1, &uids) ||
		!take_text(call, 2, &gids) ||
		!take_text(call, 3, &path) ||
		!take_int(call, 4, &recursive) ||
		!take_room(call, 5, napi_int32_array, 1, &at))
		return NULL;
	return give_number(call, tsr_idmap_tree(tree, uids, gids, path, recursive, at));
}

static napi_value call_tsr_lock_tree(struct call *call)
{
	int tree = 0;
	void *at = NULL;
	if (!take_int(call, 0, &tree) ||
		!take_room(call, 1, napi_int32_array, 1, &at))
		return NULL;
	return give_number(call, tsr_lock_tree(tree, at));
}

static napi_value call_tsr_detach_mount(struct call *call)
{
	const char *path = NULL;
	if (!take_text(call, 0, &path))
		return NULL;
	return give_number(call, tsr_detach_mount(path));
}

static napi_value call_tsr_file_read(struct call *call)
{
	const char *path = NULL;
	void *out = NULL;
	uint64_t room = 0;
	if (!take_text(call, 0, &path) ||
		!take_bytes(call, 1, &out, &room))
		return NULL;
	return give_number(call, tsr_file_read(path, out, room));
}

static napi_value call_tsr_file_write(struct call *call)
{
	const char *path = NULL;
	void *data = NULL;
	uint64_t length = 0;
	int flags = 0;
	uint32_t mode = 0;
	if (!take_text(call, 0, &path) ||
		!take_bytes(call, 1, &data, &length) ||
		!take_int(call, 2, &flags) ||
		!take_u32(call, 3, &mode))
		return NULL;
	return give_number(call, tsr_file_write(path, data, length, flags, mode));
}

static napi_value call_tsr_file_replace(struct call *call)
{
	const char *temporary = NULL;
	const char *path = NULL;
	void *data = NULL;
	uint64_t length = 0;
	uint32_t mode = 0;
	if (!take_text(call, 0, &temporary) ||
		!take_text(call, 1, &path) ||
		!take_bytes(call, 2, &data, &length) ||
		!take_u32(call, 3, &mode))
		return NULL;
	return give_number(call, tsr_file_replace(temporary, path, data, length, mode));
}

static napi_value call_tsr_link_read(struct call *call)
{
	const char *path = NULL;
	void *out = NULL;
	uint64_t room = 0;
	if (!take_text(call, 0, &path) ||
		!take_bytes(call, 1, &out, &room))
		return NULL;
	return give_number(call, tsr_link_read(path, out, room));
}

static napi_value call_tsr_directory_read(struct call *call)
{
	const char *path = NULL;
	void *out = NULL;
	uint64_t room = 0;
	if (!take_text(call, 0, &path) ||
		!take_bytes(call, 1, &out, &room))
		return NULL;
	return give_number(call, tsr_directory_read(path, out, room));
}

static napi_value call_tsr_path_real(struct call *call)
{
	const char *path = NULL;
	void *out = NULL;
	uint64_t room = 0;
	if (!take_text(call, 0, &path) ||
		!take_bytes(call, 1, &out, &room))
		return NULL;
	return give_number(call, tsr_path_real(path, out, room));
}

static napi_value call_tsr_path_kind(struct call *call)
{
	const char *path = NULL;
	if (!take_text(call, 0, &path))
		return NULL;
	return give_number(call, tsr_path_kind(path));
}

static napi_value call_tsr_path_is(struct call *call)
{
	int fd = 0;
	const char *path = NULL;
	if (!take_int(call, 0, &fd) ||
		!take_text(call, 1, &path))
		return NULL;
	return give_number(call, tsr_path_is(fd, path));
}

static napi_value call_tsr_path_may(struct call *call)
{
	const char *path = NULL;
	int mode = 0;
	if (!take_text(call, 0, &path) ||
		!take_int(call, 1, &mode))
		return NULL;
	return give_number(call, tsr_path_may(path, mode));
}

static napi_value call_tsr_path_owner(struct call *call)
{
	const char *path = NULL;
	if (!take_text(call, 0, &path))
		return NULL;
	return give_number(call, tsr_path_owner(path));
}

static napi_value call_tsr_path_mode(struct call *call)
{
	const char *path = NULL;
	uint32_t mode = 0;
	if (!take_text(call, 0, &path) ||
		!take_u32(call, 1, &mode))
		return NULL;
	return give_number(call, tsr_path_mode(path, mode));
}

static napi_value call_tsr_path_rename(struct call *call)
{
	const char *from = NULL;
	const char *to = NULL;
	if (!take_text(call, 0, &from) ||
		!take_text(call, 1, &to))
		return NULL;
	return give_number(call, tsr_path_rename(from, to));
}

static napi_value call_tsr_path_unlink(struct call *call)
{
	const char *path = NULL;
	if (!take_text(call, 0, &path))
		return NULL;
	return give_number(call, tsr_path_unlink(path));
}

static napi_value call_tsr_directory_make(struct call *call)
{
	const char *path = NULL;
	uint32_t mode = 0;
	if (!take_text(call, 0, &path) ||
		!take_u32(call, 1, &mode))
		return NULL;
	return give_number(call, tsr_directory_make(path, mode));
}

static napi_value call_tsr_directory_remove(struct call *call)
{
	const char *path = NULL;
	if (!take_text(call, 0, &path))
		return NULL;
	return give_number(call, tsr_directory_remove(path));
}

static napi_value call_tsr_read_all(struct call *call)
{
	const char *requests = NULL;
	uint32_t count = 0;
	void *out = NULL;
	uint64_t room = 0;
	if (!take_words(call, 0, &requests, &count) ||
		!take_bytes(call, 1, &out, &room))
		return NULL;
	return give_number(call, tsr_read_all(requests, count, out, room));
}

static napi_value call_tsr_error_text(struct call *call)
{
	int error = 0;
	if (!take_int(call, 0, &error))
		return NULL;
	return give_text(call, tsr_error_text(error));
}

static napi_value call_tsr_error_name(struct call *call)
{
	int error = 0;
	if (!take_int(call, 0, &error))
		return NULL;
	return give_text(call, tsr_error_name(error));
}

static napi_value call_tsr_hook(struct call *call)
{
	const char *path = NULL;
	const char *args = NULL;
	uint32_t count = 0;
	const char *env = NULL;
	uint32_t env_count = 0;
	const char *document = NULL;
	uint32_t timeout_s = 0;
	uint64_t soft = 0;
	uint64_t hard = 0;
	int watch = 0;
	void *result = NULL;
	uint64_t room = 0;
	if (!take_text(call, 0, &path) ||
		!take_words(call, 1, &args, &count) ||
		!take_words(call, 2, &env, &env_count) ||
		!take_text(call, 3, &document) ||
		!take_u32(call, 4, &timeout_s) ||
		!take_u64(call, 5, &soft) ||
		!take_u64(call, 6, &hard) ||
		!take_int(call, 7, &watch) ||
		!take_bytes(call, 8, &result, &room))
		return NULL;
	return give_number(call, tsr_hook(path, args, count, env, env_count, document, timeout_s, soft, hard, watch, result, room));
}

static napi_value call_tsr_notify_bind(struct call *call)
{
	const char *path = NULL;
	if (!take_text(call, 0, &path))
		return NULL;
	return give_number(call, tsr_notify_bind(path));
}

static napi_value call_tsr_notify_wait(struct call *call)
{
	int inside = 0;
	int host = 0;
	int pid = 0;
	int pidfd = 0;
	if (!take_int(call, 0, &inside) ||
		!take_int(call, 1, &host) ||
		!take_int(call, 2, &pid) ||
		!take_int(call, 3, &pidfd))
		return NULL;
	return give_number(call, tsr_notify_wait(inside, host, pid, pidfd));
}

static napi_value call_tsr_cache_find(struct call *call)
{
	const char *directory = NULL;
	void *key = NULL;
	uint64_t key_length = 0;
	void *out = NULL;
	uint64_t room = 0;
	if (!take_text(call, 0, &directory) ||
		!take_bytes(call, 1, &key, &key_length) ||
		!take_bytes(call, 2, &out, &room))
		return NULL;
	return give_number(call, tsr_cache_find(directory, key, key_length, out, room));
}

static napi_value call_tsr_cache_store(struct call *call)
{
	const char *directory = NULL;
	void *key = NULL;
	uint64_t key_length = 0;
	void *data = NULL;
	uint64_t length = 0;
	if (!take_text(call, 0, &directory) ||
		!take_bytes(call, 1, &key, &key_length) ||
		!take_bytes(call, 2, &data, &length))
		return NULL;
	return give_number(call, tsr_cache_store(directory, key, key_length, data, length));
}

static napi_value call_tsr_net_size(struct call *call)
{
	return give_number(call, tsr_net_size());
}

static napi_value call_tsr_net_move(struct call *call)
{
	int netns = 0;
	const char *name = NULL;
	const char *target = NULL;
	void *state = NULL;
	uint64_t room = 0;
	void *at = NULL;
	if (!take_int(call, 0, &netns) ||
		!take_text(call, 1, &name) ||
		!take_text(call, 2, &target) ||
		!take_bytes(call, 3, &state, &room) ||
		!take_room(call, 4, napi_int32_array, 1, &at))
		return NULL;
	return give_number(call, tsr_net_move(netns, name, target, state, room, at));
}

static napi_value call_tsr_net_up(struct call *call)
{
	int netns = 0;
	const char *name = NULL;
	void *at = NULL;
	if (!take_int(call, 0, &netns) ||
		!take_text(call, 1, &name) ||
		!take_room(call, 2, napi_int32_array, 1, &at))
		return NULL;
	return give_number(call, tsr_net_up(netns, name, at));
}

static napi_value call_tsr_net_return(struct call *call)
{
	int netns = 0;
	void *state = NULL;
	uint64_t length = 0;
	void *at = NULL;
	if (!take_int(call, 0, &netns) ||
		!take_bytes(call, 1, &state, &length) ||
		!take_room(call, 2, napi_int32_array, 1, &at))
		return NULL;
	return give_number(call, tsr_net_return(netns, state, length, at));
}

static napi_value call_tsr_cgroup_open(struct call *call)
{
	const char *mount = NULL;
	const char *path = NULL;
	uint32_t version = 0;
	if (!take_text(call, 0, &mount) ||
		!take_text(call, 1, &path) ||
		!take_u32(call, 2, &version))
		return NULL;
	return give_number(call, tsr_cgroup_open(mount, path, version));
}

static napi_value call_tsr_cgroup_open_at(struct call *call)
{
	const char *directory = NULL;
	void *version = NULL;
	if (!take_text(call, 0, &directory) ||
		!take_room(call, 1, napi_int32_array, 1, &version))
		return NULL;
	return give_number(call, tsr_cgroup_open_at(directory, version));
}

static napi_value call_tsr_cgroup_options(struct call *call)
{
	const char *mount = NULL;
	const char *words = NULL;
	uint32_t count = 0;
	if (!take_text(call, 0, &mount) ||
		!take_words(call, 1, &words, &count))
		return NULL;
	return give_number(call, tsr_cgroup_options(mount, words, count));
}

static napi_value call_tsr_cgroup_child(struct call *call)
{
	int dir = 0;
	const char *name = NULL;
	if (!take_int(call, 0, &dir) ||
		!take_text(call, 1, &name))
		return NULL;
	return give_number(call, tsr_cgroup_child(dir, name));
}

static napi_value call_tsr_cgroup_mount(struct call *call)
{
	const char *mount = NULL;
	uint32_t version = 0;
	if (!take_text(call, 0, &mount) ||
		!take_u32(call, 1, &version))
		return NULL;
	return give_number(call, tsr_cgroup_mount(mount, version));
}

static napi_value call_tsr_cgroup_below(struct call *call)
{
	int root = 0;
	const char *path = NULL;
	if (!take_int(call, 0, &root) ||
		!take_text(call, 1, &path))
		return NULL;
	return give_number(call, tsr_cgroup_below(root, path));
}

static napi_value call_tsr_cgroup_make(struct call *call)
{
	int root = 0;
	const char *path = NULL;
	uint32_t version = 0;
	void *made = NULL;
	if (!take_int(call, 0, &root) ||
		!take_text(call, 1, &path) ||
		!take_u32(call, 2, &version) ||
		!take_room(call, 3, napi_uint32_array, 1, &made))
		return NULL;
	return give_number(call, tsr_cgroup_make(root, path, version, made));
}

static napi_value call_tsr_cgroup_marked(struct call *call)
{
	int dir = 0;
	if (!take_int(call, 0, &dir))
		return NULL;
	return give_number(call, tsr_cgroup_marked(dir));
}

static napi_value call_tsr_cgroup_remove(struct call *call)
{
	int dir = 0;
	const char *name = NULL;
	if (!take_int(call, 0, &dir) ||
		!take_text(call, 1, &name))
		return NULL;
	return give_number(call, tsr_cgroup_remove(dir, name));
}

static napi_value call_tsr_cgroup_read(struct call *call)
{
	int dir = 0;
	const char *file = NULL;
	void *data = NULL;
	uint64_t length = 0;
	if (!take_int(call, 0, &dir) ||
		!take_text(call, 1, &file) ||
		!take_bytes(call, 2, &data, &length))
		return NULL;
	return give_number(call, tsr_cgroup_read(dir, file, data, length));
}

static napi_value call_tsr_cgroup_write(struct call *call)
{
	int dir = 0;
	const char *file = NULL;
	void *data = NULL;
	uint64_t length = 0;
	if (!take_int(call, 0, &dir) ||
		!take_text(call, 1, &file) ||
		!take_bytes(call, 2, &data, &length))
		return NULL;
	return give_number(call, tsr_cgroup_write(dir, file, data, length));
}

static napi_value call_tsr_cgroup_own(struct call *call)
{
	int dir = 0;
	const char *file = NULL;
	uint32_t uid = 0;
	if (!take_int(call, 0, &dir) ||
		!take_text(call, 1, &file) ||
		!take_u32(call, 2, &uid))
		return NULL;
	return give_number(call, tsr_cgroup_own(dir, file, uid));
}

static napi_value call_tsr_cgroup_children(struct call *call)
{
	int dir = 0;
	void *data = NULL;
	uint64_t length = 0;
	if (!take_int(call, 0, &dir) ||
		!take_bytes(call, 1, &data, &length))
		return NULL;
	return give_number(call, tsr_cgroup_children(dir, data, length));
}

static napi_value call_tsr_cgroup_event(struct call *call)
{
	int dir = 0;
	const char *line = NULL;
	int timeout_ms = 0;
	if (!take_int(call, 0, &dir) ||
		!take_text(call, 1, &line) ||
		!take_int(call, 2, &timeout_ms))
		return NULL;
	return give_number(call, tsr_cgroup_event(dir, line, timeout_ms));
}

static napi_value call_tsr_oom_event(struct call *call)
{
	int dir = 0;
	if (!take_int(call, 0, &dir))
		return NULL;
	return give_number(call, tsr_oom_event(dir));
}

static napi_value call_tsr_event_take(struct call *call)
{
	int event = 0;
	if (!take_int(call, 0, &event))
		return NULL;
	return give_number(call, tsr_event_take(event));
}

static napi_value call_tsr_poll(struct call *call)
{
	const int32_t *fds = NULL;
	uint32_t count = 0;
	const int32_t *events = NULL;
	uint32_t event_count = 0;
	int timeout_ms = 0;
	if (!take_numbers(call, 0, &fds, &count) ||
		!take_numbers(call, 1, &events, &event_count) ||
		!take_int(call, 2, &timeout_ms))
		return NULL;
	return give_number(call, tsr_poll(fds, count, events, event_count, timeout_ms));
}

static napi_value call_tsr_cgroup_devices(struct call *call)
{
	int cgroup = 0;
	void *instructions = NULL;
	uint64_t length = 0;
	if (!take_int(call, 0, &cgroup) ||
		!take_bytes(call, 1, &instructions, &length))
		return NULL;
	return give_number(call, tsr_cgroup_devices(cgroup, instructions, length));
}

const struct binding bindings[] = {
	{"tsr_seal_program", call_tsr_seal_program},
	{"tsr_seal_data", call_tsr_seal_data},
	{"tsr_memory", call_tsr_memory},
	{"tsr_spawn", call_tsr_spawn},
	{"tsr_wait", call_tsr_wait},
	{"tsr_pidfd_open", call_tsr_pidfd_open},
	{"tsr_pidfd_getfd", call_tsr_pidfd_getfd},
	{"tsr_pidfd_signal", call_tsr_pidfd_signal},
	{"tsr_pidfd_wait", call_tsr_pidfd_wait},
	{"tsr_prlimit", call_tsr_prlimit},
	{"tsr_subreaper", call_tsr_subreaper},
	{"tsr_execve", call_tsr_execve},
	{"tsr_exit", call_tsr_exit},
	{"tsr_hold_signals", call_tsr_hold_signals},
	{"tsr_release_signals", call_tsr_release_signals},
	{"tsr_service", call_tsr_service},
	{"tsr_pair", call_tsr_pair},
	{"tsr_connect", call_tsr_connect},
	{"tsr_receive", call_tsr_receive},
	{"tsr_send", call_tsr_send},
	{"tsr_open", call_tsr_open},
	{"tsr_close", call_tsr_close},
	{"tsr_lock", call_tsr_lock},
	{"tsr_fifo", call_tsr_fifo},
	{"tsr_blocking", call_tsr_blocking},
	{"tsr_keep_at_exec", call_tsr_keep_at_exec},
	{"tsr_read", call_tsr_read},
	{"tsr_write", call_tsr_write},
	{"tsr_terminal", call_tsr_terminal},
	{"tsr_window_size", call_tsr_window_size},
	{"tsr_open_tree", call_tsr_open_tree},
	{"tsr_idmap_tree", call_tsr_idmap_tree},
	{"tsr_lock_tree", call_tsr_lock_tree},
	{"tsr_detach_mount", call_tsr_detach_mount},
	{"tsr_file_read", call_tsr_file_read},
	{"tsr_file_write", call_tsr_file_write},
	{"tsr_file_replace", call_tsr_file_replace},
	{"tsr_link_read", call_tsr_link_read},
	{"tsr_directory_read", call_tsr_directory_read},
	{"tsr_path_real", call_tsr_path_real},
	{"tsr_path_kind", call_tsr_path_kind},
	{"tsr_path_is", call_tsr_path_is},
	{"tsr_path_may", call_tsr_path_may},
	{"tsr_path_owner", call_tsr_path_owner},
	{"tsr_path_mode", call_tsr_path_mode},
	{"tsr_path_rename", call_tsr_path_rename},
	{"tsr_path_unlink", call_tsr_path_unlink},
	{"tsr_directory_make", call_tsr_directory_make},
	{"tsr_directory_remove", call_tsr_directory_remove},
	{"tsr_read_all", call_tsr_read_all},
	{"tsr_error_text", call_tsr_error_text},
	{"tsr_error_name", call_tsr_error_name},
	{"tsr_hook", call_tsr_hook},
	{"tsr_notify_bind", call_tsr_notify_bind},
	{"tsr_notify_wait", call_tsr_notify_wait},
	{"tsr_cache_find", call_tsr_cache_find},
	{"tsr_cache_store", call_tsr_cache_store},
	{"tsr_net_size", call_tsr_net_size},
	{"tsr_net_move", call_tsr_net_move},
	{"tsr_net_up", call_tsr_net_up},
	{"tsr_net_return", call_tsr_net_return},
	{"tsr_cgroup_open", call_tsr_cgroup_open},
	{"tsr_cgroup_open_at", call_tsr_cgroup_open_at},
	{"tsr_cgroup_options", call_tsr_cgroup_options},
	{"tsr_cgroup_child", call_tsr_cgroup_child},
	{"tsr_cgroup_mount", call_tsr_cgroup_mount},
	{"tsr_cgroup_below", call_tsr_cgroup_below},
	{"tsr_cgroup_make", call_tsr_cgroup_make},
	{"tsr_cgroup_marked", call_tsr_cgroup_marked},
	{"tsr_cgroup_remove", call_tsr_cgroup_remove},
	{"tsr_cgroup_read", call_tsr_cgroup_read},
	{"tsr_cgroup_write", call_tsr_cgroup_write},
	{"tsr_cgroup_own", call_tsr_cgroup_own},
	{"tsr_cgroup_children", call_tsr_cgroup_children},
	{"tsr_cgroup_event", call_tsr_cgroup_event},
	{"tsr_oom_event", call_tsr_oom_event},
	{"tsr_event_take", call_tsr_event_take},
	{"tsr_poll", call_tsr_poll},
	{"tsr_cgroup_devices", call_tsr_cgroup_devices},
};

const size_t bindings_count = sizeof(bindings) / sizeof(bindings[0]);
