import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inspectConfig } from "../config/inspect.ts";
import { findingsJson, printFindings } from "./findings.ts";
import type { Judged } from "./findings.ts";

const test = suite("cli/findings");

function judged(text: string): Judged {
  const findings = inspectConfig(new TextEncoder().encode(text));
  return { file: "/b/config.json", text, findings };
}

const BROKEN = `{
  "ociVersion": "1.3.0",
  "root": {"path": "rootfs"},
\t"hostname": "h\\u001b[2J",
  "new": 1
}
`;

test("each finding has its line with a mark, its place and its section, in the file's order", () => {
  assert.is(
    printFindings(judged(BROKEN), false),
    [
      "error: hostname: unable to set hostname without a private UTS namespace",
      '     4 |     "hostname": "h\\u001b[2J",',
      "       |     ^",
      "       = config.json:4:2  /hostname  config.md, Hostname",
      "",
      "warning: new: is not known on Linux and has no effect",
      '     5 |   "new": 1',
      "       |   ^",
      "       = config.json:5:3  /new  config.md",
      "",
      "1 error, 1 warning in /b/config.json",
      "",
    ].join("\n"),
  );
});

test("a long line is cut to the part around the place", () => {
  const long = `{"ociVersion": "1.3.0", "root": {"path": "${"x".repeat(300)}"}, "extra": 1}`;
  const lines = printFindings(judged(long), false).split("\n");
  assert.ok(lines.every((line) => line.length < 120));
  const mark = (lines[2] ?? "").indexOf("^");
  assert.is((lines[1] ?? "").slice(mark, mark + 7), '"extra"');
});

test("what the file says does not reach the terminal as it is", () => {
  const text = '{"ociVersion": "1.3.0", "root": {"path": "r"}, "\u202e\u009b": 1}';
  assert.not.match(printFindings(judged(text), false).replaceAll("\n", ""), /[\p{Cc}\p{Cf}]/u);
});

test("a good file is said to be good, and colours are only there when wanted", () => {
  const good = judged('{"ociVersion": "1.3.0", "root": {"path": "r"}}');
  assert.is(printFindings(good, false), "/b/config.json is good\n");
  assert.match(printFindings(good, true), "\u001b[1;32mgood\u001b[0m");
});

test("as JSON every member is always there", () => {
  assert.equal(findingsJson(judged('{"ociVersion": "2.0.0"}')), {
    file: "/b/config.json",
    valid: false,
    errors: 2,
    warnings: 0,
    findings: [
      {
        level: "error",
        pointer: "/root",
        line: 1,
        column: 1,
        value: null,
        rule: "root must be specified",
        section: "config.md, Root",
      },
      {
        level: "error",
        pointer: "/ociVersion",
        line: 1,
        column: 2,
        value: '"2.0.0"',
        rule: "must be of major version 1",
        section: "config.md, Specification version",
      },
    ],
  });
  assert.equal(findingsJson(judged("")), {
    file: "/b/config.json",
    valid: false,
    errors: 1,
    warnings: 0,
    findings: [
      {
        level: "error",
        pointer: "",
        line: 1,
        column: 1,
        value: null,
        rule: "unexpected EOF where a value is due",
        section: null,
      },
    ],
  });
});

test.run();
