// One entry of mounts[] while it is planned, and the two steps that several kinds of mount need.
import type { Mount } from "../config/config.gen.ts";
import type { OpNamed } from "../wire/ops.ts";
import { ATTR, MS } from "./kernel.ts";
import type { MountOptions } from "./mount-options.ts";
import { privileged } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { asked } from "./steps.ts";
import type { Step } from "./types.ts";

/** One entry of mounts[], read. */
export interface MountEntry {
  readonly mount: Mount;
  readonly pointer: string;
  /** Absolute inside the container, clean. */
  readonly target: string;
  readonly options: MountOptions;
}

/** What one entry becomes. */
export interface EntrySteps {
  /** Performed by the engine before the helper starts. */
  readonly host?: readonly Step[];
  readonly init: readonly Step[];
  /** Performed by init when everything below is there. */
  readonly late?: readonly Step[];
}

/** A bind without a propagation word shares nothing: what is mounted below it stays on its side. */
export const PRIVATE_BIND = MS.private | MS.recursive;

/**
 * A bind mount of a host path. The engine opens the source where init could not: init of another
 * user namespace lacks the rights on the way to it, and in a joined mount namespace the path means
 * something else.
 * @param slot name of the descriptor in that case
 */
export function hostBind(
  { namespaces, facts }: Scope,
  pointer: string,
  slot: string,
  bind: Omit<OpNamed<"bind">, "op" | "slot">,
  idmap: Omit<OpNamed<"idmap-tree">, "slot"> | null = null,
): EntrySteps {
  const elsewhere = privileged(facts) && (namespaces.has("user") || namespaces.joins("mount"));
  // The maps of an idmapped mount are the host's ids, and only its root may set them.
  const foreign = elsewhere || idmap !== null;
  const init = [asked("mounts", pointer, { op: "bind", slot: foreign ? slot : null, ...bind })];
  if (!foreign) return { init };
  const { source, recursive } = bind;
  const open = asked("mounts", pointer, { op: "open-tree", slot, source, recursive }, "its source");
  const map = idmap === null ? [] : [asked("mounts", pointer, { ...idmap, slot })];
  const lock = asked("mounts", pointer, { op: "lock-tree", slot }, "for the user namespace");
  return { host: [open, ...map, ...(namespaces.has("user") ? [lock] : [])], init };
}

/** Makes a mount read-only after everything below it is there. */
export function lateReadOnly(pointer: string, target: string, words: readonly string[]): Step {
  return asked(
    "system",
    `${pointer}/options`,
    {
      op: "remount",
      target,
      set: ATTR.readOnly,
      clear: 0n,
      words,
      options: [],
      bind: words.length === 0 ? 1 : 0,
    },
    "filled first, read-only now",
  );
}
