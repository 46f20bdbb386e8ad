import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ATTR, MS } from "./kernel.ts";
import { MOUNT_OPTIONS, newMountAttributes, readMountOptions, splitData } from "./mount-options.ts";

const test = suite("mount options");
const NONE = { set: 0n, clear: 0n };

// The table of config-linux.md, by what a word does.
const SETS: readonly (readonly [word: string, opposite: string, bit: bigint])[] = [
  ["ro", "rw", ATTR.readOnly],
  ["nosuid", "suid", ATTR.noSuid],
  ["nodev", "dev", ATTR.noDev],
  ["noexec", "exec", ATTR.noExec],
  ["nodiratime", "diratime", ATTR.noDirAtime],
  ["nosymfollow", "symfollow", ATTR.noSymFollow],
];
const ATIME: readonly (readonly [word: string, opposite: string, value: bigint])[] = [
  ["noatime", "atime", ATTR.noAtime],
  ["strictatime", "nostrictatime", ATTR.strictAtime],
  ["relatime", "norelatime", ATTR.relatime],
];
const PROPAGATION: readonly (readonly [word: string, flag: bigint])[] = [
  ["private", MS.private],
  ["shared", MS.shared],
  ["slave", MS.slave],
  ["unbindable", MS.unbindable],
];
const NOTHING = ["defaults", "silent", "loud", "iversion", "noiversion"];
const SUPER = ["sync", "async", "dirsync", "lazytime", "nolazytime", "mand", "nomand"];

test("[MO-70] [MO-67] [F-10] knows the 61 words of the table and rnodev", () => {
  const words = [
    ...SETS.flatMap(([on, off]) => [on, off, on === "ro" ? "rro" : `r${on}`, `r${off}`]),
    ...ATIME.flatMap(([on, off]) => [on, off, `r${on}`, `r${off}`]),
    ...PROPAGATION.flatMap(([word]) => [word, `r${word}`]),
    ...NOTHING,
    ...SUPER,
    "bind",
    "rbind",
    "remount",
    "tmpcopyup",
    "idmap",
    "ridmap",
  ];
  assert.equal(MOUNT_OPTIONS, [...words].sort());
  assert.is(MOUNT_OPTIONS.length, 62);
});

for (const [on, off, bit] of SETS) {
  test(`${on} sets an attribute of the mount, ${off} clears it, the last one wins`, () => {
    assert.equal(readMountOptions([on]).top, { set: bit, clear: 0n });
    assert.equal(readMountOptions([off]).top, { set: 0n, clear: bit });
    assert.equal(readMountOptions([off, on]).top, { set: bit, clear: 0n });
    assert.equal(readMountOptions([on, off]).top, { set: 0n, clear: bit });
    assert.equal(readMountOptions([on]).tree, NONE);
  });

  test(`r${on} and r${off} are for the whole tree`, () => {
    assert.equal(readMountOptions([`r${on}`]).tree, { set: bit, clear: 0n });
    assert.equal(readMountOptions([`r${off}`]).tree, { set: 0n, clear: bit });
    assert.equal(readMountOptions([`r${on}`, `r${off}`]).top, NONE);
  });
}

for (const [on, off, value] of ATIME) {
  test(`${on} and ${off} clear the whole access time mask, as mount_setattr demands`, () => {
    assert.equal(readMountOptions([on]).top, { set: value, clear: ATTR.atimeMask });
    assert.equal(readMountOptions([on, off]).top, { set: 0n, clear: ATTR.atimeMask });
    assert.equal(readMountOptions([`r${on}`]).tree, { set: value, clear: ATTR.atimeMask });
    assert.equal(readMountOptions([`r${on}`, `r${off}`]).tree, { set: 0n, clear: ATTR.atimeMask });
  });
}

test("[MO-68] of two access time words the last one holds", () => {
  assert.is(readMountOptions(["noatime", "strictatime"]).top.set, ATTR.strictAtime);
  assert.is(readMountOptions(["strictatime", "noatime"]).top.set, ATTR.noAtime);
});

test("[MO-2] atime takes back noatime and no other word", () => {
  assert.is(readMountOptions(["strictatime", "atime"]).top.set, ATTR.strictAtime);
  assert.is(readMountOptions(["noatime", "nostrictatime"]).top.set, ATTR.noAtime);
});

