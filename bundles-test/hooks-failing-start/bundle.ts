// A startContainer hook that fails.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const run = (text: string) => ({
  path: "/bin/sh",
  args: ["sh", "-c", text],
  env: ["PATH=/bin:/usr/bin"],
});

export const bundle = defineBundle({
  name: "hooks-failing-start",
  title: "[L-12] a failing startContainer hook: the program does not run, nor do poststart hooks",
  oracle: { none: "runc 1.1 start succeeds all the same" },
  config: (place) => ({
    process: script("touch /side/program"),
    mounts: [...usualMounts, { destination: "/side", source: place.side, options: ["bind"] }],
    hooks: { startContainer: [run("exit 5")], poststart: [run(`touch ${place.side}/poststart`)] },
  }),
  check(t) {
    const pid = t.created();
    t.fails(t.start(), /startContainer hook/);
    t.ended(pid);
    t.is([t.read(t.beside("program")), t.read(t.beside("poststart"))], [undefined, undefined]);
  },
});
