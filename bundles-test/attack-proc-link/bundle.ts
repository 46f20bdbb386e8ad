// CVE-2019-19921, CVE-2023-27561: an image whose /proc or /sys is a link keeps masks from working.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "attack-proc-link",
  title: "an image with a link for /proc or /sys does not start",
  oracle: "runc",
  config: {},
  check(t) {
    for (const name of ["proc", "sys"]) {
      t.link("/tmp", t.inside(name));
      t.rejects({}, new RegExp(name));
      t.remove(t.inside(name));
      t.write(t.inside(`${name}/.keep`), "");
    }
    t.is(t.run().status, 0, "with directories");
  },
});