for (const [word, flag] of PROPAGATION) {
  test(`${word} is a propagation, r${word} is recursive`, () => {
    assert.is(readMountOptions([word]).propagation, flag);
    assert.is(readMountOptions([`r${word}`]).propagation, flag | MS.recursive);
  });
}

test("the last propagation word holds", () => {
  assert.is(readMountOptions(["rshared", "private"]).propagation, MS.private);
  assert.is(readMountOptions(["ro"]).propagation, 0n);
});

test("[MO-39] [MO-50] ro and rw are words of the super block too", () => {
  assert.equal(readMountOptions(["ro"]).words, ["ro"]);
  assert.equal(readMountOptions(["ro", "rw"]).words, ["rw"]);
  assert.equal(readMountOptions(["rw", "ro"]).words, ["ro"]);
});

test("[MO-1] [MO-18] [MO-19] words of the super block and their opposites exclude each other", () => {
  for (const word of SUPER) assert.equal(readMountOptions([word]).words, [word]);
  assert.equal(readMountOptions(["sync", "async"]).words, ["async"]);
  assert.equal(readMountOptions(["nolazytime", "lazytime"]).words, ["lazytime"]);
  assert.equal(readMountOptions(["mand", "nomand"]).words, ["nomand"]);
  assert.equal(readMountOptions(["sync", "dirsync"]).words, ["sync", "dirsync"]);
});

test("[MO-4] [MO-9] [MO-11] [MO-52] words without an effect are taken and not handed on", () => {
  assert.equal(readMountOptions(NOTHING), readMountOptions([]));
});

test("[MO-3] [MO-26] bind and rbind make a bind mount, rbind a recursive one", () => {
  assert.is(readMountOptions([]).bind, false);
  assert.is(readMountOptions(["bind"]).bind, true);
  assert.is(readMountOptions(["bind"]).recursive, false);
  assert.is(readMountOptions(["rbind"]).recursive, true);
});

test("[MO-30] [MO-58] [MO-60] [MO-61] remount, tmpcopyup, idmap and ridmap are seen", () => {
  assert.is(readMountOptions(["remount"]).remount, true);
  assert.is(readMountOptions(["tmpcopyup"]).copyup, true);
  assert.is(readMountOptions([]).idmap, null);
  assert.equal(readMountOptions(["idmap"]).idmap, { recursive: false, ranges: null });
  assert.equal(readMountOptions(["ridmap"]).idmap, { recursive: true, ranges: null });
  const ranges = "uids=0-1-10;gids=0-1-10";
  assert.equal(readMountOptions([`idmap=${ranges}`]).idmap, { recursive: false, ranges });
  assert.equal(readMountOptions([`idmap=${ranges}`]).data, []);
});

test("[MT-11] [MO-66] what is not known is the file system's, in order", () => {
  const { data } = readMountOptions(["mode=755", "nosuid", "size=1m,newinstance", "idmap"]);
  assert.equal(data, ["mode=755", "size=1m", "newinstance"]);
});

test("commas inside quotes do not split, and the quotes go", () => {
  const label = "system_u:object_r:container_file_t:s0:c1,c2";
  assert.equal(splitData(`a,context="${label}",b=`), ["a", `context=${label}`, "b="]);
});

test("an escaped character stays as it is for the file system", () => {
  assert.equal(splitData("lowerdir=/a\\,b:/c\\:d,index=off"), [
    "lowerdir=/a\\,b:/c\\:d",
    "index=off",
  ]);
  assert.equal(splitData("a\\"), ["a\\"]);
});

test("empty parts are left out", () => {
  assert.equal(splitData(",a,,b,"), ["a", "b"]);
});

test("on a new mount the recursive words mean the same as the plain ones", () => {
  const attributes = (...words: readonly string[]): bigint =>
    newMountAttributes(readMountOptions(words));
  assert.is(attributes("rro", "nosuid"), ATTR.readOnly | ATTR.noSuid);
  assert.is(attributes("ro", "rrw"), 0n);
  assert.is(attributes("rnoatime"), ATTR.noAtime);
});

test.run();
