// Does each flag's test see the flag? Every bundle that docs/CLI.md names runs once more through a
// runtime that leaves the flag out: it has to fail. Arguments: names of flags, none for all.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { flagEvidence } from "../dist/js/src/cli/evidence-document.js";

const wanted = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), "tsrun-flags-"));
const runtime = resolve("dist/bin/tsrun");
const main = resolve("dist/js/bundles-test/main.js");

/** A runtime that leaves a flag of a command out, with its value. */
function without({ command, flag }) {
  const names = [`--${flag.name}`, ...(flag.alias === undefined ? [] : [`-${flag.alias}`])];
  const takes = flag.type === "bool" ? "" : "shift; left=$((left - 1)); ";
  // Flags before the command are those of the program.
  const here = command === "" ? '[ -z "$verb" ]' : `[ "$verb" = ${command} ]`;
  const path = join(directory, `${command}-${flag.name}`);
  writeFileSync(
    path,
    `#!/bin/sh
verb= left=$# value=
while [ "$left" -gt 0 ]; do
	word=$1; shift; left=$((left - 1))
	if ${here} && [ -z "$value" ]; then
		case $word in
		${names.join("|")}) ${takes}continue ;;
		--${flag.name}=*) continue ;;
		esac
	fi
	case $value$word in
	--root|--log|--log-format|--cgroup-manager|--rootless) [ -n "$verb" ] || value=1 ;;
	1*) value= ;;
	-*) ;;
	*) verb=\${verb:-$word} ;;
	esac
	set -- "$@" "$word"
done
exec ${runtime} "$@"
`,
    { mode: 0o755 },
  );
  return path;
}

// What the root was entered by cannot be told from inside or outside afterwards; the plan's unit tests
// see it.
const ALIKE = ["create --no-pivot", "run --no-pivot"];

const counts = { seen: 0, unseen: 0, alike: 0, skipped: 0 };
try {
  for (const entry of flagEvidence()) {
    const [, test] = entry.evidence;
    const name = `${entry.command} --${entry.flag.name}`.trim();
    if (test.includes("/") || (wanted.length > 0 && !wanted.includes(`--${entry.flag.name}`)))
      continue;
    const env = { ...process.env, RUNTIME: without(entry) };
    const ended = spawnSync("node", [main, test], {
      env,
      cwd: directory,
      encoding: "utf8",
    });
    const skip = /^skip (.*)$/m.exec(ended.stdout);
    const verdict =
      skip !== null
        ? "skipped"
        : ended.status !== 0
          ? "seen"
          : ALIKE.includes(name)
            ? "alike"
            : "unseen";
    counts[verdict] += 1;
    const why = /^FAIL .*\n +(.*)$/m.exec(ended.stdout)?.[1] ?? skip?.[1] ?? "";
    console.log(`${verdict.padEnd(7)} ${name} by ${test}: ${why.slice(0, 120)}`);
  }
} finally {
  rmSync(directory, { recursive: true });
}
console.log(
  `${counts.seen} seen, ${counts.unseen} unseen, ${counts.alike} alike, ${counts.skipped} skipped`,
);
process.exit(counts.unseen === 0 ? 0 : 1);
