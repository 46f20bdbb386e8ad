// Containers that live, and what engines execute in them.
import { defineBundle } from "../harness/define.ts";
import { capture, captureHere, captureNames } from "../harness/captures.ts";
import { living, withoutParents } from "../harness/captured-runs.ts";
import { namespaceOf } from "../harness/host.ts";
import { member, merge } from "../harness/json.ts";
import type { Test } from "../harness/test.ts";
import { beside, tool } from "../harness/tools.ts";

/** A process in a new network namespace, as an engine's network plugin keeps one. */
function networkHolder(t: Test): string {
  const held = beside(t, ["unshare", "--net", "sh", "-c", "echo in; exec sleep 60"]);
  t.wait(() => held.output().includes("in"), "a network namespace is held");
  return `/proc/${held.pid}/ns/net`;
}

/** Each process document of an engine, in the container that runs. */
function executeAll(t: Test): void {
  for (const name of captureNames("process")) {
    const document = t.beside(`${name}.json`);
    t.write(document, JSON.stringify(capture(name)));
    const terminal = capture(name)["terminal"] === true;
    const wrap = terminal ? [tool("terminal"), "pty", "24", "80"] : [];
    const flags = ["--process", document];
    const result = t.runtime.call(["exec", ...flags, t.place.id], { wrap });
    t.match(result.stdout, terminal ? /^tty\r\n/ : /^hi\n$/, name);
    t.is(result.status, terminal ? 4 : 3, name);
  }
}

export const bundle = defineBundle({
  name: "captures-exec",
  title:
    "[NS-12] a sandbox and its container as containerd's CRI writes them, and processes that engines add, run",
  oracle: "runc",
  needs: ["cpu"],
  config: {},
  check(t) {
    if (t.runtime.kind !== "tsrun") withoutParents(t);
    t.configure(() => captureHere(t, living.hostPids));
    t.up();
    executeAll(t);
    t.succeeds(t.delete({ flags: ["--force"] }));

    // A template without a program: the one that its engine would put there.
    const process = { args: ["/bin/sh", "-c", "echo from a template"] };
    t.configure(() => merge(captureHere(t, living.template), { process }));
    t.is(t.output(), "from a template\n");

    t.write(t.inside("pause"), "#!/bin/sh\nexec sleep 60\n", 0o755);
    const network = networkHolder(t);
    t.configure(() => captureHere(t, living.sandbox, () => network));
    const pause = t.up();
    const files: Readonly<Record<string, string>> = { network: "net" };
    t.configure(() =>
      captureHere(t, living.container, (type) => `/proc/${pause}/ns/${files[type] ?? type}`),
    );
    const second = `${t.place.id}-second`;
    t.later(() => void t.runtime.call(["delete", "--force", second]));
    t.succeeds(t.runtime.call(["create", "--bundle", t.place.bundle, second]));
    t.succeeds(t.runtime.call(["start", second]));
    const state: unknown = JSON.parse(t.succeeds(t.runtime.call(["state", second])));
    for (const name of ["pid", "ipc", "uts", "net"])
      t.is(namespaceOf(Number(member(state, "pid")), name), namespaceOf(pause, name), name);
    const shown = t.runtime.call(["exec", second, "cat", "/etc/hostname"]);
    t.is(t.succeeds(shown), "of the host\n");
  },
});
