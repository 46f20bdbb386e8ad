// An ordinary user with a systemd instance of its own and subordinate ids, as a login has them.
import { chownSync } from "node:fs";
import { namespace, usualMounts, usualNamespaces } from "./base.ts";
import type { Json } from "./json.ts";
import type { Test } from "./test.ts";

/** The user whose manager always runs in the virtual machine. */
export const TESTER = 1000;

/** Puts in front of a command that this user is to run. */
export const asTester: readonly string[] = [
  "setpriv",
  `--reuid=${TESTER}`,
  `--regid=${TESTER}`,
  "--init-groups",
];

/** What a login of the user sets. */
export const testersEnv: Readonly<Record<string, string>> = {
  PATH: "/usr/bin:/bin:/usr/sbin:/sbin",
  XDG_RUNTIME_DIR: `/run/user/${TESTER}`,
  DBUS_SESSION_BUS_ADDRESS: `unix:path=/run/user/${TESTER}/bus`,
};

const map = [
  { containerID: 0, hostID: TESTER, size: 1 },
  { containerID: 1, hostID: 100000, size: 65536 },
];

/** `linux` of a container of theirs, with resources. */
export function testersLinux(cgroupsPath: string | undefined, resources: Json): Json {
  return {
    cgroupsPath,
    resources,
    namespaces: [...usualNamespaces, namespace("user")],
    uidMappings: map,
    gidMappings: map,
  };
}

/** Mounts that a user may make. */
export const testersMounts: readonly Json[] = [
  ...usualMounts.slice(0, 1),
  { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755"] },
];

/** Gives the root to the user. */
export function giveToTester(t: Test): void {
  chownSync(t.inside(""), TESTER, TESTER);
  t.openUp();
}
