// docs/DIFFERENCES.md, from what the comparison saw.
import { DIFFERENCES } from "./differences.mjs";

const LONGEST = 70;

function brief(seen) {
  const said = seen.text.trim() === "" ? seen.stdout.trim() : seen.text.trim();
  const line = said.replace(/^time="TIME" level=\w+ msg=/, "").split("\n")[0] ?? "";
  const cut = line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line;
  return `${seen.code}${cut === "" ? "" : `: \`${cut.replaceAll("|", "\\|").replaceAll("`", "'")}\``}`;
}

/** The text of the document. */
export function documentOf({ sessions, steps, differences }) {
  const lines = [
    "# Where tsrun shows callers something else than runc",
    "",
    `The same ${sessions} sessions, ${steps} command lines, are played with runc 1.1 and with tsrun:`,
    "exit code, stdout (without pids, times and directories) and the class of stderr (nothing, a warning,",
    "one line of error, more) are compared. This page is written by that test; what is not listed here is",
    "the same. The sessions are in `scripts/sessions/sessions.mjs`.",
    "",
  ];
  for (const reason of DIFFERENCES) {
    const seen = differences.filter((one) => one.reason === reason);
    lines.push(`## ${reason.name}`, "", reason.why, "");
    lines.push("| session | command | differs | runc | tsrun |", "|---|---|---|---|---|");
    for (const { session, words, what, runc, ours } of seen) {
      const command = words === "" ? "(none)" : `\`${words}\``;
      lines.push(
        `| ${session} | ${command} | ${what.join(", ")} | ${brief(runc)} | ${brief(ours)} |`,
      );
    }
    lines.push("");
  }
  return lines.join("\n");
}
