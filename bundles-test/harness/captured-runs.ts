// How each capture of an engine ends when it runs: with its own program.
import { execFileSync } from "node:child_process";
import { rmdirSync } from "node:fs";
import { captureHere } from "./captures.ts";
import { cgroups } from "./host.ts";
import { member } from "./json.ts";
import type { Test } from "./test.ts";
import { tool } from "./tools.ts";

/** What its program says and ends with. */
export interface Ending {
  readonly says: RegExp;
  readonly status: number;
  /** Typed at its terminal. */
  readonly input?: string;
}

const said = (says: RegExp, status = 0): Ending => ({ says, status });
const shell: Ending = { says: /\/ # /, status: 6, input: "exit 6\n" };

/** Captures that any root runs. */
export const usual: Readonly<Record<string, Ending>> = {
  buildah: said(/^out\n/, 3),
  "buildah-tty": said(/^tty\r\n/m, 5),
  ctr: said(/^out\n/, 7),
  "ctr-tty": said(/^tty\r\n/, 5),
  docker20: said(/^out\n/, 7),
  "docker20-tty": said(/^tty\r\n/, 5),
  "crun-1.8.1-spec": shell,
  "runc-1.1.5-spec": shell,
  "runc-1.1.5-spec-rootless": shell,
  "podman-listenfds": said(/^LISTEN_FDS=2\n[^]*\b0 -> /m),
  "podman-sdnotify": said(/^NOTIFY_SOCKET=\/run\/notify\/notify.sock\n[^]*\/run\/notify:\n/m, 1),
  "podman-tty": said(/^tty\r\n[^]*\/dev\/pts\/0/, 4),
  "podman-userns": said(/^uid=0\(root\) gid=0\(root\)/),
};

/** Captures with a limit of open files that only a process with CAP_SYS_RESOURCE can grant everywhere. */
export const raised: Readonly<Record<string, Ending>> = {
  podman: said(/^hello\n/),
  "podman-4.3.1-device-rslave": said(/^$/),
  "podman-4.3.1-limits-tty-shared": said(/^$/),
};

/** Captures of containers that live until they are ended, or have no program yet. */
export const living = {
  sandbox: "containerd-cri-sandbox",
  container: "containerd-cri-container",
  template: "ctr-oci-spec",
  hostPids: "podman-pidhost",
} as const;

/** Directories of the root that the container's root, who is somebody else here, must own. */
function giveRoot(t: Test): void {
  execFileSync("find", [t.inside(""), "-type", "d", "-exec", "chown", "100000:100000", "{}", "+"]);
}

/** Takes the cgroups above the containers' own away in the end: runc leaves what it made there. */
export function withoutParents(t: Test): void {
  t.later(() => {
    for (const path of cgroups(t.place.id)) rmdirSync(path);
  });
}

/** Runs captures to their ends, each as its own failure. */
export function runCaptures(t: Test, captures: Readonly<Record<string, Ending>>): void {
  if (t.runtime.kind !== "tsrun") withoutParents(t);
  const wrong: string[] = [];
  for (const [name, { says, status, input }] of Object.entries(captures)) {
    try {
      const config = captureHere(t, name);
      if (name === "podman-userns") giveRoot(t);
      t.configure(() => config);
      const terminal = member(config, "process", "terminal") === true;
      const result = t.run({
        ...(terminal ? { wrap: [tool("terminal"), "pty", "24", "80"] } : {}),
        ...(input === undefined ? {} : { input }),
      });
      t.is(result.status, status, result.stderr || result.stdout);
      t.match(result.stdout, says, "stdout");
      if (!("hooks" in config)) continue;
      t.match(t.read(t.beside("hook.state")) ?? "", /"status": ?"creating"/, "a hook's state");
      t.match(t.read(t.beside("hook.args")) ?? "", /^-exec-root=\/var\/lib\/dockerexec /);
    } catch (error) {
      wrong.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  t.is(wrong, []);
}
