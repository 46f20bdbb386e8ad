import { test } from "uvu";
import * as assert from "uvu/assert";
import { bytesText, figuresOf, HEADING, statsRow } from "./summary.ts";
import type { Figures } from "./summary.ts";

const NONE: Figures = { cpu: 0n, memory: 0n, limit: 0n, pids: 0n, read: 0n, written: 0n };

test("bytes have the unit that people read", () => {
  assert.equal([0n, 1023n, 1024n, 1572864n, 1n << 63n].map(bytesText), [
    "0 B",
    "1023 B",
    "1.0 KiB",
    "1.5 MiB",
    "8.0 EiB",
  ]);
});

test("a row stands under its heading and fits 80 columns", () => {
  const now: Figures = {
    cpu: 1_500_000_000n,
    memory: 1023n << 30n,
    limit: 1024n << 30n,
    pids: 4194304n,
    read: 1023n << 40n,
    written: 1023n << 40n,
  };
  const text = statsRow(NONE, now, 1_000_000_000n);
  assert.is(
    `${HEADING}\n${text}`,
    [
      "CPU       MEMORY / LIMIT          MEMORY   PIDS     READ           WRITTEN",
      "150.0 %   1023.0 GiB / 1.0 TiB    99.9 %   4194304  1023.0 TiB     1023.0 TiB",
    ].join("\n"),
  );
  assert.ok(text.length <= 80);
});

test("without a limit there is no share of it", () => {
  for (const limit of [0n, 9223372036854771712n, 0xffff_ffff_ffff_ffffn]) {
    assert.is(
      statsRow(NONE, { ...NONE, memory: 1024n, limit }, 1n),
      "0.0 %     1.0 KiB                 -        0        0 B            0 B",
    );
  }
});

test("figures come from the record, reads and writes of all devices summed", () => {
  const io = [
    { major: 8n, op: "Read", value: 5n },
    { major: 9n, op: "Read", value: 6n },
    { major: 8n, op: "Write" },
    { major: 8n, op: "Total", value: 99n },
  ];
  const stats = {
    cpu: { usage: { total: 7n } },
    cpuset: {},
    memory: { usage: { limit: 3n, usage: 2n } },
    pids: { current: 4n },
    blkio: { ioServiceBytesRecursive: io },
    hugetlb: {},
    intel_rdt: {},
    network_interfaces: null,
  };
  assert.equal(figuresOf(stats), {
    cpu: 7n,
    memory: 2n,
    limit: 3n,
    pids: 4n,
    read: 11n,
    written: 0n,
  });
});

test.run();
