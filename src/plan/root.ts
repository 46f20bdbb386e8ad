// The root file system: how its mounts relate to the host's, how it is entered, and what of it is
// read-only or masked in the end.
import type { Propagation } from "../config/config.gen.ts";
import { below } from "../json/pointer.ts";
import { MS } from "./kernel.ts";
import { cleanPath } from "./paths.ts";
import type { Scope } from "./scope.ts";
import { always, asked } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { Step } from "./types.ts";

const PROPAGATION = "/linux/rootfsPropagation";

const KINDS: Readonly<Record<Propagation, "shared" | "slave" | "private" | "unbindable">> = {
  shared: "shared",
  rshared: "shared",
  slave: "slave",
  rslave: "slave",
  private: "private",
  rprivate: "private",
  unbindable: "unbindable",
  runbindable: "unbindable",
};

// What the host's mounts, copied into the new namespace, become before anything is mounted. Shared
// stays shared, so that a bind with rshared reaches the host; unbindable would refuse every bind.
const COPIED = {
  shared: MS.shared,
  slave: MS.slave,
  private: MS.private,
  unbindable: MS.private,
} as const;

/** From the copied mount table to the opened root, which is a mount of its own. */
export function rootSteps(scope: Scope): readonly Step[] {
  const { config, namespaces, rootfs } = scope;
  const word = config.linux?.rootfsPropagation;
  const flags = (word === undefined ? MS.slave : COPIED[KINDS[word]]) | MS.recursive;
  const propagate = { op: "propagate", path: "/", flags } as const;
  const open = asked("root", "/root/path", { op: "root", path: rootfs, bind: 1 });
  // Without a mount namespace these would change the host.
  if (!namespaces.has("mount")) return [open];
  // A shared parent makes pivot_root(2) fail, and mounts in the root would propagate to where it
  // lies. A slave is asked for to see what the host mounts there, so it stays one.
  const slave = word !== undefined && KINDS[word] === "slave";
  return [
    word === undefined
      ? always("root", "mounts do not reach the host", propagate)
      : asked("root", PROPAGATION, propagate),
    ...(slave
      ? []
      : [always("root", "pivot_root needs it", { op: "parent-private", path: rootfs })]),
    open,
  ];
}

/** The root becomes `/`, and gets the propagation that config.json asks for. */
export function enterSteps(scope: Scope): readonly Step[] {
  const { config, namespaces, request } = scope;
  const word = config.linux?.rootfsPropagation;
  const enter = !namespaces.has("mount")
    ? always("root", "no mount namespace", { op: "chroot" })
    : request.noPivot
      ? always("root", "--no-pivot", { op: "move-root" })
      : always("root", "the root becomes /", { op: "pivot-root" });
  if (word === undefined) return [enter];
  // Of the root alone: mounts below have the propagation of their own options.
  return [enter, asked("root", PROPAGATION, { op: "root-propagation", flags: MS[KINDS[word]] })];
}

/**
 * Read-only root, read-only and masked paths.
 * @throws PlanError for paths without a mount namespace: they would be the host's
 */
export function protectSteps(scope: Scope): readonly Step[] {
  const { config, namespaces } = scope;
  const readonlyPaths = config.linux?.readonlyPaths ?? [];
  const maskedPaths = config.linux?.maskedPaths ?? [];
  if (!namespaces.has("mount") && readonlyPaths.length + maskedPaths.length > 0) {
    throw new PlanError(
      readonlyPaths.length > 0 ? "/linux/readonlyPaths" : "/linux/maskedPaths",
      "unable to restrict sys entries without a private MNT namespace",
    );
  }
  return [
    ...(config.root.readonly === true
      ? [asked("system", "/root/readonly", { op: "root-readonly" })]
      : []),
    ...once(readonlyPaths).map(([path, index]) =>
      asked("system", below("/linux/readonlyPaths", index), { op: "path-readonly", path }),
    ),
    ...once(maskedPaths).map(([path, index]) =>
      asked("system", below("/linux/maskedPaths", index), { op: "path-mask", path }),
    ),
  ];
}

function once(paths: readonly string[]): readonly (readonly [string, number])[] {
  const seen = new Map<string, number>();
  for (const [index, path] of paths.entries()) {
    const clean = cleanPath(path);
    if (!seen.has(clean)) seen.set(clean, index);
  }
  return [...seen];
}
