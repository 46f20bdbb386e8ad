// Files on the host that a configuration names: the root, sources of binds, hooks, namespaces,
// devices for user namespaces, sockets.
import { below } from "../../json/pointer.ts";
import { finding } from "../../config/finding.ts";
import { NAMESPACE_FILES } from "../../plan/namespaces.ts";
import { resolveFrom } from "../../plan/paths.ts";
import type { HostScope } from "./view.ts";

/** Hooks of these lists run in the runtime's namespaces, so their programs are the host's. */
const HOST_HOOKS = ["prestart", "createRuntime", "poststart", "poststop"] as const;

function checkRoot({ config, bundle, view, report }: HostScope): void {
  const path = resolveFrom(bundle, config.root.path);
  const kind = view.kind(path);
  if (kind === "directory") return;
  const what = { missing: "is not there", unseen: "cannot be looked at by this user" } as const;
  const rule =
    kind === "missing" || kind === "unseen" ? `${path} ${what[kind]}` : `${path} is no directory`;
  report(finding(kind === "unseen" ? "warning" : "error", "/root/path", `invalid rootfs: ${rule}`));
}

function checkBinds({ config, bundle, view, report }: HostScope): void {
  for (const [index, mount] of (config.mounts ?? []).entries()) {
    const options = mount.options ?? [];
    const bind = options.includes("bind") || options.includes("rbind") || mount.type === "bind";
    if (!bind || mount.source === undefined || options.includes("remount")) continue;
    const path = resolveFrom(bundle, mount.source);
    const place = `${below("/mounts", index)}/source`;
    if (view.kind(path) === "missing") {
      report(finding("error", place, `bind source ${path} is not there`));
    }
  }
}

function checkHooks({ config, view, report }: HostScope): void {
  for (const list of HOST_HOOKS) {
    for (const [index, { path }] of (config.hooks?.[list] ?? []).entries()) {
      const place = `${below(`/hooks/${list}`, index)}/path`;
      const kind = view.kind(path);
      if (kind === "missing") report(finding("error", place, `the hook ${path} is not there`));
      else if (kind === "unseen") continue;
      else if (kind !== "file" || !view.executable(path)) {
        report(finding("error", place, `the hook ${path} is no program that can be executed`));
      }
    }
  }
}

function checkNamespaces({ config, view, report }: HostScope): void {
  for (const [index, { type, path = "" }] of (config.linux?.namespaces ?? []).entries()) {
    if (path === "") continue;
    const place = `${below("/linux/namespaces", index)}/path`;
    const kind = view.kind(path);
    if (kind === "missing") {
      report(finding("error", place, `the namespace ${path} is not there`));
    } else if (kind !== "file" && kind !== "unseen") {
      report(finding("error", place, `${path} is no namespace`));
    }
    // A link of /proc/PID/ns says which kind it is; a bind mount of one elsewhere does not.
    const named = /^\/proc\/[^/]+\/(?:task\/\d+\/)?ns\/(\w+)$/.exec(path)?.[1];
    if (named === undefined || named === NAMESPACE_FILES[type]) continue;
    if (named.replace(/_for_children$/, "") === NAMESPACE_FILES[type]) continue;
    report(finding("error", place, `${path} is a namespace of another kind than ${type}`));
  }
}

/** In a user namespace devices are bound from the host instead of made. */
function checkDevices({ config, facts, view, report }: HostScope): void {
  const users = config.linux?.namespaces?.some(({ type }) => type === "user") ?? false;
  if (!users && !facts.inUserNamespace) return;
  for (const [index, device] of (config.linux?.devices ?? []).entries()) {
    if (device.type === "p") continue;
    const place = below("/linux/devices", index);
    const found = view.device(device.path);
    if (found === null) {
      const rule = `${device.path} is no device of the host: in a user namespace none can be made`;
      report(finding("error", `${place}/path`, rule));
    } else if (found[0] !== device.major || found[1] !== device.minor) {
      const rule = `must have the numbers of the host's ${device.path}, ${found[0]}:${found[1]}`;
      report(finding("error", place, rule));
    }
  }
}

function checkListener({ config, view, report }: HostScope): void {
  const path = config.linux?.seccomp?.listenerPath ?? "";
  const notifies = config.linux?.seccomp?.syscalls?.some((r) => r.action === "SCMP_ACT_NOTIFY");
  if (path === "" || notifies !== true) return;
  const kind = view.kind(path);
  if (kind === "socket" || kind === "unseen") return;
  report(finding("error", "/linux/seccomp/listenerPath", `there is no socket at ${path}`));
}

function checkNetDevices({ config, view, report }: HostScope): void {
  for (const name of Object.keys(config.linux?.netDevices ?? {})) {
    if (view.kind(`/sys/class/net/${name}`) !== "missing") continue;
    report(finding("error", below("/linux/netDevices", name), `the host has no device ${name}`));
  }
}

/** Checks that the files of the host that a configuration names are there and of the right kind. */
export function checkFiles(scope: HostScope): void {
  checkRoot(scope);
  checkBinds(scope);
  checkHooks(scope);
  checkNamespaces(scope);
  checkDevices(scope);
  checkListener(scope);
  checkNetDevices(scope);
}
