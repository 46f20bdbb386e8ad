// The words of mount options (config-linux.md, Linux mount options, and rnodev, which its table
// forgot): one table of what each does.
import { ATTR, MS } from "./kernel.ts";

/** What one word does. */
export type Effect =
  // An attribute of the mount, MOUNT_ATTR_*; `super` is the word of the super block that goes with it.
  | {
      readonly kind: "set" | "clear";
      readonly bit: bigint;
      readonly tree: boolean;
      readonly super?: string;
    }
  // Access time: the bits are one number. `undo` takes back only that value.
  | { readonly kind: "atime"; readonly value: bigint; readonly tree: boolean; readonly undo?: true }
  // A word of the super block (fsconfig(2) FSCONFIG_SET_FLAG) and its opposite.
  | { readonly kind: "super"; readonly word: string; readonly opposite: string | null }
  | { readonly kind: "propagation"; readonly flags: bigint }
  | { readonly kind: "bind"; readonly recursive: boolean }
  | { readonly kind: "idmap"; readonly recursive: boolean }
  | { readonly kind: "remount" | "copyup" | "nothing" };

const set = (bit: bigint, word?: string): Effect => ({
  kind: "set",
  bit,
  tree: false,
  ...(word === undefined ? {} : { super: word }),
});
const clear = (bit: bigint, word?: string): Effect => ({
  kind: "clear",
  bit,
  tree: false,
  ...(word === undefined ? {} : { super: word }),
});
const setTree = (bit: bigint): Effect => ({ kind: "set", bit, tree: true });
const clearTree = (bit: bigint): Effect => ({ kind: "clear", bit, tree: true });
const atime = (value: bigint, tree = false): Effect => ({ kind: "atime", value, tree });
const undoAtime = (value: bigint, tree = false): Effect => ({
  kind: "atime",
  value,
  tree,
  undo: true,
});
const superWord = (word: string, opposite: string | null): Effect => ({
  kind: "super",
  word,
  opposite,
});
const spread = (flags: bigint): Effect => ({ kind: "propagation", flags });

/** Effect by word. */
export const MOUNT_WORDS: ReadonlyMap<string, Effect> = new Map<string, Effect>(
  Object.entries({
    ro: set(ATTR.readOnly, "ro"),
    rw: clear(ATTR.readOnly, "rw"),
    nosuid: set(ATTR.noSuid),
    suid: clear(ATTR.noSuid),
    nodev: set(ATTR.noDev),
    dev: clear(ATTR.noDev),
    noexec: set(ATTR.noExec),
    exec: clear(ATTR.noExec),
    nodiratime: set(ATTR.noDirAtime),
    diratime: clear(ATTR.noDirAtime),
    nosymfollow: set(ATTR.noSymFollow),
    symfollow: clear(ATTR.noSymFollow),
    noatime: atime(ATTR.noAtime),
    atime: undoAtime(ATTR.noAtime),
    strictatime: atime(ATTR.strictAtime),
    nostrictatime: undoAtime(ATTR.strictAtime),
    relatime: atime(ATTR.relatime),
    norelatime: undoAtime(ATTR.relatime),
    rro: setTree(ATTR.readOnly),
    rrw: clearTree(ATTR.readOnly),
    rnosuid: setTree(ATTR.noSuid),
    rsuid: clearTree(ATTR.noSuid),
    rnodev: setTree(ATTR.noDev),
    rdev: clearTree(ATTR.noDev),
    rnoexec: setTree(ATTR.noExec),
    rexec: clearTree(ATTR.noExec),
    rnodiratime: setTree(ATTR.noDirAtime),
    rdiratime: clearTree(ATTR.noDirAtime),
    rnosymfollow: setTree(ATTR.noSymFollow),
    rsymfollow: clearTree(ATTR.noSymFollow),
    rnoatime: atime(ATTR.noAtime, true),
    ratime: undoAtime(ATTR.noAtime, true),
    rstrictatime: atime(ATTR.strictAtime, true),
    rnostrictatime: undoAtime(ATTR.strictAtime, true),
    rrelatime: atime(ATTR.relatime, true),
    rnorelatime: undoAtime(ATTR.relatime, true),
    sync: superWord("sync", "async"),
    async: superWord("async", "sync"),
    dirsync: superWord("dirsync", null),
    lazytime: superWord("lazytime", "nolazytime"),
    nolazytime: superWord("nolazytime", "lazytime"),
    mand: superWord("mand", "nomand"),
    nomand: superWord("nomand", "mand"),
    // fsconfig(2) has no word for these: the first pair is about the kernel's log, the second is
    // what every file system that can count does by now.
    silent: { kind: "nothing" },
    loud: { kind: "nothing" },
    iversion: { kind: "nothing" },
    noiversion: { kind: "nothing" },
    defaults: { kind: "nothing" },
    private: spread(MS.private),
    rprivate: spread(MS.private | MS.recursive),
    shared: spread(MS.shared),
    rshared: spread(MS.shared | MS.recursive),
    slave: spread(MS.slave),
    rslave: spread(MS.slave | MS.recursive),
    unbindable: spread(MS.unbindable),
    runbindable: spread(MS.unbindable | MS.recursive),
    bind: { kind: "bind", recursive: false },
    rbind: { kind: "bind", recursive: true },
    remount: { kind: "remount" },
    tmpcopyup: { kind: "copyup" },
    idmap: { kind: "idmap", recursive: false },
    ridmap: { kind: "idmap", recursive: true },
  }),
);

/** Every word that is known, sorted: what `features` lists. */
export const MOUNT_OPTIONS: readonly string[] = [...MOUNT_WORDS.keys()].sort();
