// CVE-2024-21626: a descriptor of the runtime's as working directory leads to the host.
import { closeSync, openSync } from "node:fs";
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "attack-cwd",
  title: "no number in /proc/self/fd is a working directory that leads out, for create or exec",
  oracle: "runc",
  config: { process: script("pwd; ls ../../../../../../../.. | head -3") },
  setup(t) {
    t.write(t.beside("host/file"), "");
  },
  check(t) {
    for (let fd = 3; fd < 20; fd++) {
      t.configure({ process: { cwd: `/proc/self/fd/${fd}` } });
      const result = t.run();
      t.ok(result.status !== 0, `cwd ${fd}: ${result.stdout}`);
    }
    t.link("/proc/self/fd/7", t.inside("innocent"));
    t.configure({ process: { cwd: "/innocent" } });
    t.ok(t.run().status !== 0, "cwd through a link");
    t.configure({ process: { args: ["sleep", "60"], cwd: "/" } });
    t.up();
    for (let fd = 3; fd < 20; fd++) {
      const result = t.exec(["pwd"], { flags: ["--cwd", `/proc/self/fd/${fd}`] });
      t.ok(result.status !== 0, `exec --cwd ${fd}: ${result.stdout}`);
    }
    // One that the caller hands down on purpose leads out as well.
    const host = openSync(t.beside("host"), "r");
    try {
      const options = { extra: [host], flags: ["--preserve-fds", "1", "--cwd", "/proc/self/fd/3"] };
      const result = t.exec(["ls", ".."], options);
      t.ok(result.status !== 0, `exec --cwd to the caller's descriptor: ${result.stdout}`);
    } finally {
      closeSync(host);
    }
  },
});
