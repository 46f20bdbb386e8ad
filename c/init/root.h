// Paths inside the container, beyond what helper.h declares.
#ifndef TSRUN_INIT_ROOT_H
#define TSRUN_INIT_ROOT_H

#include <stdbool.h>
#include <sys/types.h>

#include "helper.h"

// Like root_open_or_make, but a link anywhere on the way is ELOOP.
int root_open_or_make_strict(struct helper *h, const char *path, bool directory);
// mkdirat and openat(O_CREAT) with the mode exactly as given, whatever the umask is.
int make_directory(int dir, const char *name, mode_t mode);
int make_file(int dir, const char *name, mode_t mode);
// Owner and mode of what an O_PATH descriptor refers to, by the descriptor.
int set_owner(int fd, uid_t uid, gid_t gid);
int set_mode(struct helper *h, int fd, mode_t mode);
// Opens what a mount is going to be attached to; reports and returns -1 when it cannot be. The root
// itself is refused: a mount over it would be below every path that is resolved later. *made (may be
// NULL) says that it was not there before.
int open_target(struct helper *h, const char *path, bool directory, bool strict, bool *made);

#endif
