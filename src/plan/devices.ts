// linux.devices and the devices that every container gets, with the links of /dev.
import type { Device } from "../config/config.gen.ts";
import { below } from "../json/pointer.ts";
import { FILE } from "./kernel.ts";
import { bindsDev } from "./mounts.ts";
import { cleanPath } from "./paths.ts";
import type { Scope } from "./scope.ts";
import { always, asked } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { Step } from "./types.ts";

/** The devices that the specification promises: path, major, minor; all are character devices, 0666. */
export const DEFAULT_DEVICES: readonly (readonly [path: string, major: number, minor: number])[] = [
  ["/dev/null", 1, 3],
  ["/dev/zero", 1, 5],
  ["/dev/full", 1, 7],
  ["/dev/random", 1, 8],
  ["/dev/urandom", 1, 9],
  ["/dev/tty", 5, 0],
];

const LINKS: readonly (readonly [path: string, text: string])[] = [
  ["/dev/fd", "/proc/self/fd"],
  ["/dev/stdin", "/proc/self/fd/0"],
  ["/dev/stdout", "/proc/self/fd/1"],
  ["/dev/stderr", "/proc/self/fd/2"],
];

const TYPE_BITS: Readonly<Record<Device["type"], number>> = {
  c: FILE.character,
  u: FILE.character,
  b: FILE.block,
  p: FILE.fifo,
};

const EVERYBODY = 0o666;

/** All device nodes, then /dev/ptmx and the links to the process' own descriptors. */
export function deviceSteps(scope: Scope): readonly Step[] {
  const { config } = scope;
  const configured = (config.linux?.devices ?? []).map((device, index) => ({
    device: { ...device, path: cleanPath(device.path) },
    pointer: below("/linux/devices", index),
  }));
  if (bindsDev(config.mounts ?? [])) return outsideDev(scope, configured);
  const own = configured.map(({ device, pointer }) => node(scope, device, pointer));
  const taken = new Set(configured.map(({ device }) => device.path));
  const defaults = DEFAULT_DEVICES.filter(([path]) => !taken.has(path)).map(
    ([path, major, minor]) =>
      node(scope, { type: "c", path, major, minor, fileMode: EVERYBODY }, null),
  );
  return [...own, ...defaults, ...linkSteps(scope)];
}

interface Configured {
  readonly device: Device;
  readonly pointer: string;
}

/** The engine bound a /dev of its own: nothing is made in it, since that would be on the host. */
function outsideDev(scope: Scope, configured: readonly Configured[]): readonly Step[] {
  const inside = configured.filter(({ device }) => device.path.startsWith("/dev/"));
  for (const { device, pointer } of inside) {
    scope.warnings.push({
      pointer,
      message: `${device.path} is not made: /dev is a bind mount, which has to hold it`,
    });
  }
  return configured
    .filter((one) => !inside.includes(one))
    .map(({ device, pointer }) => node(scope, device, pointer));
}

function node(scope: Scope, device: Device, pointer: string | null): Step {
  const { type, path } = device;
  const [major, minor] = numbers(device, pointer);
  // Engines send a whole st_mode; the type is said elsewhere.
  const mode = TYPE_BITS[type] | ((device.fileMode ?? EVERYBODY) & 0o7777);
  const place = { path, mode, major, minor };
  // mknod(2) of a device is refused in a user namespace, a FIFO is not a device.
  const bound = type !== "p" && (scope.namespaces.has("user") || scope.facts.inUserNamespace);
  const op = bound
    ? ({ op: "bind-device", source: path, ...place } as const)
    : ({ op: "mknod", ...place, uid: device.uid ?? 0, gid: device.gid ?? 0 } as const);
  return pointer === null ? always("devices", "default device", op) : asked("devices", pointer, op);
}

function numbers(device: Device, pointer: string | null): readonly [major: number, minor: number] {
  const { type, path, major, minor } = device;
  if (type === "p") return [0, 0];
  if (major === undefined || minor === undefined) {
    throw new PlanError(pointer ?? "", `device ${path} needs major and minor`);
  }
  return [major, minor];
}

function linkSteps(scope: Scope): readonly Step[] {
  const link = (path: string, text: string, replace: number): Step =>
    always("devices", "default link", { op: "symlink", text, path, replace });
  // The container's own devpts instance, whatever the image has there.
  const ptmx = link("/dev/ptmx", "pts/ptmx", 1);
  const hasProc = (scope.config.mounts ?? []).some(
    (mount) => cleanPath(mount.destination) === "/proc",
  );
  // Links are made only where they lead somewhere.
  return hasProc ? [ptmx, ...LINKS.map(([path, text]) => link(path, text, 0))] : [ptmx];
}
