// A call that the profile could not know.
import { copyFileSync, readFileSync } from "node:fs";
import { defineBundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";
import { tool } from "../harness/tools.ts";

interface Rule {
  readonly names: readonly string[];
}

// What Linux got after pidfd_open, as far as the engine's profile names it.
const later = new Set(
  (
    "clone3 close_range openat2 pidfd_getfd faccessat2 process_madvise epoll_pwait2 mount_setattr " +
    "quotactl_fd landlock_create_ruleset landlock_add_rule landlock_restrict_self memfd_secret " +
    "process_mrelease futex_waitv set_mempolicy_home_node cachestat fchmodat2 map_shadow_stack " +
    "futex_wake futex_wait futex_requeue"
  ).split(" "),
);
// By number on x86-64: known to the profile and refused; newer.
const KCMP = 312;
const FACCESSAT2 = 439;

function old(source: string): Json {
  const profile = JSON.parse(readFileSync(source, "utf8")) as Json;
  const syscalls = (profile["syscalls"] as readonly Rule[])
    .map((rule) => {
      const names = rule.names.filter((name) => !later.has(name) && name !== "kcmp");
      return { ...rule, names };
    })
    .filter((rule) => rule.names.length > 0);
  return { ...profile, syscalls };
}

export const bundle = defineBundle({
  name: "seccomp-newer",
  title:
    "[SC-3] [SC-25] a call newer than all that a profile names fails with ENOSYS, another with its errno",
  oracle: "runc",
  config: (place) => ({
    process: { args: ["calls", String(KCMP), String(FACCESSAT2)] },
    linux: {
      seccomp: { ...old(`${place.source}/../seccomp-default/profile.json`), defaultErrnoRet: 28 },
    },
  }),
  setup(t) {
    copyFileSync(tool("calls"), t.inside("bin/calls"));
  },
  check(t) {
    t.is(t.output(), "28\n38\n");
    t.configure({ linux: { seccomp: undefined } });
    const [, newer] = t.output().split("\n");
    t.ok(newer !== "38", "this kernel has the newer call");
  },
});
