import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { replaceFile } from "../native/paths.ts";
import { checkId, lockDirectory, makeDirectory, removeDirectory } from "./directory.ts";

const directory = suite("state/directory");

directory("[OP-7] an id that could leave the root or be no file name is refused", () => {
  for (const id of ["", ".", "..", "a/b", "../x", "a\0b", "a\nb", "x".repeat(256), "é", "a b"]) {
    assert.throws(() => checkId(id), /invalid container ID format|container id cannot be empty/);
  }
});

directory("[OP-8] the ids that engines use are accepted", () => {
  for (const id of ["a".repeat(64), "a_b-c.d+e", "0", "...", "-x"]) checkId(id);
});

directory("[OP-9] a second make of the same id says that it is taken and changes nothing", () => {
  const root = mkdtempSync("/tmp/tsrun-test-");
  try {
    makeDirectory(root, "one");
    replaceFile(`${root}/one/file`, "kept", 0o600);
    assert.throws(() => makeDirectory(root, "one"), /container with given ID already exists/);
    assert.is(readFileSync(`${root}/one/file`, "utf8"), "kept");
    assert.is(statSync(`${root}/one`).mode & 0o777, 0o711);
  } finally {
    rmSync(root, { recursive: true });
  }
});

directory("a file is written whole, with its mode and no temporary left", () => {
  const root = mkdtempSync("/tmp/tsrun-test-");
  try {
    replaceFile(`${root}/state.json`, "{}", 0o600);
    assert.equal(readdirSync(root), ["state.json"]);
    assert.is(statSync(`${root}/state.json`).mode & 0o777, 0o600);
  } finally {
    rmSync(root, { recursive: true });
  }
});

directory("locking a directory that is not there says that the container does not exist", () => {
  const root = mkdtempSync("/tmp/tsrun-test-");
  try {
    assert.throws(() => lockDirectory(root, "none"), /container does not exist/);
    makeDirectory(root, "one");
    const lock = lockDirectory(root, "one");
    lock.release();
    removeDirectory(root, "one");
    removeDirectory(root, "one");
    assert.equal(readdirSync(root), []);
  } finally {
    rmSync(root, { recursive: true });
  }
});

directory.run();
