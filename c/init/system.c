// Names and kernel parameters of the container's namespaces.
#include <string.h>

#include "calls.h"
#include "helper.h"

int op_hostname(struct helper *h, const struct op_hostname *op)
{
	return sethostname(op->name, strlen(op->name)) < 0 ? fail(h, CALL_SETHOSTNAME, errno, op->name) : 0;
}

int op_domainname(struct helper *h, const struct op_domainname *op)
{
	return setdomainname(op->name, strlen(op->name)) < 0 ? fail(h, CALL_SETDOMAINNAME, errno, op->name) : 0;
}

static bool has_dots(const char *path)
{
	for (const char *part = path; part != NULL; part = strchr(part, '/')) {
		part += part[0] == '/';
		size_t length = strcspn(part, "/");
		if (length == 0 || (length <= 2 && strspn(part, ".") >= length))
			return true;
	}
	return false;
}

// `path` is below /proc/sys, with slashes. The kernel takes a value in one write or not at all.
int op_sysctl(struct helper *h, const struct op_sysctl *op)
{
	static const char prefix[] = "sys/";
	char path[512];
	if (has_dots(op->path))
		return fail(h, CALL_OPENAT2, EINVAL, op->path);
	if (strlen(op->path) + sizeof(prefix) > sizeof(path))
		return fail(h, CALL_OPENAT2, ENAMETOOLONG, op->path);
	memcpy(path, prefix, sizeof(prefix));
	strcat(path, op->path);
	int fd = procfs_open(h, path, O_WRONLY);
	if (fd < 0)
		return fail(h, CALL_OPENAT2, errno, path);
	size_t length = strlen(op->value);
	ssize_t written;
	do
		written = write(fd, op->value, length);
	while (written < 0 && errno == EINTR);
	int result = 0;
	if (written < 0)
		result = fail(h, CALL_WRITE, errno, path);
	else if ((size_t)written != length)
		result = fail(h, CALL_WRITE, EIO, path);
	close(fd);
	return result;
}
