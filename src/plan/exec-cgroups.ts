// The cgroups that exec's process enters: the container's, or those below it that --cgroup names.
import { always } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { ExecCgroup, Step } from "./types.ts";

/** Controllers of one --cgroup, and the path below the container's cgroup. */
interface Wish {
  /** Empty: all. */
  readonly controllers: readonly string[];
  readonly path: string;
  readonly text: string;
}

const POINTER = "";

function parse(text: string, alone: boolean): Wish {
  const parts = text.split(":");
  if (parts.length > 2) throw new PlanError(POINTER, `invalid --cgroup argument: ${text}`);
  const [first = "", second] = parts;
  if (second === undefined) {
    if (alone) return { controllers: [], path: below(first, text), text };
    throw new PlanError(
      POINTER,
      `invalid --cgroup argument: ${text} (missing <controller>: prefix)`,
    );
  }
  return { controllers: first.split(","), path: below(second, text), text };
}

/** A path that stays below: without empty and `.` parts, and no `..` that leads out. */
function below(path: string, text: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined)
      throw new PlanError(POINTER, `bad sub cgroup path: ${text}`);
  }
  return parts.join("/");
}

/** The path below each cgroup. @throws PlanError for an unknown controller, or one named twice */
function wished(cgroups: readonly ExecCgroup[], texts: readonly string[]): readonly string[] {
  if (cgroups.length === 0) throw new PlanError(POINTER, "--cgroup: the container has no cgroup");
  const wishes = texts.map((text) => parse(text, texts.length === 1));
  const named = wishes.flatMap(({ controllers }) => controllers);
  const twice = named.find((name, index) => named.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new PlanError(
      POINTER,
      `invalid --cgroup argument(s): controller ${twice} specified multiple times`,
    );
  }
  const v1 = cgroups.some(({ version }) => version === 1);
  for (const name of named) {
    const known = cgroups.some((one) => one.version === 1 && one.controllers.includes(name));
    if (!known) throw new PlanError(POINTER, `unknown controller ${name} in --cgroup`);
  }
  return cgroups.map((cgroup) => {
    // Beside v1 the unified hierarchy has no controllers that a path could be meant for.
    if (v1 && cgroup.version === 2) return "";
    const wish = wishes.find(
      ({ controllers }) =>
        controllers.length === 0 || controllers.some((name) => cgroup.controllers.includes(name)),
    );
    return wish?.path ?? "";
  });
}

/**
 * The steps that put the process into its cgroups.
 *
 * @param texts - each `[CTRL[,CTRL]:]PATH`; none: the container's own cgroups
 * @throws PlanError
 */
export function joinCgroups(
  cgroups: readonly ExecCgroup[],
  texts: readonly string[],
): readonly Step[] {
  const paths = texts.length === 0 ? cgroups.map(() => "") : wished(cgroups, texts);
  return cgroups.map(({ mount, path, version, initPath }, index) => {
    const sub = paths[index] ?? "";
    if (sub !== "") {
      const op = { op: "cgroup-join", mount, path: `${path}/${sub}`, version } as const;
      return always("cgroup", "--cgroup", op);
    }
    const why = "the container's cgroup";
    return initPath === null || initPath === path
      ? always("cgroup", why, { op: "cgroup-join", mount, path, version })
      : always("cgroup", why, { op: "cgroup-follow", mount, path, instead: initPath });
  });
}
