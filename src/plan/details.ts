// What a printed plan says of a step beyond its words: the flags, options and sets that would make an
// error line too long.
import type { Op, OpNamed } from "../wire/ops.ts";
import { CAPABILITIES } from "./capabilities.ts";
import { propagationWord } from "./describe.ts";
import { ATTR } from "./kernel.ts";

const ATTRIBUTES: readonly (readonly [bit: bigint, set: string, clear: string])[] = [
  [ATTR.readOnly, "ro", "rw"],
  [ATTR.noSuid, "nosuid", "suid"],
  [ATTR.noDev, "nodev", "dev"],
  [ATTR.noExec, "noexec", "exec"],
  [ATTR.noDirAtime, "nodiratime", "diratime"],
  [ATTR.noSymFollow, "nosymfollow", "symfollow"],
];

type Words = { readonly [Name in Op["op"]]?: (op: OpNamed<Name>) => string };

const device = (op: OpNamed<"mknod" | "bind-device">): string =>
  `${op.major}:${op.minor} ${(op.mode & 0o7777).toString(8).padStart(4, "0")}`;

const WORDS: Words = {
  mount: (op) =>
    joined([
      ...attributes(op.attr, 0n),
      ...op.words.filter((word) => word !== "ro"),
      ...op.options,
      ...spread(op.propagation),
      ...(op.copyup === 0 ? [] : ["tmpcopyup"]),
    ]),
  bind: (op) =>
    joined([
      ...(op.recursive === 0 ? [] : ["recursive"]),
      ...attributes(op.set, op.clear),
      ...attributes(op.rset, op.rclear).map((word) => `r${word}`),
      ...spread(op.propagation),
    ]),
  remount: (op) => joined([...attributes(op.set, op.clear), ...op.options]),
  mknod: device,
  "bind-device": device,
  "idmap-tree": (op) =>
    op.namespace ?? joined([`uids ${mapWords(op.uids)}`, `gids ${mapWords(op.gids)}`]),
  idmap: (op) => joined([`uids ${mapWords(op.uids)}`, `gids ${mapWords(op.gids)}`]),
  bounding: (op) => setWords(op.keep),
  capabilities: (op) => setWords(op.effective),
  "rdt-group": (op) => joined(op.lines),
  "systemd-unit": (op) => op.properties.join("; "),
  "cgroup-delegate": (op) => joined(op.files),
  sysctl: (op) => op.value,
  user: (op) => (op.groups.length === 0 ? "" : `groups ${op.groups.join(", ")}`),
  exec: (op) => op.args.slice(1).join(" "),
};

/** The details of an operation, empty when its words say it all. */
export function details(op: Op): string {
  // The entry of a name takes the operation of that name, which an index cannot say.
  const words = WORDS[op.op] as ((one: Op) => string) | undefined;
  return words === undefined ? "" : words(op);
}

function joined(words: readonly string[]): string {
  return words.join(",");
}

function attributes(set: bigint, clear: bigint): readonly string[] {
  const words = ATTRIBUTES.flatMap(([bit, on, off]) =>
    (set & bit) === 0n ? ((clear & bit) === 0n ? [] : [off]) : [on],
  );
  if ((set & ATTR.noAtime) !== 0n) return [...words, "noatime"];
  if ((set & ATTR.strictAtime) !== 0n) return [...words, "strictatime"];
  return (clear & ATTR.atimeMask) === 0n ? words : [...words, "relatime"];
}

function spread(flags: bigint): readonly string[] {
  return flags === 0n ? [] : [propagationWord(flags)];
}

function mapWords(text: string): string {
  return text.trimEnd().replaceAll("\n", "; ");
}

function setWords(mask: bigint): string {
  const known = CAPABILITIES.filter((_, number) => (mask & (1n << BigInt(number))) !== 0n);
  if (known.length === 0) return "none";
  return known.length === CAPABILITIES.length ? "all" : known.join(" ");
}
