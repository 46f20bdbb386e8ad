import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openJournal, readJournal } from "./journal.ts";

const journal = suite("state/journal");

journal("what was written is read back in order", () => {
  const root = mkdtempSync("/tmp/tsrun-test-");
  try {
    mkdirSync(`${root}/one`);
    const open = openJournal(root, "one");
    open.write({ kind: "creator", pid: 12, start: 34, bootId: "b" });
    open.write({ kind: "cgroup", path: "/sys/fs/cgroup/x" });
    open.write({ kind: "mounts", path: "/b/rootfs", before: 0 });
    open.write({ kind: "service", pid: 56, start: 78 });
    open.close();
    assert.equal(readJournal(root, "one"), [
      { kind: "creator", pid: 12, start: 34, bootId: "b" },
      { kind: "cgroup", path: "/sys/fs/cgroup/x" },
      { kind: "mounts", path: "/b/rootfs", before: 0 },
      { kind: "service", pid: 56, start: 78 },
    ]);
  } finally {
    rmSync(root, { recursive: true });
  }
});

journal("a cut or foreign line is left out, a missing journal is empty", () => {
  const root = mkdtempSync("/tmp/tsrun-test-");
  try {
    assert.equal(readJournal(root, "none"), []);
    mkdirSync(`${root}/one`);
    const open = openJournal(root, "one");
    open.write({ kind: "init", pid: 5, start: 6 });
    open.close();
    appendFileSync(
      `${root}/one/journal`,
      [
        '{"kind":"other"}',
        '{"kind":"cgroup","path":"relative"}',
        '{"kind":"cgroup","path":"/sys/fs/cgroup/../../etc"}',
        '{"kind":"cgroup","path":"/sys/fs/cgroup/a/b","from":"/sys/fs/cgroup/a/b"}',
        '{"kind":"cgroup","path":"/sys/fs/cgroup/a/b","from":"/sys/fs/cgroup/b"}',
        '{"kind":"cgroup","path":"/sys/fs/cgroup/a/b","from":7}',
        '{"kind":"init","pid":-1,"start":1}',
        '{"kind":"service","pid":0,"start":1}',
        '{"kind":"creator","pid":0,"start":1}',
        '{"kind":"ini',
      ].join("\n"),
    );
    assert.equal(readJournal(root, "one"), [{ kind: "init", pid: 5, start: 6 }]);
  } finally {
    rmSync(root, { recursive: true });
  }
});

journal.run();
