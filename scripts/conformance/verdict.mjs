// What a program's output and status say: TAP, which not every program of the suite writes in full.

/** These say nothing when all is well. */
const SILENT = new Set(["process_capabilities_fail", "process_rlimits_fail"]);

/** Points that are `ok`, `not ok` and skipped, and what keeps the program from having passed. */
export function judge(program, { status, out }) {
  const lines = out.split("\n");
  const skipped = lines.filter((line) => /^ok\b.*# SKIP/i.test(line)).length;
  const ok = lines.filter((line) => /^ok\b/.test(line)).length - skipped;
  const broken = lines.filter((line) => /^not ok\b/.test(line) && !line.includes("# TODO"));
  const count = { ok, notOk: broken.length, skipped };
  const problem = () => {
    if (status === null) return "no end within the time limit";
    if (broken.length > 0) return broken[0].replace(/^not ok \d* ?-? ?/, "");
    if (status !== 0) return `ended with status ${status}`;
    // Programs about hooks count no points: what is wrong is a value of their report.
    const error = /"error": "([^"].*)"/.exec(out)?.[1];
    if (ok + skipped === 0 && error !== undefined) return error;
    if (!SILENT.has(program) && !lines.some((line) => line.startsWith("1..")))
      return "ended without a plan: died half way";
    return undefined;
  };
  return { ...count, problem: problem() };
}
