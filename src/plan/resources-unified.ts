// linux.resources.unified: files of the v2 cgroup, written as they are.
import { cgroupWrite } from "./resources-write.ts";
import type { Place } from "./resources-write.ts";
import { PlanError } from "./types.ts";
import type { Step } from "./types.ts";

const BASE = "/linux/resources/unified";

/**
 * One write for each line: files with keys take one key at a time. Keys that tsrun does not know are
 * written too, when their controller is there.
 *
 * @throws PlanError without a v2 hierarchy, for what is no file name, for a missing controller
 */
export function planUnified(
  unified: Readonly<Record<string, string>>,
  target: { readonly place: Place; readonly controllers: readonly string[] } | null,
): readonly Step[] {
  const entries = Object.entries(unified);
  if (entries.length === 0) return [];
  if (target === null) {
    throw new PlanError(BASE, "invalid configuration: cannot use unified on cgroup v1");
  }
  return entries.flatMap(([key, text]) => {
    const pointer = `${BASE}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (key === "" || key === "." || key === ".." || /[/\0]/.test(key)) {
      throw new PlanError(pointer, `${JSON.stringify(key)} is not the name of a cgroup file`);
    }
    const controller = controllerOf(key);
    if (controller !== null && !target.controllers.includes(controller)) {
      throw new PlanError(
        pointer,
        `cannot set ${key}: there is no ${controller} controller on the cgroup v2 hierarchy`,
      );
    }
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    // An empty value empties the file.
    return (lines.length === 0 ? [""] : lines).map((line) =>
      cgroupWrite(target.place, key, line, pointer),
    );
  });
}

/** The controller that brings a v2 file, null for the core's own (`cgroup.*`, pressure). */
export function controllerOf(file: string): string | null {
  if (file.startsWith("cgroup.") || file.endsWith(".pressure")) return null;
  const dot = file.indexOf(".");
  return dot < 0 ? file : file.slice(0, dot);
}
