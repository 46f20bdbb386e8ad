import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readState, writeState } from "./document.ts";
import { StateError } from "./errors.ts";
import { readJournal } from "./journal.ts";
import type { SavedState } from "./document.ts";

const WHOLE: SavedState = {
  ociVersion: "1.3.0",
  id: "box",
  status: "created",
  pid: 12,
  bundle: "/b",
  rootfs: "/b/rootfs",
  created: "2026-01-02T03:04:05.678Z",
  annotations: { a: "b" },
  init_process_pid: 12,
  init_process_start: 34,
  config: { labels: ["a=b"], rootfs: "/b/rootfs", mounts: [{ destination: "/proc" }] },
  cgroup_paths: { memory: "/sys/fs/cgroup/memory/box" },
  namespace_paths: { NEWNS: "/proc/12/ns/mnt" },
  tsrun: {
    bootId: "boot",
    creator: 5,
    creatorStart: 6,
    hasProcess: true,
    behindGate: { "9": "exec sh" },
    ownPidNamespace: true,
    noNewKeyring: false,
    mountsBefore: null,
    poststart: [],
    poststop: [{ path: "/bin/true", args: ["true"], env: ["A=b"], timeout: 3 }],
  },
};

/** Reads a file with this text as the state of `box`; only what has a journal is tsrun's. */
function reading(text: string, files: readonly string[] = ["journal"]): SavedState {
  const root = mkdtempSync(join(tmpdir(), "tsrun-test-"));
  try {
    mkdirSync(join(root, "box"));
    writeFileSync(join(root, "box/state.json"), text);
    for (const name of files) writeFileSync(join(root, "box", name), "");
    return readState(root, "box");
  } finally {
    rmSync(root, { recursive: true });
  }
}

const broken = (text: string): void => {
  assert.throws(
    () => reading(text),
    (error: unknown) =>
      error instanceof StateError &&
      error.kind === "broken" &&
      error.message.includes("delete --force clears it"),
    text,
  );
};

test("what another runtime left does not exist here", () => {
  assert.throws(
    () => reading('{"id":"box"}', ["exec.fifo"]),
    (error: unknown) =>
      error instanceof StateError &&
      error.kind === "not-found" &&
      /container does not exist: box \(.*another runtime\)/.test(error.message),
  );
});

test("what was written is read back", () => {
  const root = mkdtempSync(join(tmpdir(), "tsrun-test-"));
  try {
    mkdirSync(join(root, "box"));
    writeState(root, WHOLE);
    assert.equal(readState(root, "box"), WHOLE);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test("a state that is cut off at any length is broken", () => {
  const text = JSON.stringify(WHOLE);
  for (let length = 0; length < text.length; length++) broken(text.slice(0, length));
});

test("a state in which a verb's member is missing or of another type is broken", () => {
  const { tsrun } = WHOLE;
  for (const name of Object.keys(WHOLE).filter((key) => key !== "annotations")) {
    broken(JSON.stringify({ ...WHOLE, [name]: undefined }));
    broken(JSON.stringify({ ...WHOLE, [name]: name === "pid" ? -1 : 1.5 }));
  }
  for (const name of Object.keys(tsrun)) {
    broken(JSON.stringify({ ...WHOLE, tsrun: { ...tsrun, [name]: undefined } }));
    broken(JSON.stringify({ ...WHOLE, tsrun: { ...tsrun, [name]: { a: 1 } } }));
  }
  broken(JSON.stringify({ ...WHOLE, annotations: { a: 1 } }));
  broken(JSON.stringify({ ...WHOLE, id: "other" }));
});

test("paths that would be removed lead nowhere else", () => {
  broken(JSON.stringify({ ...WHOLE, cgroup_paths: { memory: "relative" } }));
  broken(JSON.stringify({ ...WHOLE, cgroup_paths: { memory: "/sys/fs/cgroup/../../etc" } }));
});

test("a missing state is not found; one that cannot be read is no missing one", () => {
  const root = mkdtempSync(join(tmpdir(), "tsrun-test-"));
  try {
    mkdirSync(join(root, "box"));
    assert.throws(
      () => readState(root, "box"),
      (error: unknown) => error instanceof StateError && error.kind === "not-found",
    );
    for (const name of ["state.json", "journal"]) mkdirSync(join(root, "box", name));
    assert.throws(() => readState(root, "box"), /is a directory/);
    assert.throws(() => readJournal(root, "box"), /is a directory/);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test.run();
