// From costs to medians, quartiles, ratios and the tables that people read.
import { OPERATIONS, SIZES } from "./targets.mjs";

function quantile(sorted, part) {
  const at = (sorted.length - 1) * part;
  const low = sorted[Math.floor(at)];
  return low + (sorted[Math.ceil(at)] - low) * (at - Math.floor(at));
}

const rounded = (value) => Math.round(value * 1000) / 1000;

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: rounded(quantile(sorted, 0.5)),
    low: rounded(quantile(sorted, 0.25)),
    high: rounded(quantile(sorted, 0.75)),
    least: rounded(sorted[0]),
  };
}

/** operation → runtime → { wall (ms), cpu (ms), rss (kB, most) }. */
export function summarise(costs) {
  const found = {};
  for (const [runtime, operations] of costs) {
    for (const [name, list] of Object.entries(operations)) {
      (found[name] ??= {})[runtime] = {
        wall: spread(list.map((one) => one.wall)),
        cpu: spread(list.map((one) => one.cpu)),
        rss: Math.max(...list.map((one) => one.rss)),
      };
    }
  }
  return found;
}

function columns(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** How one of our figures stands to a peer's, and whether the target is met. */
export function ratio(ours, theirs, target) {
  if (ours === undefined || theirs === undefined || theirs === 0) return "";
  const found = ours / theirs;
  if (target === undefined) return found.toFixed(2);
  return `${found.toFixed(2)} ${found <= target ? "<=" : "> "} ${target.toFixed(2)}`;
}

/** Medians with quartiles, CPU time and RSS of tsrun, ratios with their targets. */
export function table(names, summary) {
  const peers = names.filter((name) => name !== "tsrun");
  const head = [
    "ms, median [quartiles]",
    ...names,
    "cpu",
    "MB",
    ...peers.map((name) => `/ ${name}`),
  ];
  const rows = Object.entries(summary).map(([name, by]) => {
    const operation = OPERATIONS.find((one) => one.name === name);
    const ours = by.tsrun;
    return [
      operation?.title ?? name,
      ...names.map((runtime) => {
        const wall = by[runtime]?.wall;
        if (wall === undefined) return "";
        return `${wall.median.toFixed(2)} [${wall.low.toFixed(2)} ${wall.high.toFixed(2)}]`;
      }),
      ours?.cpu.median.toFixed(1) ?? "",
      ours === undefined ? "" : (ours.rss / 1024).toFixed(1),
      ...peers.map((peer) => ratio(ours?.wall.median, by[peer]?.wall.median, operation?.[peer])),
    ];
  });
  return columns([head, ...rows]);
}

/** Sizes and numbers of system calls. */
export function sizeTable(names, { sizes, calls }) {
  const peers = names.filter((name) => name !== "tsrun");
  const rows = [["", ...names, ...peers.map((name) => `/ ${name}`)]];
  for (const { name, title, most, ...targets } of sizes === null ? [] : SIZES) {
    const of = (runtime) => sizes[runtime]?.[name] ?? undefined;
    const limit = most === undefined ? "" : ` (at most ${most})`;
    rows.push([
      `${title}, kB${limit}`,
      ...names.map((runtime) => of(runtime)?.toFixed(0) ?? "-"),
      ...peers.map((peer) => ratio(of("tsrun"), of(peer), targets[peer])),
    ]);
  }
  for (const { name, title } of calls === null ? [] : OPERATIONS) {
    const of = (runtime) => calls[runtime]?.[name];
    if (of("tsrun") === undefined) continue;
    rows.push([
      `system calls: ${title}`,
      ...names.map((runtime) => String(of(runtime) ?? "-")),
      ...peers.map((peer) => ratio(of("tsrun"), of(peer))),
    ]);
  }
  return columns(rows);
}
