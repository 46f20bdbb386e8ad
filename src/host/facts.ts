// Facts about this host, by reads alone and few of them: this is on the path of every create.
import { EACCES, ENOENT, ENOTDIR, EPERM } from "../native/errno.ts";
import { systemError } from "../native/errors.ts";
import { may, namesOf, readAll, W_OK, X_OK } from "../native/paths.ts";
import type { Answer, Request } from "../native/paths.ts";
import { parseMountinfo } from "./mountinfo.ts";
import { cgroupFacts } from "./cgroups.ts";
import {
  hugepageName,
  isMapped,
  parseNamespaceLink,
  parseRelease,
  parseStatus,
} from "./process.ts";
import type { Facts } from "../plan/types.ts";

/** Names in /proc/self/ns; which of them exist depends on the kernel. */
const NAMESPACES = ["mnt", "pid", "net", "uts", "ipc", "user", "cgroup", "time"] as const;

/** What is delegated by a kernel without /sys/kernel/cgroup/delegate (config-linux, cgroup ownership). */
const DELEGATE = ["cgroup.procs", "cgroup.subtree_control", "cgroup.threads"] as const;

/** The subordinate id tools run with more rights than the caller's: they are never found by PATH. */
const TOOLS = "/usr/bin";

const OWN = "/proc/self/ns";
const HUGEPAGES = "/sys/kernel/mm/hugepages";

const file = (path: string): Request => ({ kind: "file", path });
const tool = (name: string): Request => ({ kind: "executable", path: `${TOOLS}/${name}` });

/** All that is asked of the host, in one call. */
const QUESTIONS = {
  status: file("/proc/self/status"),
  uidMap: file("/proc/self/uid_map"),
  mountinfo: file("/proc/self/mountinfo"),
  cgroup: file("/proc/self/cgroup"),
  release: file("/proc/sys/kernel/osrelease"),
  lastCapability: file("/proc/sys/kernel/cap_last_cap"),
  delegate: file("/sys/kernel/cgroup/delegate"),
  apparmor: file("/sys/module/apparmor/parameters/enabled"),
  hugepages: { kind: "directory", path: HUGEPAGES },
  newuidmap: tool("newuidmap"),
  newgidmap: tool("newgidmap"),
} as const satisfies Readonly<Record<string, Request>>;

type Question = keyof typeof QUESTIONS;

/** What the host answered. Namespaces follow the questions, in the order of NAMESPACES. */
class Answers {
  readonly #answers: readonly Answer[];
  readonly #names = Object.keys(QUESTIONS) as readonly Question[];

  constructor() {
    const links = NAMESPACES.map((name): Request => ({ kind: "link", path: `${OWN}/${name}` }));
    this.#answers = readAll([...Object.values(QUESTIONS), ...links]);
  }

  get(question: Question): Answer {
    return this.#answers[this.#names.indexOf(question)] ?? ENOENT;
  }

  /** A text that has to be there. @throws SystemError */
  text(question: Question): string {
    return textOf(this.get(question), QUESTIONS[question].path, null);
  }

  /** A text, or `instead` when it is not there for us: old kernels and small ones lack some. */
  textOr(question: Question, instead: string): string {
    return textOf(this.get(question), QUESTIONS[question].path, instead);
  }

  tool(question: "newuidmap" | "newgidmap"): string | null {
    return typeof this.get(question) === "string" ? QUESTIONS[question].path : null;
  }

  ownNamespaces(): Readonly<Record<string, string>> {
    const own: Record<string, string> = {};
    for (const [index, name] of NAMESPACES.entries()) {
      const answer = this.#answers[this.#names.length + index] ?? ENOENT;
      // A kernel without this kind.
      if (answer === ENOENT) continue;
      const inode = parseNamespaceLink(textOf(answer, `${OWN}/${name}`, null));
      if (inode !== null) own[name] = inode;
    }
    return own;
  }
}

/**
 * Reads what the planner wants to know about this host.
 *
 * @throws SystemError or TypeError when /proc is not there
 */
export function gatherFacts(): Facts {
  const answers = new Answers();
  const identity = parseStatus(answers.text("status"));
  const inUserNamespace = isMapped(answers.textOr("uidMap", "0 0 4294967295"));
  const mountinfo = answers.text("mountinfo");
  // Root writes wherever the mount lets it; for others the directory's mode decides.
  const all = identity.euid === 0 && !inUserNamespace;
  const own = answers.ownNamespaces();
  return {
    kernel: parseRelease(answers.text("release").trim()),
    ...identity,
    inUserNamespace,
    lastCapability: Number(answers.textOr("lastCapability", "40")),
    newuidmap: answers.tool("newuidmap"),
    newgidmap: answers.tool("newgidmap"),
    cgroup: cgroupFacts(mountinfo, answers.textOr("cgroup", ""), delegate(answers), {
      controllers: (mount) => controllersAt(`${mount}/cgroup.controllers`),
      writable: (directory) => all || may(directory, W_OK | X_OK),
    }),
    namespaces: Object.keys(own),
    ownNamespaces: own,
    hugepages: hugepageNames(namesOf(answers.get("hugepages"))),
    resctrl: resctrl(mountinfo),
    apparmor: answers.textOr("apparmor", "N").startsWith("Y"),
    // The file system is mounted exactly when SELinux is on.
    selinux: mountinfo.includes(" - selinuxfs "),
  };
}

// Not there, or not for us. Any other error is one: a fact that is taken for another leads to a
// container in the host's namespaces.
const WITHHELD: readonly number[] = [ENOENT, ENOTDIR, EACCES, EPERM];

/** @throws SystemError */
function textOf(answer: Answer, path: string, instead: string | null): string {
  if (typeof answer === "string") return answer;
  if (instead === null || !WITHHELD.includes(answer)) throw systemError("open", answer, path);
  return instead;
}

function controllersAt(path: string): string {
  const [answer = ENOENT] = readAll([file(path)]);
  return textOf(answer, path, "");
}

function resctrl(mountinfo: string): string | null {
  // Few hosts have one: the table is taken apart only then.
  if (!mountinfo.includes(" - resctrl ")) return null;
  return parseMountinfo(mountinfo, (fstype) => fstype === "resctrl")[0]?.mount ?? null;
}

function delegate(answers: Answers): readonly string[] {
  const names = answers
    .textOr("delegate", "")
    .split("\n")
    .filter((name) => name !== "");
  return names.length === 0 ? DELEGATE : names;
}

function hugepageNames(directories: readonly string[]): readonly string[] {
  return directories.flatMap((name) => hugepageName(name) ?? []);
}

/** Sizes of huge pages that this kernel has, as control files call them. */
export function hugepageSizes(): readonly string[] {
  const [answer = ENOENT] = readAll([QUESTIONS.hugepages]);
  return hugepageNames(namesOf(answer));
}
