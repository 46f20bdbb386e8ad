import { test } from "uvu";
import * as assert from "uvu/assert";
import { isCovered, parseMountinfo } from "./mountinfo.ts";

test("a line is taken apart in spite of optional fields, octal blanks and a dash in a path", () => {
  const line = String.raw`36 35 98:0 /m\0401 /mnt/a\040-\040b rw,noatime shared:1 master:2 - ext3 /dev/root rw,errors=continue`;
  assert.equal(
    parseMountinfo(`${line}\n`, () => true),
    [
      {
        id: 36,
        parent: 35,
        device: "98:0",
        root: "/m 1",
        mount: "/mnt/a - b",
        options: ["rw", "noatime"],
        fstype: "ext3",
        superOptions: ["rw", "errors=continue"],
      },
    ],
  );
});

test("lines of other file systems are left out", () => {
  assert.equal(
    parseMountinfo("1 2 0:1 / /proc rw - proc proc rw\nbroken\n", (fstype) => fstype === "cgroup"),
    [],
  );
});

test("mounts whose parents lead in a circle are no end of work", () => {
  const lines = "7 8 0:1 / /a rw - cgroup x rw\n8 7 0:2 / /b rw - cgroup x rw\n";
  const all = parseMountinfo(lines, () => true);
  for (const mount of all) assert.is(isCovered(mount, all), false);
});

test.run();
