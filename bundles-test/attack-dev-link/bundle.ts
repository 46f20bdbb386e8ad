// CVE-2026-41579: what is made and removed in /dev must not follow the image's link to the host.
import { readdirSync } from "node:fs";
import { usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

// All that is looked for below /dev; only what comes behind the devices; nothing.
const sets = [["ptmx", "fd", "stdin", "stdout", "stderr", "null", "console"], ["ptmx", "fd"], []];

export const bundle = defineBundle({
  name: "attack-dev-link",
  title: "an image with a link for /dev reaches no file of the host",
  oracle: { none: "runc 1.1 is open to it" },
  config: { mounts: usualMounts.slice(0, 1), process: { args: ["echo", "ran"] } },
  check(t) {
    for (const names of sets) {
      t.remove(t.beside("dev"));
      t.write(t.beside("dev/.keep"), "");
      for (const name of names) t.write(t.beside(`dev/${name}`), "kept\n");
      const before = readdirSync(t.beside("dev"));
      for (const target of [t.beside("dev"), `../../../../../../../..${t.beside("dev")}`]) {
        t.link(target, t.inside("dev"));
        t.run(); // may run or fail
        t.is(readdirSync(t.beside("dev")), before, "names on the host");
        for (const name of names) t.is(t.read(t.beside(`dev/${name}`)), "kept\n", name);
      }
    }
    const before = readdirSync(t.beside("dev"));
    t.configure({ mounts: usualMounts });
    t.run();
    t.is(readdirSync(t.beside("dev")), before, "names on the host, with mounts below /dev");
  },
});
