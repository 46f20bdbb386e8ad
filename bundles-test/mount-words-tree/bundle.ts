// The recursive words: what they do to a mount below the source of a bind.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

/** Flags of the mount below on the host, the word, and its flags inside. */
const cases: readonly (readonly [host: string, word: string, flags: string])[] = [
  ["relatime", "rro", "ro,relatime"],
  ["ro", "rrw", "rw,relatime"],
  ["relatime", "rnosuid", "rw,nosuid,relatime"],
  ["nosuid", "rsuid", "rw,relatime"],
  ["relatime", "rnodev", "rw,nodev,relatime"],
  ["nodev", "rdev", "rw,relatime"],
  ["relatime", "rnoexec", "rw,noexec,relatime"],
  ["noexec", "rexec", "rw,relatime"],
  ["relatime", "rnodiratime", "rw,nodiratime,relatime"],
  ["nodiratime", "rdiratime", "rw,relatime"],
  ["relatime", "rnoatime", "rw,noatime"],
  ["noatime", "ratime", "rw,relatime"],
  ["noatime", "rrelatime", "rw,relatime"],
  ["noatime", "rstrictatime", "rw"],
  ["strictatime", "rnostrictatime", "rw,relatime"],
  ["relatime", "rnorelatime", "rw,relatime"],
  ["relatime", "rnosymfollow", "rw,relatime,nosymfollow"],
  ["nosymfollow", "rsymfollow", "rw,relatime"],
];

export const bundle = defineBundle({
  name: "mount-words-tree",
  title:
    "[MO-25] [MO-27] [MO-28] [MO-31] [MO-32] [MO-33] [MO-34] [MO-35] [MO-36] [MO-37] [MO-38] [MO-41] [MO-42] [MO-43] [MO-46] [MO-47] [MO-48] [MO-67] [MO-69] a recursive word reaches the mounts below a bind",
  oracle: { none: "crun 1.8 passes ratime on in a way that the kernel refuses" },
  config: (place) => ({
    process: script("grep '/sub ' /proc/self/mountinfo"),
    mounts: [
      ...usualMounts,
      ...cases.map(([, word], index) => ({
        destination: `/m/${index}`,
        source: `${place.side}/${index}`,
        options: ["rbind", word],
      })),
    ],
  }),
  setup(t) {
    for (const [index, [host]] of cases.entries()) {
      const point = t.beside(`${index}/sub`);
      mkdirSync(point, { recursive: true });
      execFileSync("mount", ["-t", "tmpfs", "-o", host, "tmpfs", point]);
      t.later(() => void execFileSync("umount", ["-l", point]));
    }
  },
  check(t) {
    const lines = t.output().trim().split("\n");
    for (const [index, [host, word, flags]] of cases.entries()) {
      const line = lines.find((one) => one.includes(` /m/${index}/sub `)) ?? "";
      t.is(line.split(" ")[5], flags, `${host} and ${word}`);
    }
  },
});
