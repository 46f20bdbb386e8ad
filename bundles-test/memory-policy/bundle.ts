// Where memory comes from.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";

const policy = (memoryPolicy: Json): Json => ({
  linux: { memoryPolicy: { flags: [], ...memoryPolicy } },
});

export const bundle = defineBundle({
  name: "memory-policy",
  title:
    "[MP-1] [MP-2] [MP-3] [MP-4] [MP-5] the program and its children have the memory policy, a wrong one fails create",
  oracle: { none: "runc 1.1 does not know the section" },
  config: {
    ...policy({ mode: "MPOL_BIND", nodes: "0", flags: ["MPOL_F_STATIC_NODES"] }),
    process: script(
      "cut -d' ' -f2-3 /proc/self/numa_maps | sed -E 's/ (file|anon|heap|stack|mapped|N[0-9]).*//' | sort -u",
    ),
  },
  check(t) {
    t.is(t.output(), "bind=static:0\n");
    t.is(t.outputOf(policy({ mode: "MPOL_INTERLEAVE", nodes: "0" })), "interleave:0\n");
    t.is(t.outputOf(policy({ mode: "MPOL_PREFERRED", nodes: "0" })), "prefer:0\n");
    t.is(t.outputOf(policy({ mode: "MPOL_PREFERRED_MANY", nodes: "0" })), "prefer (many):0\n");
    const weighted = policy({ mode: "MPOL_WEIGHTED_INTERLEAVE", nodes: "0" });
    // Linux 6.9 and newer have it.
    if (t.exists("/sys/kernel/mm/mempolicy/weighted_interleave"))
      t.is(t.outputOf(weighted), "weighted interleave:0\n");
    else t.rejects(weighted, /set_mempolicy: invalid argument \(EINVAL\); hint: /);
    t.is(t.outputOf(policy({ mode: "MPOL_LOCAL", nodes: "" })), "local\n");
    t.is(t.outputOf(policy({ mode: "MPOL_DEFAULT", nodes: "" })), "default\n");
    t.rejects(policy({ mode: "MPOL_BIND", nodes: "" }), /MPOL_BIND requires at least one node/);
    t.rejects(policy({ mode: "MPOL_DEFAULT", nodes: "0" }), /MPOL_DEFAULT requires 0 nodes/);
    t.rejects(policy({ mode: "MPOL_BIND", nodes: "0-" }), /must be a list/);
    t.rejects(policy({ mode: "MPOL_ELSEWHERE" }), /memoryPolicy/);
    t.rejects(policy({ mode: undefined, nodes: "0" }), /mode/);
    t.rejects(policy({ mode: "MPOL_BIND", nodes: "0", flags: ["MPOL_F_ODD"] }), /flags/);
    // No host has so many nodes: the kernel's own answer.
    t.rejects(
      policy({ mode: "MPOL_BIND", nodes: "900" }),
      /set the memory policy \(config.json: linux.memoryPolicy, line \d+\): set_mempolicy: invalid argument/,
    );
  },
});
