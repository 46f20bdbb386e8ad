// Removal of what the card lists: cgroups and the container's directory. Each step may have been
// done before, by an earlier attempt or by the engine.
#ifndef TSRUN_FRONT_DESTROY_H
#define TSRUN_FRONT_DESTROY_H

#include "container.h"

// Whether the directory holds the files that create makes and nothing else.
bool destroy_knows_files(const struct container *container);
// Whether the cgroups have neither members nor children.
bool destroy_finds_empty(const struct card *card);
// Ends init, removes the cgroups, the parents that tsrun made for them, and the directory. False:
// something was in the way, and the engine's delete has to go on.
bool destroy(const struct container *container, const char *id);

#endif
