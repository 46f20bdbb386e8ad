// Hooks that cannot be.
import { defineBundle } from "../harness/define.ts";

const hook = (kind: string, entry: object) => ({ hooks: { [kind]: [entry] } });
const kinds = [
  "prestart",
  "createRuntime",
  "createContainer",
  "startContainer",
  "poststart",
  "poststop",
];

export const bundle = defineBundle({
  name: "hooks-refused",
  title:
    "[H-2] [H-6] [H-17] relative and missing hook paths and timeouts that are not positive fail create, unknown kinds do not",
  oracle: { none: "runc 1.1 checks none of them" },
  config: {},
  check(t) {
    for (const kind of kinds) t.rejects(hook(kind, { path: "bin/true" }), new RegExp(kind));
    t.rejects(hook("poststop", {}), /path/);
    t.rejects(hook("poststop", { path: "/bin/true", timeout: 0 }), /timeout/);
    t.rejects(hook("poststop", { path: "/bin/true", timeout: -1 }), /timeout/);
    t.outputOf(hook("bogus", { path: "nowhere" }));
  },
});
