// What may be skipped on the machines of the gate: the one that runs .ci/run (root, a hybrid cgroup v1
// layout, no systemd) and the two modes of the virtual machine. Every test runs on one of them at
// least, or its entry names what none has. A skip that is not here fails the gate.

/** The machines. */
export const MACHINES = ["host", "v2", "v1"];

/** How many entries a machine may have at most: more skips are a decision, not an accident. */
export const MOST = { host: 24, v2: 20, v1: 20 };

/** How many bundles may say that no other runtime is a measure for them. */
export const MOST_WITHOUT_ORACLE = 120;

// `reason` is a pattern for the words behind it, `missing` what would have to be there.
const entry = (name, on, more = {}) => ({ name, on, ...more });

/** Name of a bundle or title of a test (a pattern for a family), and where it is skipped. */
export const SKIPS = [
  // The host has neither systemd, AppArmor and huge pages nor all capabilities; the machine does.
  entry("apparmor", ["host"]),
  entry("captures-raised", ["host"]),
  entry("huge-pages-inside", ["host"]),
  entry("rdma", ["host"]),
  entry(/^systemd-(default|failed|refused|reload|scope|update)$/, ["host"]),
  // CRIU of Debian 12 does not work with the host's kernel.
  entry(/^(checkpoint(-again|-killed|-network|-pipes|-terminal|-unsaved)?|restore-undone)$/, [
    "host",
  ]),
  // Of cgroup v2 alone.
  entry("resources-v2-refused", ["host", "v1"]),
  entry("unified", ["host", "v1"]),
  entry(/^rootless-(systemd|delegated)$/, ["host", "v1"]),
  // Of cgroup v1 alone.
  entry(/^(\[[A-Z]+-\d+\] )*v1: /, ["v2"]),
  entry("resources-v1-values", ["v2"]),
  entry(/^(\[[A-Z]+-\d+\] )*v2: /, ["v1"]),
  // Engines: the virtual machine runs them under systemd, with AppArmor and CRIU.
  entry("rootless", ["host"]),
  entry("checkpoint", ["host"]),
  entry("cri", ["host"], { reason: /AppArmor/ }),
  entry("ctr", ["host"], { reason: /AppArmor/ }),
  // Programs of engines in another release than Debian's.
  entry("docker", MACHINES, {
    reason: /BuildKit/,
    missing: "docker's buildx, which Debian 12 lacks",
  }),
  entry("ctr", MACHINES, { reason: /^--user/, missing: "the ctr of containerd 1.7" }),
];

/**
 * A printed line as name and reason: `skip NAME: REASON` of bundles and engines, `skip: TITLE: REASON`
 * of test files, `skipped: REASON` of C programs; null for another one.
 */
export function readSkip(line) {
  const [, title, name, why] = /^skip(?:: (.*)| ([^:]+)): (.*)$/.exec(line) ?? [];
  const [, reason = why] = /^\s*skipped: (.*)$/.exec(line) ?? [];
  if (reason === undefined) return null;
  return { name: title ?? name ?? "c/test", reason: reason.replace(/ \(dist\/\S+\)$/, "") };
}

function allows(one, machine, { name, reason }) {
  if (!one.on.includes(machine) || one.reason?.test(reason) === false) return false;
  return typeof one.name === "string" ? one.name === name : one.name.test(name);
}

/** What is wrong with the skips of a run on a machine; empty when all are allowed. */
export function judgeSkips(machine, lines, { skips = SKIPS, most = MOST } = {}) {
  const found = lines.map(readSkip).filter((skip) => skip !== null);
  const withoutOracle = new Set();
  const named = new Set();
  const complaints = [];
  for (const { name, reason } of found) {
    if (reason.startsWith("no oracle: ")) withoutOracle.add(name);
    else if (skips.some((one) => allows(one, machine, { name, reason }))) named.add(name);
    else complaints.push(`${name} may not be skipped on ${machine}: ${reason}`);
  }
  if (named.size > most[machine])
    complaints.push(`${named.size} are skipped on ${machine}, ${most[machine]} may be`);
  if (withoutOracle.size > MOST_WITHOUT_ORACLE)
    complaints.push(`${withoutOracle.size} bundles have no oracle, ${MOST_WITHOUT_ORACLE} may`);
  return complaints;
}

/** Entries that no machine runs and that do not say what is missing. */
export function unexcused(skips = SKIPS) {
  return skips
    .filter(({ on, missing }) => MACHINES.every((machine) => on.includes(machine)) && !missing)
    .map(({ name }) => String(name));
}
