// What the systemd driver has to know about systemd. Asked only when the driver is.
import { isThere, readText } from "../native/paths.ts";
import { BusError, withSystemd } from "../native/systemd.ts";
import type { Facts, SystemdFacts } from "../plan/types.ts";

type Groups = SystemdFacts["deviceGroups"];

/** sd_booted(3): made by systemd when it is the init of this host. */
const BOOTED = "/run/systemd/system";

/** Reads and asks; what is wrong is told in `failure`. */
export function systemdFacts(
  euid: number,
  inUserNamespace: boolean,
  cgroup: Facts["cgroup"],
): SystemdFacts {
  const user = euid !== 0 || inUserNamespace;
  const unified = cgroup.mode === "v2";
  const facts = {
    user,
    cgroup: unified ? 2 : 1,
    deviceGroups: deviceGroups(textOr("/proc/devices")),
  } as const;
  const failed = (failure: string): SystemdFacts => ({
    ...facts,
    root: "",
    version: 0,
    failure,
  });
  if (!isThere(BOOTED)) return failed("systemd is not running on this host");
  if (user && !unified) return failed("a user's systemd has no cgroups to give on cgroup v1");
  try {
    return withSystemd(user, (bus) => ({
      ...facts,
      // Asked, not put together from ids: an engine that made a user namespace has us as root in it.
      root: user ? bus.managerText("ControlGroup") : "",
      version: parseVersion(bus.managerText("Version")),
      failure: null,
    }));
  } catch (error) {
    if (error instanceof BusError) return failed(error.message);
    throw error;
  }
}

/** Facts for a verb that the systemd driver is asked for. */
export function withSystemdFacts(facts: Facts): Facts {
  return { ...facts, systemd: systemdFacts(facts.euid, facts.inUserNamespace, facts.cgroup) };
}

function textOr(path: string): string {
  try {
    return readText(path);
  } catch {
    return "";
  }
}

/** `252.38-1~deb12u1`, `v245.4` or `systemd 219` to its first number. */
export function parseVersion(text: string): number {
  return Number(/\d+/.exec(text)?.[0] ?? 0);
}

/** /proc/devices: lines `136 pts` below `Character devices:` and `Block devices:`. */
export function deviceGroups(text: string): Groups {
  const [characters = "", blocks = ""] = text.split(/^Block devices:$/m);
  return { c: majors(characters), b: majors(blocks) };
}

function majors(text: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const match = /^\s*(\d+) (\S+)$/.exec(line);
    // Of several drivers on one number systemd takes each name; the first will do.
    if (match?.[1] !== undefined && match[2] !== undefined) found[match[1]] ??= match[2];
  }
  return found;
}
