// Processes that outlive their first one.
import { namespace, script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { processesOf } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "kill-all",
  title: "[CT-12] kill --all of a stopped container ends what is left in its cgroup",
  oracle: "runc",
  config: {
    process: script("sleep 61 & sleep 62 & echo started; sleep 60"),
    linux: { namespaces: ["network", "ipc", "uts", "mount"].map((type) => namespace(type)) },
  },
  check(t) {
    const pid = t.up();
    t.wait(() => t.written === "started\n", "the program started");
    process.kill(pid, "SIGKILL");
    t.ended(pid);
    t.ok(processesOf(`${t.place.id}`).length >= 2, "the others ended too");
    t.is(t.status, "stopped");
    t.succeeds(t.kill("KILL", { flags: ["--all"] }));
    t.wait(() => processesOf(t.place.id).length === 0, "all ended");
    t.succeeds(t.kill("9", { flags: ["--all"] }));
  },
});
