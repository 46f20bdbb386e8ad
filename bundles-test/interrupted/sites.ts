// Which system calls of a verb are struck.
import { join } from "node:path";
import type { Site } from "./lab.ts";

// What the loader and the engine read for themselves: they end by their own means when it fails.
const RUNTIME_FILES =
  /^(\/usr)?\/lib|^\/etc\/ld\.so|\/maps$|^\/sys\/(kernel\/mm|devices)|^\/sys\/fs\/cgroup\/(?!.*tsb-).*\/(cpu|memory)\.\w+$/;
// A close that fails has closed all the same; an end cannot fail.
const CANNOT_FAIL =
  /^(close|exit|exit_group|getuid|geteuid|getgid|getegid|getppid|umask|restart_syscall)$/;

/** True when a call is the loader's or the engine's own business. */
export function isOfEngine(site: Site): boolean {
  return RUNTIME_FILES.test(site.object);
}

/** The calls from the first one on that touches the workspace: what comes before is loading. */
export function fromTouch(sites: readonly Site[], directory: string): readonly Site[] {
  // Its output goes to files of the workspace too; those do not count.
  const at = [join(directory, "state"), join(directory, "bundle")];
  const first = sites.findIndex(
    (site) => site.role === 0 && at.some((path) => site.object.startsWith(path)),
  );
  return sites.filter((site, index) => site.role !== 0 || index >= first);
}

/**
 * The distinct calls that may fail: each process, call and object once, whatever the numbers in it,
 * and once more behind another call: opening before and after something is made is not the same.
 */
export function failing(sites: readonly Site[], directory: string): readonly Site[] {
  const seen = new Set<string>();
  let last = "";
  let before = "";
  return fromTouch(sites, directory).filter((site) => {
    [last, before] = [before, site.call];
    if (CANNOT_FAIL.test(site.call)) return false;
    if (isOfEngine(site)) return false;
    const key = `${site.role} ${last} ${site.call} ${site.object.replaceAll(/\d+/g, "N")}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const EFFECTS =
  /^(mkdir|mkdirat|mknodat|rename|renameat|unlink|unlinkat|rmdir|clone|vfork|sendmsg|recvmsg|umount2|pidfd_send_signal|flock)$/;

/** The calls before and after which something is there: what the journal and undo are for. */
export function effects(sites: readonly Site[], directory: string): readonly Site[] {
  const kept = fromTouch(sites, directory);
  const isEffect = (site: Site): boolean =>
    EFFECTS.test(site.call) ||
    (site.call === "write" && (site.object.includes(directory) || site.object.includes("/cgroup")));
  return kept.filter((site, at) => {
    const last = kept[at - 1];
    return isEffect(site) || (last !== undefined && last.role === site.role && isEffect(last));
  });
}
