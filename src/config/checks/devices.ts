// Device nodes and network devices.
import { below } from "../../json/pointer.ts";
import type { Config, Device } from "../config.gen.ts";
import { finding } from "../finding.ts";
import type { Report } from "../finding.ts";
import { hasNamespace } from "./namespaces.ts";

/** Bytes of an interface name without its NUL: IFNAMSIZ - 1. */
const MAX_NAME = 15;

function numberOf(device: Device): string {
  const kind = device.type === "u" ? "c" : device.type;
  return kind === "p" ? "p" : `${kind} ${device.major}:${device.minor}`;
}

/** Checks `/linux/devices`: a device listed twice is doubtful, two at one path cannot be made. */
export function checkDevices(config: Config, report: Report): void {
  const byPath = new Map<string, string>();
  const byNumber = new Map<string, string>();
  for (const [index, device] of (config.linux?.devices ?? []).entries()) {
    const place = below("/linux/devices", index);
    const number = numberOf(device);
    const other = byPath.get(device.path);
    if (other !== undefined && other !== number) {
      const rule = `must not be the path of another device, ${other}`;
      report(finding("error", `${place}/path`, rule, device.path));
    }
    const twin = byNumber.get(number);
    if (number !== "p" && twin !== undefined) {
      report(finding("warning", place, `should be listed once: ${number} is ${twin} already`));
    }
    byPath.set(device.path, number);
    byNumber.set(number, device.path);
  }
}

/** What the kernel refuses as an interface name inside (dev_valid_name, dev_alloc_name). */
function nameFault(name: string): string | null {
  if (new TextEncoder().encode(name).length > MAX_NAME)
    return `must have at most ${MAX_NAME} bytes`;
  // A template: one %d, of which the kernel makes a number.
  return /^[^%]*(%d[^%]*)?$/.test(name) ? null : "may have one %d and no other %";
}

/** Checks `/linux/netDevices`. */
export function checkNetDevices(config: Config, report: Report): void {
  const devices = Object.entries(config.linux?.netDevices ?? {});
  if (devices.length > 0 && !hasNamespace(config, "network")) {
    const rule = "unable to move network devices without a NET namespace";
    report(finding("error", "/linux/netDevices", rule));
  }
  const targets = new Set<string>();
  for (const [outside, device] of devices) {
    const place = below("/linux/netDevices", outside);
    const target = device.name ?? outside;
    const fault = nameFault(target);
    if (fault !== null) {
      report(finding("error", place, `invalid network device name: ${fault}`, target));
    }
    if (targets.has(target) && !target.includes("%d")) {
      report(finding("error", place, "must not have the name inside of another device", target));
    }
    targets.add(target);
  }
}
