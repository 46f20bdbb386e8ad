// The options of a mount, sorted out: attributes, super block words, propagation and what is the file
// system's own.
import { ATTR } from "./kernel.ts";
import { MOUNT_WORDS } from "./mount-words.ts";
import type { Effect } from "./mount-words.ts";

export { MOUNT_OPTIONS } from "./mount-words.ts";

/** Changes to attributes: bits to set and bits to clear, disjoint but for the access time mask. */
export interface AttributeChange {
  readonly set: bigint;
  readonly clear: bigint;
}

/** `idmap` or `ridmap`, perhaps with ranges: `idmap=uids=0-1-10;gids=0-1-10`. */
export interface Idmap {
  readonly recursive: boolean;
  readonly ranges: string | null;
}

/** A mount's options, sorted out. */
export interface MountOptions {
  readonly bind: boolean;
  /** `rbind`: what is mounted below the source comes along. */
  readonly recursive: boolean;
  readonly remount: boolean;
  readonly copyup: boolean;
  readonly idmap: Idmap | null;
  /** For the mount itself. */
  readonly top: AttributeChange;
  /** For the mount and all below it (the words with r). */
  readonly tree: AttributeChange;
  /** Words for the super block, in the order in which each was said last. */
  readonly words: readonly string[];
  /** MS_* of the last propagation word, 0 when there is none. */
  readonly propagation: bigint;
  /** What is left for the file system: `key` or `key=value`. */
  readonly data: readonly string[];
}

interface Change {
  set: bigint;
  clear: bigint;
}

/** The same while words are taken one by one. */
interface Draft {
  bind: boolean;
  recursive: boolean;
  remount: boolean;
  copyup: boolean;
  idmap: Idmap | null;
  readonly top: Change;
  readonly tree: Change;
  readonly words: Set<string>;
  propagation: bigint;
  readonly data: string[];
}

/** Reads options; a later word wins over an earlier opposite one, as in mount(8). */
export function readMountOptions(options: readonly string[]): MountOptions {
  const draft: Draft = {
    bind: false,
    recursive: false,
    remount: false,
    copyup: false,
    idmap: null,
    top: { set: 0n, clear: 0n },
    tree: { set: 0n, clear: 0n },
    words: new Set(),
    propagation: 0n,
    data: [],
  };
  for (const option of options) {
    const effect = MOUNT_WORDS.get(option);
    if (effect !== undefined) apply(draft, effect);
    else if (option.startsWith("idmap=") || option.startsWith("ridmap=")) {
      const ranges = option.slice(option.indexOf("=") + 1);
      draft.idmap = { recursive: option.startsWith("r"), ranges };
    } else draft.data.push(...splitData(option));
  }
  return { ...draft, words: [...draft.words] };
}

function apply(draft: Draft, effect: Effect): void {
  switch (effect.kind) {
    case "set":
    case "clear":
      changeBit(effect.tree ? draft.tree : draft.top, effect.kind === "set", effect.bit);
      if (effect.super !== undefined) say(draft, effect.super, effect.super === "ro" ? "rw" : "ro");
      return;
    case "atime":
      changeAtime(effect.tree ? draft.tree : draft.top, effect.value, effect.undo === true);
      return;
    case "super":
      say(draft, effect.word, effect.opposite);
      return;
    case "propagation":
      draft.propagation = effect.flags;
      return;
    case "bind":
      draft.bind = true;
      draft.recursive = effect.recursive;
      return;
    case "idmap":
      draft.idmap = { recursive: effect.recursive, ranges: null };
      return;
    case "remount":
    case "copyup":
      draft[effect.kind] = true;
      return;
    case "nothing":
      return;
    default: {
      const never: never = effect;
      throw new TypeError(`mount option ${JSON.stringify(never)}`);
    }
  }
}

function say(draft: Draft, word: string, opposite: string | null): void {
  draft.words.delete(word);
  if (opposite !== null) draft.words.delete(opposite);
  draft.words.add(word);
}

function changeBit(change: Change, on: boolean, bit: bigint): void {
  if (on) {
    change.set |= bit;
    change.clear &= ~bit;
  } else {
    change.set &= ~bit;
    change.clear |= bit;
  }
}

function changeAtime(change: Change, value: bigint, undo: boolean): void {
  const current = change.set & ATTR.atimeMask;
  // relatime is the default and is 0, so what undoes a word leads back to it.
  const next = undo ? (current === value ? ATTR.relatime : current) : value;
  change.set = (change.set & ~ATTR.atimeMask) | next;
  // mount_setattr(2): a change of access time must clear the whole mask.
  change.clear |= ATTR.atimeMask;
}

/**
 * The attributes of a new mount: nothing is below it yet, so the recursive words mean the same as
 * the plain ones.
 */
export function newMountAttributes(options: MountOptions): bigint {
  return (options.top.set & ~options.tree.clear) | options.tree.set;
}

/**
 * Splits file system data at commas, but not inside double quotes, which are dropped: fsconfig(2)
 * takes values as they are, and a quoted security context holds commas of its own.
 */
export function splitData(text: string): readonly string[] {
  if (!text.includes(",") && !text.includes('"')) return text === "" ? [] : [text];
  const parts: string[] = [];
  let part = "";
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === "\\" && index + 1 < text.length) {
      // Left as it is: only the file system knows what it escapes (overlay's lowerdir).
      index += 1;
      part += char + text.charAt(index);
    } else if (char === '"') {
      quoted = !quoted;
    } else if (char === "," && !quoted) {
      parts.push(part);
      part = "";
    } else {
      part += char;
    }
  }
  parts.push(part);
  return parts.filter((one) => one !== "");
}
