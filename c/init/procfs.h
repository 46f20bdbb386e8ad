// The private procfs, beyond what helper.h declares.
#ifndef TSRUN_INIT_PROCFS_H
#define TSRUN_INIT_PROCFS_H

#include "helper.h"

// A descriptor of the root of a procfs that nobody mounted over; kept in h->proc. -1 with errno.
int procfs_root(struct helper *h);

#endif
