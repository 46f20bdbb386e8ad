// Namespaces that another process is in, one by one and together.
import { namespace, script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { namespaceOf } from "../harness/host.ts";
import type { Json } from "../harness/json.ts";
import type { Test } from "../harness/test.ts";
import { beside } from "../harness/tools.ts";

const files: Readonly<Record<string, string>> = {
  ipc: "ipc",
  uts: "uts",
  cgroup: "cgroup",
  time: "time",
  mount: "mnt",
  network: "net",
  user: "user",
  pid: "pid",
};

/** A process in new namespaces; its pid. */
function holder(t: Test, ...flags: readonly string[]): number {
  const told = beside(t, [
    "unshare",
    ...flags,
    "--fork",
    "sh",
    "-c",
    "readlink /proc/self/ns/uts; exec sleep 60",
  ]);
  t.wait(() => told.output().includes("uts:"), "the holder is there");
  const [, uts = ""] = /uts:\[(\d+)\]/.exec(told.output()) ?? [];
  // The child of unshare is the one that is in all of them.
  const children = `/proc/${told.pid}/task/${told.pid}/children`;
  t.wait(() => (t.read(children) ?? "") !== "", "the holder's child");
  const pid = Number((t.read(children) ?? "").trim());
  t.later(() => process.kill(pid, "SIGKILL"));
  t.is(namespaceOf(pid, "uts"), `uts:[${uts}]`);
  return pid;
}

export const bundle = defineBundle({
  name: "namespace-paths",
  title:
    "[NS-12] [OP-28] namespaces of every type are joined by path, alone, together, and owned by a joined user namespace",
  oracle: { none: "runc 1.1 does not know time namespaces" },
  needs: ["time-namespace"],
  config: {
    process: script("sleep 60"),
    hostname: undefined,
    mounts: usualMounts.slice(0, 2),
    linux: { resources: undefined, maskedPaths: undefined, readonlyPaths: undefined },
  },
  check(t) {
    const joins = (of: number, types: readonly string[], made: readonly string[]): void => {
      const namespaces: readonly Json[] = [
        ...types.map((type) => namespace(type, `/proc/${of}/ns/${files[type] ?? ""}`)),
        ...made.filter((type) => !types.includes(type)).map((type) => namespace(type)),
      ];
      t.configure({ linux: { namespaces } });
      const pid = t.up();
      for (const type of types)
        t.is(namespaceOf(pid, files[type] ?? ""), namespaceOf(of, files[type] ?? ""), type);
      t.is(t.exec(["true"]).status, 0, `exec: ${types.join()}`);
      t.succeeds(t.delete({ flags: ["--force"] }));
      t.is(t.read(`/proc/${of}/comm`), "sleep\n", "the holder lives on");
    };
    const all = ["--ipc", "--uts", "--cgroup", "--time", "--mount", "--net"];
    const plain = holder(t, ...all);
    const usual = ["mount", "pid", "ipc", "uts"];
    for (const type of ["ipc", "uts", "cgroup", "time", "network"]) joins(plain, [type], usual);
    joins(plain, ["ipc", "uts", "cgroup", "time", "network"], ["mount", "pid"]);
    // Entering the root is for good: whoever is in that namespace has the container's root then.
    joins(holder(t, ...all), ["mount"], ["pid", "ipc", "uts"]);
    joins(holder(t, ...all), ["ipc", "uts", "cgroup", "time", "network", "mount"], ["pid"]);

    const owned = holder(t, "--user", "--map-root-user", "--ipc", "--uts", "--net", "--mount");
    joins(owned, ["user"], usual);
    joins(owned, ["user", "ipc", "uts", "network"], ["mount", "pid"]);
    const deep = holder(t, "--user", "--map-root-user", "--pid", "--time", "--ipc", "--uts");
    joins(deep, ["user", "pid", "time"], ["mount", "ipc", "uts"]);
    joins(deep, ["user", "pid", "time", "ipc", "uts"], ["mount"]);
  },
});
