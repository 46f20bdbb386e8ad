// What people see on a terminal of 80 columns, as it was last looked at. UPDATE_GOLDEN=1 writes the
// file anew. Help has a file of its own (help.test.ts).
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseConfig } from "../config/parse.ts";
import { hybridRoot } from "../host/sheets/index.ts";
import { compareNamespaces } from "../launch/namespaces.ts";
import { HEADING, statsRow } from "../launch/summary.ts";
import { planCreate } from "../plan/create.ts";
import { printPlan } from "../plan/print.ts";
import { testRequest } from "../plan/testing.ts";
import { table } from "./commands/list.ts";
import { namespaceTable } from "./commands/ns.ts";
import { linesOf } from "./commands/ps.ts";

const GOLDEN = join("src", "cli", "captures.golden.txt");
const COLUMNS = 80;
const MIB = 1n << 20n;

function ns(): string {
  const kinds = ["mnt", "pid", "net", "ipc", "uts", "user", "cgroup", "time"];
  const host = new Map(kinds.map((kind, index) => [kind, `${4026531830 + index}`]));
  const own = new Map(host);
  for (const kind of ["mnt", "pid", "ipc"]) own.set(kind, `${4026532400 + kinds.indexOf(kind)}`);
  own.set("uts", "4026532500");
  const pod = new Map([["uts", "4026532500"]]);
  return namespaceTable(compareNamespaces(own, host, [["pod-sandbox", pod]]));
}

function stats(): string {
  const before = { cpu: 0n, memory: 0n, limit: 0n, pids: 0n, read: 0n, written: 0n };
  const now = {
    cpu: 734_000_000n,
    memory: 48n * MIB,
    limit: 64n * MIB,
    pids: 12n,
    read: 3n * MIB,
    written: 512n,
  };
  const most = {
    ...now,
    memory: 1023n * MIB * 1024n,
    limit: 1024n * MIB * 1024n,
    pids: 32768n,
    read: 1n << 45n,
    written: 1n << 45n,
  };
  const second = 1_000_000_000n;
  return [
    HEADING,
    statsRow(before, now, second),
    statsRow(before, { ...now, limit: 1n << 63n }, second),
    statsRow(before, most, second),
    "",
  ].join("\n");
}

function list(): string {
  const one = {
    ociVersion: "1.3.0",
    rootfs: "/box/rootfs",
    created: "2026-01-02T03:04:05.678Z",
    owner: "root",
  };
  return table([
    { ...one, id: "one", pid: 4711, status: "running", bundle: "/box" },
    { ...one, id: "two", pid: 0, status: "stopped", bundle: "/box" },
  ]);
}

function ps(): string {
  const host = [
    "UID          PID    PPID  C STIME TTY          TIME CMD",
    "root           1       0  0 Jan01 ?        00:00:03 /sbin/init",
    "root        4711       1  0 03:04 ?        00:00:00 sh -c sleep 60 & wait",
    "root        4712    4711  0 03:04 ?        00:00:00 sleep 60",
  ];
  return linesOf(`${host.join("\n")}\n`, [4711, 4712]);
}

function plan(): string {
  const file = join("spec", "real-configs", "runc-1.1.5-spec.json");
  const { config } = parseConfig(readFileSync(file));
  return printPlan(planCreate(config, hybridRoot, testRequest()), { color: false, width: COLUMNS });
}

test("ns, stats, list, ps and plan are as they were, and fit", () => {
  const pages = Object.entries({ "ns one": ns, "stats one": stats, list, "ps one": ps, plan }).map(
    ([line, show]) => ({ line, text: show() }),
  );
  const text = pages
    .map(({ line, text: page }) => `$ tsrun ${line}\n${page}`)
    .join(`${"=".repeat(COLUMNS)}\n`);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(GOLDEN, text);
  assert.fixture(text, readFileSync(GOLDEN, "utf8"));
  for (const { line, text: page } of pages) {
    // The columns of list are those that callers know, whatever they hold.
    if (line === "list") continue;
    for (const row of page.split("\n")) assert.ok(row.length <= COLUMNS, row);
  }
});

test.run();
