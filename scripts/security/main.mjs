// Runs parts of the security tests, keeps what they print, and writes docs/SECURITY-TESTS.md from it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { PARTS } from "./parts.mjs";

const KEPT = ".cache/security";
const PAGE = "docs/SECURITY-TESTS.md";

function output(command, ...words) {
  return spawnSync(command, words, { encoding: "utf8" }).stdout.trim();
}

/** Runs a part and keeps its output with date and commit. @returns whether it succeeded */
function perform({ name, command }) {
  console.log(`--- ${name}: ${command}`);
  const about = {
    date: new Date().toISOString().slice(0, 10),
    commit: output("git", "rev-parse", "--short=12", "HEAD"),
    kernel: output("uname", "-r"),
  };
  const done = spawnSync("/bin/sh", ["-c", `${command} 2>&1`], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  mkdirSync(KEPT, { recursive: true });
  writeFileSync(`${KEPT}/${name}.log`, done.stdout);
  writeFileSync(`${KEPT}/${name}.json`, JSON.stringify({ ...about, status: done.status }));
  console.log(done.stdout.trim().split("\n").slice(-3).join("\n"));
  return done.status === 0;
}

function kept({ name }) {
  const [log, about] = [`${KEPT}/${name}.log`, `${KEPT}/${name}.json`];
  if (!existsSync(log) || !existsSync(about)) return null;
  return { text: readFileSync(log, "utf8"), ...JSON.parse(readFileSync(about, "utf8")) };
}

function cell(value) {
  return typeof value === "number" ? value.toLocaleString("en-US") : value;
}

function row(part, seen) {
  if (seen === null) return `| ${part.title} | not run | | |`;
  const figures = Object.entries(part.figures(seen.text));
  const words = figures.map(([name, value]) => `${name} ${cell(value)}`).join("<br>");
  const status = seen.status === 0 ? "" : ", failed";
  return `| ${part.title} | ${words} | ${seen.commit} | ${seen.date}, Linux ${seen.kernel}${status} |`;
}

function total(group) {
  const sums = {};
  for (const part of PARTS.filter((one) => one.group === group)) {
    const seen = kept(part);
    if (seen === null) continue;
    for (const [name, value] of Object.entries(part.figures(seen.text)))
      if (typeof value === "number") sums[name] = (sums[name] ?? 0) + value;
  }
  return Object.entries(sums)
    .map(([name, value]) => `${name} ${cell(value)}`)
    .join(", ");
}

function write() {
  const lines = [
    "# Security tests",
    "",
    "Written by `scripts/security-tests`, which runs the long forms one by one; the gate runs short ones of",
    "all of them. [SECURITY.md](../SECURITY.md) says what each rule is for and which tests hold it.",
  ];
  for (const group of new Set(PARTS.map((part) => part.group))) {
    const parts = PARTS.filter((part) => part.group === group);
    lines.push("", `## ${group}`, "", "| what | figures | commit | seen |", "|---|---|---|---|");
    for (const part of parts) lines.push(row(part, kept(part)));
    if (parts.length > 4) lines.push("", `All together: ${total(group)}.`);
  }
  writeFileSync(PAGE, `${lines.join("\n")}\n`);
  console.log(`wrote ${PAGE}`);
}

const words = process.argv.slice(2);
if (words.includes("--list")) {
  for (const { name, command } of PARTS) console.log(`${name.padEnd(28)} ${command}`);
} else {
  const chosen = PARTS.filter(({ name }) =>
    words.some((word) => name === word || name.startsWith(`${word}-`)),
  );
  const unknown = words.filter(
    (word) => word !== "--write" && !PARTS.some(({ name }) => name.startsWith(word)),
  );
  if (unknown.length > 0) throw new TypeError(`no part ${unknown.join(", ")}`);
  const counts = { passed: 0, failed: 0 };
  for (const part of words.length === 0 ? PARTS : chosen)
    counts[perform(part) ? "passed" : "failed"] += 1;
  write();
  console.log(`${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}
