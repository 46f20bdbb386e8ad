import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { insideRoot } from "./in-root.ts";

const test = suite("host/in-root");

test("links are followed as the root's owner sees them, and never out of it", () => {
  const root = mkdtempSync("/tmp/tsrun-test-");
  try {
    mkdirSync(`${root}/a/b`, { recursive: true });
    mkdirSync(`${root}/etc`);
    writeFileSync(`${root}/a/file`, "");
    symlinkSync("/a", `${root}/absolute`);
    symlinkSync("../../../../../etc", `${root}/a/up`);
    symlinkSync("b/../file", `${root}/a/relative`);
    symlinkSync("/loop", `${root}/loop`);
    const at = (path: string): readonly unknown[] => {
      const { path: found, kind } = insideRoot(root, path);
      return [found, kind];
    };
    assert.equal(at("/"), ["/", "directory"]);
    assert.equal(at("/a//./b/"), ["/a/b", "directory"]);
    assert.equal(at("/absolute/b"), ["/a/b", "directory"]);
    assert.equal(at("/a/up"), ["/etc", "directory"]);
    assert.equal(at("/a/relative"), ["/a/file", "other"]);
    assert.equal(at("/../../a/file"), ["/a/file", "other"]);
    assert.equal(at("/none/below"), ["/none/below", null]);
    assert.equal(at("/a/file/below"), ["/a/file/below", null]);
    assert.is(at("/loop/x").length, 2);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test.run();
