// Every word of mount options that a new mount can show.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

/** Words, the flags of the mount that follow `rw` or `ro`, and words of the super block. */
const cases: readonly (readonly [words: string, flags: string, block?: string])[] = [
  ["defaults", "rw,relatime"],
  ["ro", "ro,relatime"],
  ["ro,rw", "rw,relatime"],
  ["nosuid", "rw,nosuid,relatime"],
  ["nosuid,suid", "rw,relatime"],
  ["nodev", "rw,nodev,relatime"],
  ["nodev,dev", "rw,relatime"],
  ["noexec", "rw,noexec,relatime"],
  ["noexec,exec", "rw,relatime"],
  ["noatime", "rw,noatime"],
  ["noatime,atime", "rw,relatime"],
  ["relatime", "rw,relatime"],
  ["noatime,relatime", "rw,relatime"],
  ["norelatime", "rw,relatime"],
  ["strictatime", "rw"],
  ["strictatime,nostrictatime", "rw,relatime"],
  ["nodiratime", "rw,nodiratime,relatime"],
  ["nodiratime,diratime", "rw,relatime"],
  ["nosymfollow", "rw,relatime,nosymfollow"],
  ["nosymfollow,symfollow", "rw,relatime"],
  ["sync", "rw,relatime", "sync"],
  ["sync,async", "rw,relatime"],
  ["dirsync", "rw,relatime", "dirsync"],
  ["lazytime", "rw,relatime", "lazytime"],
  ["lazytime,nolazytime", "rw,relatime"],
  ["iversion,noiversion,silent,loud,nomand", "rw,relatime"],
];

export const bundle = defineBundle({
  name: "mount-words",
  title:
    "[MT-10] [MO-1] [MO-2] [MO-4] [MO-5] [MO-6] [MO-7] [MO-8] [MO-9] [MO-10] [MO-11] [MO-13] [MO-14] [MO-15] [MO-16] [MO-17] [MO-18] [MO-19] [MO-20] [MO-21] [MO-22] [MO-23] [MO-29] [MO-39] [MO-50] [MO-52] [MO-54] [MO-55] [MO-56] [MO-57] [MO-68] each word of a mount shows in mountinfo",
  oracle: { none: "runc 1.1 does not know nosymfollow, and gives ro to the super block alone" },
  config: {
    process: script("grep ' /m/' /proc/self/mountinfo"),
    mounts: [
      ...usualMounts,
      ...cases.map(([words], index) => ({
        destination: `/m/${index}`,
        type: "tmpfs",
        source: "tmpfs",
        options: words.split(","),
      })),
    ],
  },
  check(t) {
    const lines = t.output().trim().split("\n");
    for (const [index, [words, flags, block]] of cases.entries()) {
      const line = lines.find((one) => one.includes(` /m/${index} `)) ?? "";
      const [before = "", after = ""] = line.split(" - ");
      t.is(before.split(" ")[5], flags, words);
      const blocks = (after.split(" ")[2] ?? "").split(",");
      for (const word of ["sync", "dirsync", "lazytime"])
        t.is(blocks.includes(word), word === block, `${words}: ${word} of the super block`);
    }
  },
});
