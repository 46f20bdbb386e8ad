// A PID namespace in which somebody already lives.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { namespace, script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { namespaceOf } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "namespace-pid-path",
  title: "[NS-12] a PID namespace is joined by path; kill of the container ends its processes only",
  oracle: "runc",
  config: (place) => ({
    process: script("echo $$; sleep 60"),
    linux: {
      namespaces: [
        ...["network", "ipc", "uts", "mount"].map((type) => namespace(type)),
        namespace("pid", `${place.side}/proc/ns/pid`),
      ],
    },
  }),
  setup(t) {
    // The owner of the namespace: PID 1 in it. Its /proc entry is linked beside the bundle.
    const owner = spawn(
      "unshare",
      ["-p", "-f", "sh", "-c", `echo ready > '${t.beside("ready")}'; exec sleep 120`],
      { stdio: "ignore" },
    );
    t.later(() => void owner.kill("SIGKILL"));
    t.wait(() => t.read(t.beside("ready")) === "ready\n", "the owner is there");
    const children = readFileSync(
      `/proc/${owner.pid ?? 0}/task/${owner.pid ?? 0}/children`,
      "utf8",
    ).trim();
    t.link(`/proc/${children}`, t.beside("proc"));
    t.later(() => {
      try {
        process.kill(Number(children), "SIGKILL");
      } catch {
        // ended with its parent
      }
    });
  },
  check(t) {
    const pid = t.up();
    t.wait(() => t.written !== "", "the program wrote");
    t.ok(Number(t.written) > 1, `PID in the joined namespace is ${t.written}`);
    const owner = t.beside("proc/status");
    t.match(t.read(owner) ?? "", /^State:\t[SR]/m, "owner");
    t.ok(namespaceOf(pid, "pid") !== namespaceOf("self", "pid"), "pid namespace is the host's");
    t.succeeds(t.kill("KILL"));
    t.ended(pid);
    t.succeeds(t.delete());
    t.match(t.read(owner) ?? "", /^State:\t[SR]/m, "owner after the container");
  },
});
