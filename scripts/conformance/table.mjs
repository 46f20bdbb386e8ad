// Counts the runs of a program and writes the table of all programs.

/** Word of one runtime: how many points, or how many of several runs, or what kept it from passing. */
function cell(runs) {
  const good = runs.filter((run) => run.problem === undefined).length;
  if (good === runs.length) return "pass";
  return runs.length === 1 || good === 0 ? "fail" : `${good} of ${runs.length}`;
}

/**
 * A row: `kind` says how tsrun's runs count. A program that is expected to fail is skipped, with its
 * reason; of a racy one the best run counts.
 */
export function counted({ program, results, expected, racy }) {
  const runs = results[0]?.runs ?? [];
  const good = runs.filter((run) => run.problem === undefined).length;
  const enough = racy.has(program) ? good > 0 : good === runs.length;
  const cells = new Map(results.map((result) => [result.name, cell(result.runs)]));
  const [first] = cells.keys();
  // Enough, though not every time.
  if (enough && good < runs.length) cells.set(first, `pass (${cells.get(first)})`);
  const words = [...cells].map(([name, word]) => `${name} ${word}`).join(", ");
  const reason = expected.get(program);
  const problem = runs.find((run) => run.problem !== undefined)?.problem;
  const row = { program, cells, reason, problem };
  if (enough) {
    const note = reason === undefined ? "" : ` (not expected: ${reason})`;
    return { ...row, kind: "passed", line: `ok   ${program}: ${words}${note}` };
  }
  if (reason !== undefined)
    return { ...row, kind: "skipped", line: `skip ${program}: ${words}: ${reason}` };
  return { ...row, kind: "failed", line: `FAIL ${program}: ${words}: ${problem}` };
}

/** The table as Markdown, and a line with its title in front, for `npm run test:all`. */
export function tableOf({ rows, version, runtimes, machine }) {
  const names = runtimes.map(([name]) => name);
  const passes = names.map(
    (name) => rows.filter((row) => row.cells.get(name)?.startsWith("pass")).length,
  );
  const line = (words) => `| ${words.join(" | ")} |`;
  return [
    `table: Conformance, ${machine}: runtime-tools ${version}, ${rows.length} programs; ${names.map((name, i) => `${name} passes ${passes[i]}`).join(", ")}`,
    line(["program", ...names, "why tsrun is not expected to pass"]),
    line(["---", ...names.map(() => "---"), "---"]),
    ...rows.map((row) =>
      line([row.program, ...names.map((name) => row.cells.get(name)), row.reason ?? ""]),
    ),
  ].join("\n");
}
