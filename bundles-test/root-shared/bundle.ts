// The peer group of the root.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { mountLines } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "root-shared",
  title: "[RF-1] [RF-2] a shared root is in a peer group of its own, an unbindable one says so",
  oracle: "crun",
  config: {
    process: script("grep -E '^[0-9]+ [0-9]+ [0-9:]+ [^ ]+ / ' /proc/self/mountinfo"),
    linux: { rootfsPropagation: "shared" },
  },
  check(t) {
    const group = /shared:(\d+)/.exec(t.output())?.[1];
    t.ok(group !== undefined, "the root is not shared");
    t.ok(
      !mountLines().some((line) => line.includes(`shared:${group ?? ""} `)),
      "a group of the host",
    );
    t.match(t.outputOf({ linux: { rootfsPropagation: "unbindable" } }), / unbindable /);
    t.ok(
      !/shared:|master:/.test(t.outputOf({ linux: { rootfsPropagation: "private" } })),
      "private",
    );
  },
});
