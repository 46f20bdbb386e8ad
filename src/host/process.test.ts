import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  hugepageName,
  isMapped,
  parseNamespaceLink,
  parseRelease,
  parseStatus,
} from "./process.ts";

test("ids are the effective ones and capabilities keep all 64 bits", () => {
  const text =
    "Name:\tx\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\nCapPrm:\t0\nCapEff:\tffffffffffffffff\n";
  assert.equal(parseStatus(text), { euid: 2, egid: 6, capabilities: 0xffff_ffff_ffff_ffffn });
  assert.throws(() => parseStatus("Uid:\t0\t0\t0\t0\n"), /no line/);
});

test("a uid map is one that changes ids unless it maps everything to itself", () => {
  assert.is(isMapped("         0          0 4294967295\n"), false);
  assert.is(isMapped("         0       1000          1\n"), true);
  assert.is(isMapped(""), true);
});

test("kernel releases of all kinds give two numbers", () => {
  assert.equal(parseRelease("6.1.0-18-amd64"), { release: "6.1.0-18-amd64", major: 6, minor: 1 });
  assert.equal(parseRelease("5.10"), { release: "5.10", major: 5, minor: 10 });
});

test("a namespace link gives its inode", () => {
  assert.is(parseNamespaceLink("mnt:[4026531832]"), "4026531832");
  assert.is(parseNamespaceLink("/proc/1/ns/mnt"), null);
});

test("[RH-3] huge page sizes have the names of their control files", () => {
  assert.equal(
    ["hugepages-64kB", "hugepages-2048kB", "hugepages-1048576kB", "x"].map(hugepageName),
    ["64KB", "2MB", "1GB", null],
  );
});

test.run();
