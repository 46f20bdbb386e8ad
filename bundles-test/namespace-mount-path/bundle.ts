// A mount namespace of somebody else: it is given to the container, as runc does it, and stays so.
import { spawn } from "node:child_process";
import { existsSync, readlinkSync } from "node:fs";
import { namespace } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { lives, mountLines, namespaceOf } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "namespace-mount-path",
  title:
    "[MT-20] a mount namespace joined by path takes the container's root and keeps it; the host's stays",
  oracle: "runc",
  config: (place) => ({
    process: { args: ["sleep", "60"] },
    linux: {
      namespaces: [
        ...["network", "ipc", "uts", "pid"].map((type) => namespace(type)),
        namespace("mount", `${place.side}/owner/ns/mnt`),
      ],
    },
  }),
  setup(t) {
    t.write(t.inside("marker"), "");
    const ready = `echo ready > '${t.beside("ready")}'; exec sleep 120`;
    const owner = spawn("unshare", ["--mount", "sh", "-c", ready], { stdio: "ignore" });
    t.later(() => void owner.kill("SIGKILL"));
    t.wait(() => t.read(t.beside("ready")) === "ready\n", "the owner is there");
    t.link(`/proc/${owner.pid ?? 0}`, t.beside("owner"));
  },
  check(t) {
    const before = mountLines();
    const owner = t.beside("owner");
    const marker = `${owner}/root/marker`;
    t.ok(!existsSync(marker), "the owner sees the container's root before create");
    const pid = t.up();
    const joined = namespaceOf(pid, "mnt");
    t.is(joined, readlinkSync(`${owner}/ns/mnt`), "the namespace");
    t.is(t.succeeds(t.exec(["ls", "/marker"])), "/marker\n");
    t.is(mountLines(), before, "mounts of the host");
    t.succeeds(t.delete({ flags: ["--force"] }));
    t.ok(!lives(pid), "the process lives");
    // The namespace is its owner's to end: what was its root before is gone with pivot_root.
    t.ok(existsSync(marker), "the owner lost the container's root");
    t.is(mountLines(), before, "mounts of the host after delete");
  },
});
