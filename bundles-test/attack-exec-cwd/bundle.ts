// CVE-2024-21626, the other way in: exec with a descriptor of the host as working directory.
import { closeSync, openSync } from "node:fs";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "attack-exec-cwd",
  title:
    "no number in /proc/self/fd is a working directory of exec that leads out, not even a descriptor that the caller hands down",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"] } },
  setup(t) {
    t.write(t.beside("host/of-the-host"), "");
  },
  check(t) {
    t.up();
    for (let fd = 3; fd < 20; fd++) {
      const result = t.exec(["pwd"], { flags: ["--cwd", `/proc/self/fd/${fd}`] });
      t.ok(result.status !== 0, `exec --cwd ${fd}: ${result.stdout}`);
    }
    // The container may change what lies at the path at any moment, so a link does as well.
    t.link("/proc/self/fd/3", t.inside("innocent"));
    const host = openSync(t.beside("host"), "r");
    try {
      for (const cwd of ["/proc/self/fd/3", "/innocent", "/proc/self/fd/3/.."]) {
        const options = { extra: [host], flags: ["--preserve-fds", "1", "--cwd", cwd] };
        const result = t.exec(["ls", "-a", ".", ".."], options);
        t.ok(!result.stdout.includes("of-the-host"), `escaped by --cwd ${cwd}: ${result.stdout}`);
        t.ok(result.status !== 0, `exec --cwd ${cwd}: ${result.stdout}`);
      }
    } finally {
      closeSync(host);
    }
  },
});
