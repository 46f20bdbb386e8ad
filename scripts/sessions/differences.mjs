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
    holds: ({ words }, runc) =>
      ["", "help", "help state", "state --help"].includes(words) && first(runc) === "NAME:",
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
    name: "features",
    what: ["stdout"],
    why: "The document of specification 1.3, of what tsrun itself can do; runc 1.1 has that of 1.0.",
    holds: ({ words }, runc, ours) =>
      words === "features" && JSON.parse(ours.stdout).ociVersionMax === "1.3.0",
  },
  {
    name: "verbs of tsrun alone",
    what: ["code", "stdout", "stderr"],
    why: "plan and validate are not known to runc.",
    holds: ({ words }, runc, ours) =>
      /^(plan|validate) /.test(words) && runc.code === 3 && ours.code === 0,
  },
  {
    name: "verbs of tsrun alone, without a container",
    what: ["code"],
    why: "ns and stats are not known to runc.",
    holds: ({ words }, runc, ours) =>
      ["ns nobody", "stats nobody"].includes(words) && runc.code === 3 && ours.code === 1,
  },
  {
    name: "names of realtime signals",
    what: ["code", "stderr"],
    why: "systemd images stop at SIGRTMIN+3, and engines pass that name on; runc 1.1 knows no such names.",
    holds: ({ words }, runc, ours) => /^kill ID (SIG)?RTMIN/.test(words) && ours.code === 0,
  },
  {
    name: "exec --cap where config.json names no capabilities",
    what: ["code", "stderr"],
    why: "The capability is added to none; runc 1.1 ends in a panic.",
    holds: ({ words }, runc, ours) =>
      words.startsWith("exec --cap ") && runc.text.startsWith("panic: ") && ours.code === 0,
  },
  {
    name: "a program that the kernel does not execute",
    what: ["code"],
    why: "start and exec answer once the program has been executed, so the verb itself fails (the specification wants an error of start); with runc 1.1 the process ends, with these words on its stderr.",
    holds: ({ words }, runc, ours) =>
      /^(start ID|exec ID (lonely|noise))$/.test(words) &&
      / exec (lonely|noise): |"exec (lonely|noise): /.test(ours.text),
  },
  {
    name: "update that is taken back",
    what: ["stderr"],
    why: "One line, the error. runc warns before it that it could not put the old values back.",
    holds: ({ words }, runc) =>
      words === "update --cpuset-cpus 99999 ID" && /Setting back/.test(runc.text),
  },
  {
    name: "a weight that cannot be",
    what: ["code", "stderr"],
    why: "Refused everywhere; runc drops it without a word where the kernel has no file for weights.",
    holds: ({ words }, runc, ours) =>
      words === "update --blkio-weight 5 ID" && /not between 10 and 1000/.test(ours.text),
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
