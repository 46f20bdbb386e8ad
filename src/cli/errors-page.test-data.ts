// Configurations that are broken in one way each, for docs/ERRORS.md: changes to what `runc spec`
// writes, as text, so that lines and spellings stay.
import type { Facts } from "../plan/types.ts";
import { hybridRoot, rootlessUser } from "../host/sheets/index.ts";
import type { Report } from "../wire/report.ts";

/** A change of the text: what stands there, what comes in its place. */
export type Edit = readonly [from: string, to: string];

/** A configuration that create refuses before it does anything. */
export interface Refused {
  readonly what: string;
  readonly edits: readonly Edit[];
  /** The host that it is planned for; root on cgroup v1 unless said. */
  readonly facts?: Facts;
}

const LINUX = '"linux": {';
const MQUEUE =
  '"type": "mqueue",\n      "source": "mqueue",\n      "options": ["nosuid", "noexec", "nodev"]';
const WITHOUT_PIDS = hybridRoot.cgroup.hierarchies.filter(
  ({ controllers }) => !controllers.includes("pids"),
);

/** In the order of the page. */
export const REFUSED: readonly Refused[] = [
  { what: "a comma too many", edits: [['"cwd": "/",', '"cwd": "/",,']] },
  { what: "a name twice", edits: [['"cwd": "/",', '"cwd": "/", "args": ["ls"],']] },
  { what: "no version", edits: [['"1.0.2-dev"', '"1.0"']] },
  { what: "no root", edits: [['"root": {', '"rot": {']] },
  { what: "a relative working directory", edits: [['"cwd": "/"', '"cwd": "srv/app"']] },
  { what: "a soft limit above the hard one", edits: [['"soft": 1024', '"soft": 4096']] },
  { what: "a limit beyond 64 bits", edits: [['"soft": 1024', '"soft": 18446744073709551616']] },
  { what: "a text where a number is due", edits: [['"uid": 0', '"uid": "root"']] },
  { what: "an unknown namespace", edits: [['"type": "uts"', '"type": "utc"']] },
  { what: "a hostname without a UTS namespace", edits: [['"type": "uts"', '"type": "cgroup"']] },
  {
    what: "a parameter of the whole host",
    edits: [[LINUX, `${LINUX} "sysctl": {"vm.swappiness": "10"},`]],
  },
  {
    what: "an action that seccomp does not have",
    edits: [[LINUX, `${LINUX} "seccomp": {"defaultAction": "SCMP_ACT_DENY"},`]],
  },
  {
    what: "id maps without a user namespace",
    edits: [[LINUX, `${LINUX} "uidMappings": [{"containerID": 0, "hostID": 1, "size": 9}],`]],
  },
  { what: "a mount on the root itself", edits: [['"/dev/mqueue"', '"/"']] },
  {
    what: "a bind without a source",
    edits: [[MQUEUE, '"type": "bind",\n      "options": ["bind"]']],
  },
  {
    what: "a controller that the host does not have",
    edits: [['"resources": {', '"resources": {"pids": {"limit": 64},']],
    facts: { ...hybridRoot, cgroup: { ...hybridRoot.cgroup, hierarchies: WITHOUT_PIDS } },
  },
  { what: "a user without a user namespace", edits: [], facts: rootlessUser },
];

/** What a helper or the engine reports of a step. */
export interface Reported {
  readonly what: string;
  readonly edits: readonly Edit[];
  /** Operation of the step, the n-th of its kind from 0. */
  readonly op: string;
  readonly nth?: number;
  readonly report: {
    readonly call: Report["call"] | "prlimit";
    readonly text: string;
    readonly errno: number;
  };
}

const ID = '[{"containerID": 0, "hostID": 100000, "size": 100}]';
const MAPS = `${LINUX} "uidMappings": ${ID}, "gidMappings": ${ID},`;
const USER_NAMESPACE: readonly Edit[] = [
  [LINUX, MAPS],
  ['"namespaces": [', '"namespaces": [{"type": "user"},'],
];

/** In the order of the page. */
export const REPORTED: readonly Reported[] = [
  {
    what: "a bind source that is not there",
    edits: [[MQUEUE, '"type": "bind",\n      "source": "/srv/data",\n      "options": ["rbind"]']],
    op: "bind",
    report: { call: "open_tree", text: "/srv/data", errno: 2 },
  },
  {
    what: "a proc in a user namespace that keeps the host's pid namespace",
    edits: [...USER_NAMESPACE, ['"type": "pid"', '"type": "cgroup"']],
    op: "mount",
    report: { call: "fsmount", text: "", errno: 1 },
  },
  {
    what: "a user whose id is not mapped",
    edits: [...USER_NAMESPACE, ['"uid": 0', '"uid": 1000']],
    op: "user",
    report: { call: "setresuid", text: "", errno: 22 },
  },
  {
    what: "a parameter value that the kernel does not take",
    edits: [[LINUX, `${LINUX} "sysctl": {"net.ipv4.ip_forward": "yes"},`]],
    op: "sysctl",
    report: { call: "write", text: "", errno: 22 },
  },
  {
    what: "a hard limit above the runtime's own",
    edits: [['"hard": 1024', '"hard": 1048576']],
    op: "rlimit",
    report: { call: "prlimit", text: "", errno: 1 },
  },
  {
    what: "a program that is not in PATH",
    edits: [['"sh"', '"srever"']],
    op: "lookup",
    report: { call: "lookup", text: "", errno: 2 },
  },
  {
    what: "an image of another architecture",
    edits: [],
    op: "exec",
    report: { call: "execve", text: "", errno: 8 },
  },
];
