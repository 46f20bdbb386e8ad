// Standard streams are the caller's.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "stdio",
  title: "[CT-3] [P-2] stdin, stdout and stderr of the program are those of create",
  oracle: "runc",
  config: { process: script("tr a-z A-Z; echo error >&2; test -t 0 || echo no terminal") },
  check(t) {
    t.succeeds(t.create({ wrap: ["sh", "-c", `exec "$@" < ${t.beside("in")}`, "sh"] }));
    const { pid } = t;
    t.succeeds(t.start());
    t.ended(pid);
    t.is([t.written, t.complained], ["FROM A FILE\nno terminal\n", "error\n"]);
  },
  setup(t) {
    t.write(t.beside("in"), "from a file\n");
  },
});
