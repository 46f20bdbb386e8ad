import { test } from "uvu";
import * as assert from "uvu/assert";
import { deviceGroups, parseVersion } from "./systemd.ts";

test("a version is its first number", () => {
  assert.equal(
    ["252.38-1~deb12u1", "v245.4", "systemd 219", ""].map(parseVersion),
    [252, 245, 219, 0],
  );
});

test("drivers by their numbers, characters and blocks apart", () => {
  const text =
    "Character devices:\n  1 mem\n  4 tty\n  4 ttyS\n136 pts\n\nBlock devices:\n  8 sd\n259 blkext\n";
  assert.equal(deviceGroups(text), {
    c: { "1": "mem", "4": "tty", "136": "pts" },
    b: { "8": "sd", "259": "blkext" },
  });
});
test.run();
