// Where tsrun and runc 1.1 show a caller something else, and why. An entry that no step shows any
// more is a failure, like a difference without an entry.

const USAGE = /^Incorrect Usage/;
const first = (seen) => seen.stdout.split("\n")[0];

/** Each: which of code, stdout and stderr (its class) differ, where, and why that is right. */
export const DIFFERENCES = [
  {
    name: "help",
    what: ["stdout"],
    why: "The help is tsrun's own. It stands where runc's stands: on stdout, with the same exit code.",
    holds: ({ words }, runc) => ["", "help"].includes(words) && first(runc) === "NAME:",
  },
  {
    name: "help behind a usage error",
    what: ["stdout"],
    why: "A wrong command line is followed by tsrun's own help; the error on stderr is runc's.",
    holds: (step, runc, ours) => USAGE.test(runc.stdout) && USAGE.test(ours.stdout),
  },
  {
    name: "--version",
    what: ["stdout"],
    why: "Program, version and specification are tsrun's. No library is loaded to name its version.",
    holds: ({ words }, runc, ours) =>
      ["--version", "-v"].includes(words) &&
      /^tsrun version .*\ncommit: .*\nspec: 1\.3\.0\n/.test(ours.stdout),
  },
  {
    name: "--root /",
    what: ["code", "stdout", "stderr"],
    why: "Refused, as runc does since 1.2: every directory below / would be taken for a container.",
    holds: ({ words }, runc, ours) =>
      words === "--root / list" && ours.text.includes("should not be set to /"),
  },
  {
    name: "list below a root that is not there",
    what: ["code", "stdout", "stderr"],
    why: "An error when the root was named, as in runc since 1.2; runc 1.1 makes the directory.",
    holds: ({ words }) => words === "--root MISSING list",
  },
  {
    name: "the id in the error",
    what: ["stdout"],
    why: "The log names the container behind the words that callers match.",
    holds: ({ log }, runc, ours) =>
      log === true &&
      ours.stdout.replaceAll("does not exist: nobody", "does not exist") === runc.stdout,
  },
];
