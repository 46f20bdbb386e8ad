// CVE-2024-21626: a descriptor of the host as working directory leads there.
import { closeSync, openSync } from "node:fs";
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "attack-cwd",
  title:
    "no number in /proc/self/fd is a working directory of create that leads out, not even a descriptor that the caller hands down",
  oracle: "runc",
  config: { process: script("ls; ls ..") },
  setup(t) {
    t.write(t.beside("host/of-the-host"), "");
  },
  check(t) {
    const host = openSync(t.beside("host"), "r");
    try {
      t.link("/proc/self/fd/3", t.inside("innocent"));
      for (const cwd of ["/proc/self/fd/3", "/innocent", "/proc/self/fd/3/.."]) {
        t.configure({ process: { cwd } });
        const result = t.run({ extra: [host], flags: ["--preserve-fds", "1"] });
        t.ok(!result.stdout.includes("of-the-host"), `escaped by cwd ${cwd}: ${result.stdout}`);
        t.ok(result.status !== 0, `cwd ${cwd}: ${result.stdout}`);
      }
    } finally {
      closeSync(host);
    }
    for (let fd = 3; fd < 20; fd++) {
      t.configure({ process: { cwd: `/proc/self/fd/${fd}` } });
      const result = t.run();
      t.ok(result.status !== 0, `cwd ${fd}: ${result.stdout}`);
    }
  },
});
