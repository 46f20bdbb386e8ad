// Limits that the host itself has: rlimits that may not be raised, CPUs and memory nodes that are
// not there, the OOM score that this user may not lower.
import { below } from "../../json/pointer.ts";
import { finding } from "../../config/finding.ts";
import { CAP } from "../../plan/kernel.ts";
import { holds } from "../../plan/scope.ts";
import type { HostScope } from "./view.ts";

const UNLIMITED = 0xffff_ffff_ffff_ffffn;

/** Lines of /proc/self/limits by the name of the resource. */
const LIMIT_LINES: Readonly<Record<string, string>> = {
  RLIMIT_CPU: "Max cpu time",
  RLIMIT_FSIZE: "Max file size",
  RLIMIT_DATA: "Max data size",
  RLIMIT_STACK: "Max stack size",
  RLIMIT_CORE: "Max core file size",
  RLIMIT_RSS: "Max resident set",
  RLIMIT_NPROC: "Max processes",
  RLIMIT_NOFILE: "Max open files",
  RLIMIT_MEMLOCK: "Max locked memory",
  RLIMIT_AS: "Max address space",
  RLIMIT_LOCKS: "Max file locks",
  RLIMIT_SIGPENDING: "Max pending signals",
  RLIMIT_MSGQUEUE: "Max msgqueue size",
  RLIMIT_NICE: "Max nice priority",
  RLIMIT_RTPRIO: "Max realtime priority",
  RLIMIT_RTTIME: "Max realtime timeout",
};

/** The hard limit that a line of /proc/self/limits tells, null when there is no such line. */
export function hardLimit(limits: string, name: string): bigint | null {
  const line = limits.split("\n").find((one) => one.startsWith(name));
  const hard = line?.slice(name.length).trim().split(/\s+/)[1];
  if (hard === undefined) return null;
  return hard === "unlimited" ? UNLIMITED : BigInt(hard);
}

function checkRlimits({ config, facts, view, report }: HostScope): void {
  const raise = !facts.inUserNamespace && holds(facts, CAP.sysResource);
  const limits = view.text("/proc/self/limits") ?? "";
  const most = BigInt(view.text("/proc/sys/fs/nr_open")?.trim() ?? UNLIMITED);
  for (const [index, { type, hard }] of (config.process?.rlimits ?? []).entries()) {
    const place = `${below("/process/rlimits", index)}/hard`;
    if (type === "RLIMIT_NOFILE" && hard > most) {
      report(finding("error", place, `must be at most /proc/sys/fs/nr_open, ${most}`, hard));
      continue;
    }
    const own = hardLimit(limits, LIMIT_LINES[type] ?? type);
    if (raise || own === null || hard <= own) continue;
    const rule = `must be at most ${own}, this process' own: raising it needs CAP_SYS_RESOURCE`;
    report(finding("error", place, rule, hard));
  }
}

/** The numbers of a list such as 0-3,7. */
export function listed(list: string): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const part of list.split(",")) {
    const [first = "", last = first] = part.trim().split("-");
    if (first === "") continue;
    for (let number = Number(first); number <= Number(last); number++) numbers.add(number);
  }
  return numbers;
}

const CPUSETS = [
  ["cpus", "/sys/devices/system/cpu/online"],
  ["mems", "/sys/devices/system/node/online"],
] as const;

function checkCpusets({ config, view, report }: HostScope): void {
  for (const [member, file] of CPUSETS) {
    const wanted = config.linux?.resources?.cpu?.[member] ?? "";
    const online = view.text(file);
    if (wanted === "" || online === null) continue;
    const there = listed(online);
    const missing = [...listed(wanted)].filter((number) => !there.has(number));
    if (missing.length === 0) continue;
    const rule = `${missing.slice(0, 8).join(", ")} not online: ${file} is ${online}`;
    report(finding("error", `/linux/resources/cpu/${member}`, rule, wanted));
  }
}

function checkScore({ config, facts, view, report }: HostScope): void {
  const wanted = config.process?.oomScoreAdj;
  if (wanted === undefined || holds(facts, CAP.sysResource)) return;
  const own = Number(view.text("/proc/self/oom_score_adj")?.trim() ?? "0");
  if (wanted >= own) return;
  const rule = `must be at least ${own}, this process' own: lowering it needs CAP_SYS_RESOURCE`;
  report(finding("error", "/process/oomScoreAdj", rule, wanted));
}

function checkResctrl({ config, view, report }: HostScope): void {
  if (config.linux?.intelRdt === undefined) return;
  if (view.kind("/sys/fs/resctrl/schemata") !== "missing") return;
  report(finding("error", "/linux/intelRdt", "no resctrl file system is mounted on this host"));
}

/** Checks what is asked for against what this host and this user have. */
export function checkLimits(scope: HostScope): void {
  checkRlimits(scope);
  checkCpusets(scope);
  checkScore(scope);
  checkResctrl(scope);
}
