// Resource limits that the caller gives the runtime.
import { defineBundle } from "../harness/define.ts";
import { answered, pressedCreate, withLimit } from "../harness/pressed.ts";

/** From far too little to enough. */
const LIMITS: Readonly<Record<string, readonly number[]>> = {
  n: [0, 3, 4, 5, 6, 7, 8, 9, 11, 14, 20, 26, 40, 64],
  v: [1000, 100_000, 400_000, 600_000, 2_000_000],
  d: [1000, 200_000, 390_000, 1_000_000],
  s: [64, 150, 256, 1024],
  // With 0 the error could not be written either: it goes to a file.
  f: [1, 4, 16, 1000],
  l: [0, 64],
  i: [0, 100],
};

export const bundle = defineBundle({
  name: "overloaded-limits",
  title:
    "with too low a limit of descriptors, address space, data, stack or file size create and exec say so in one line and leave nothing",
  oracle: { none: "runc 1.1 prints its threads' stacks" },
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const enough = new Set<string>();
    for (const [name, sizes] of Object.entries(LIMITS)) {
      for (const size of sizes) {
        const limit = `-${name} ${size}`;
        if (pressedCreate(t, withLimit(limit), `ulimit ${limit}`) === true) enough.add(name);
      }
    }
    t.is([...enough], Object.keys(LIMITS), "limits with which a create succeeded at last");
    t.up();
    for (const [name, sizes] of Object.entries(LIMITS)) {
      for (const size of sizes) {
        const limit = `-${name} ${size}`;
        answered(t, t.exec(["true"], { wrap: withLimit(limit) }), `exec, ulimit ${limit}`);
      }
    }
    t.is(t.status, "running");
    t.is(t.processes(), [t.pid], "processes that execs left");
  },
});
