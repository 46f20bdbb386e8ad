// The same host as root of its first user namespace would find it.
import type { Facts } from "../plan/types.ts";

/** Facts with root's identity and rights; what the host has stays as it was read. */
export function asRoot(facts: Facts): Facts {
  const { cgroup } = facts;
  return {
    ...facts,
    euid: 0,
    egid: 0,
    inUserNamespace: false,
    capabilities: (1n << BigInt(facts.lastCapability + 1)) - 1n,
    cgroup: {
      ...cgroup,
      hierarchies: cgroup.hierarchies.map((hierarchy) => ({ ...hierarchy, writable: true })),
    },
  };
}
