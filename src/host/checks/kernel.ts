// What the running kernel and its security modules must have for a configuration.
import { below } from "../../json/pointer.ts";
import { finding } from "../../config/finding.ts";
import { CAPABILITIES } from "../../plan/capabilities.ts";
import { sysctlPath } from "../../plan/sysctl.ts";
import type { HostScope } from "./view.ts";

const PROFILES = "/sys/kernel/security/apparmor/profiles";
const ACTIONS = "/proc/sys/kernel/seccomp/actions_avail";
const SETS = ["bounding", "permitted", "effective", "inheritable", "ambient"] as const;

/** What /proc/sys/kernel/seccomp/actions_avail calls the actions of a profile. */
const ACTION_NAMES: Readonly<Record<string, string>> = {
  SCMP_ACT_KILL: "kill_thread",
  SCMP_ACT_KILL_THREAD: "kill_thread",
  SCMP_ACT_KILL_PROCESS: "kill_process",
  SCMP_ACT_TRAP: "trap",
  SCMP_ACT_ERRNO: "errno",
  SCMP_ACT_TRACE: "trace",
  SCMP_ACT_ALLOW: "allow",
  SCMP_ACT_LOG: "log",
  SCMP_ACT_NOTIFY: "user_notif",
};

function checkRelease({ facts, report }: HostScope): void {
  const { major, minor, release } = facts.kernel;
  if (major > 5 || (major === 5 && minor >= 10)) return;
  report(finding("error", "", `Linux 5.10 or newer is needed, this is ${release}`));
}

function checkCapabilities({ config, facts, report }: HostScope): void {
  for (const set of SETS) {
    for (const [index, name] of (config.process?.capabilities?.[set] ?? []).entries()) {
      const number = CAPABILITIES.findIndex((known) => `CAP_${known}` === name);
      if (number <= facts.lastCapability) continue;
      const place = below(`/process/capabilities/${set}`, index);
      report(finding("warning", place, `this kernel has no ${name}: it is left out`));
    }
  }
}

function checkProfile({ config, facts, view, report }: HostScope): void {
  const profile = config.process?.apparmorProfile ?? "";
  if (profile === "" || profile === "unconfined" || !facts.apparmor) return;
  const loaded = view.text(PROFILES);
  if (loaded === null) return;
  const names = loaded.split("\n").map((line) => line.replace(/ \([^()]*\)$/, ""));
  if (names.includes(profile)) return;
  const rule = `the AppArmor profile ${JSON.stringify(profile)} is not loaded on this host`;
  report(finding("error", "/process/apparmorProfile", rule));
}

function checkSeccomp({ config, view, report }: HostScope): void {
  const { seccomp } = config.linux ?? {};
  if (seccomp === undefined) return;
  const available = view.text(ACTIONS);
  if (available === null) {
    report(finding("error", "/linux/seccomp", "this kernel has no seccomp filters"));
    return;
  }
  const words = available.split(/\s+/);
  const check = (action: string, place: string): void => {
    if (words.includes(ACTION_NAMES[action] ?? action)) return;
    report(finding("error", place, `this kernel does not know the action ${action}`));
  };
  check(seccomp.defaultAction, "/linux/seccomp/defaultAction");
  for (const [index, { action }] of (seccomp.syscalls ?? []).entries()) {
    check(action, `${below("/linux/seccomp/syscalls", index)}/action`);
  }
}

/** A new namespace has its own set of parameters, but never one that the host's kernel lacks. */
function checkSysctl({ config, view, report }: HostScope): void {
  for (const name of Object.keys(config.linux?.sysctl ?? {})) {
    const path = sysctlPath(name);
    // Parameters of a network device are there once the device is.
    if (path === null || /^net\/ipv[46]\/(conf|neigh)\//.test(path)) continue;
    if (view.kind(`/proc/sys/${path}`) !== "missing") continue;
    const rule = `/proc/sys/${path} is not there in the host's own namespace`;
    report(finding("warning", below("/linux/sysctl", name), rule));
  }
}

/** Checks what a configuration needs of the kernel and its security modules. */
export function checkKernel(scope: HostScope): void {
  checkRelease(scope);
  checkCapabilities(scope);
  checkProfile(scope);
  checkSeccomp(scope);
  checkSysctl(scope);
}
