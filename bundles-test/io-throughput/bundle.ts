// How fast a disk may be used.
import { statSync } from "node:fs";
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";
import type { Test } from "../harness/test.ts";

const RATE = 256 * 1024;
const BYTES = 512 * 1024;
const BLOCK = 16 * 1024;
const write = `dd if=/dev/zero of=/file bs=${BLOCK} count=${BYTES / BLOCK} oflag=direct`;
const read = `dd if=/file of=/dev/null bs=${BLOCK} count=${BYTES / BLOCK} iflag=direct`;

/** Bytes in a second, from before the program to after it: never more than what the disk was let. */
function speed(t: Test, command: string, limits: Json): number {
  t.configure({ process: script(`${command} 2>&1 || exit 9`), linux: { resources: limits } });
  const pid = t.created();
  const begin = process.hrtime.bigint();
  t.succeeds(t.start());
  t.ended(pid);
  const took = Number(process.hrtime.bigint() - begin) / 1e9;
  t.match(t.written, new RegExp(`^${BYTES / BLOCK}\\+0 records out`, "m"));
  t.succeeds(t.delete());
  return BYTES / took;
}

export const bundle = defineBundle({
  name: "io-throughput",
  title:
    "[RB-7] [RB-9] reads and writes past the page cache are as slow as their limits, in bytes and in operations",
  oracle: "runc",
  needs: ["blkio", "disk"],
  config: {},
  check(t) {
    const { dev } = statSync(t.inside(""));
    // Device numbers as the kernel packs them (makedev(3)).
    const [major, minor] = [(dev >> 8) & 0xfff, (dev & 0xff) | ((dev >> 12) & 0xfff00)];
    const at = (rate: number) => [{ major, minor, rate }];
    // A busy machine may be slow by itself: that it can do more at all is seen once in ten tries.
    const free = (command: string): boolean =>
      Array.from({ length: 10 }).some(() => speed(t, command, {}) > 1.5 * RATE);
    // The kernel counts in slices of a tenth of a second and lets the first one pass at once.
    const most = 1.4 * RATE;
    const limited: readonly (readonly [command: string, limits: Json])[] = [
      [write, { blockIO: { throttleWriteBpsDevice: at(RATE) } }],
      [read, { blockIO: { throttleReadBpsDevice: at(RATE) } }],
      [write, { blockIO: { throttleWriteIOPSDevice: at(RATE / BLOCK) } }],
      [read, { blockIO: { throttleReadIOPSDevice: at(RATE / BLOCK) } }],
    ];
    t.ok(free(write), "the disk writes faster than the limit");
    t.ok(free(read), "the disk reads faster than the limit");
    for (const [command, limits] of limited) {
      const seen = speed(t, command, limits);
      t.ok(seen < most, `${JSON.stringify(limits)}: ${seen} bytes in a second`);
    }
  },
});
