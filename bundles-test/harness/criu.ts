// What the checks of checkpoint and restore share.
import { usualMounts } from "./base.ts";
import { script } from "./base.ts";
import type { Place } from "./define.ts";
import type { Json } from "./json.ts";
import type { CallOptions, Result } from "./runtime.ts";
import type { Test } from "./test.ts";

/** In front of a create: stdio that CRIU can save, which files of the host are not. */
export const quiet: readonly string[] = ["sh", "-c", 'exec "$@" </dev/null >/dev/null 2>&1', "sh"];

/** A configuration whose program counts in a file beside the bundle, mounted at /data. */
export function counting(place: Place, before = ""): Json {
  return {
    process: script(
      `${before}i=0; while :; do i=$((i+1)); echo $i >/data/new; mv /data/new /data/count; sleep 0.05; done`,
    ),
    mounts: [
      ...usualMounts,
      {
        destination: "/data",
        type: "bind",
        source: `${place.side}/data`,
        options: ["rbind", "rw"],
      },
    ],
  };
}

/** Makes the directory of the counter. */
export function prepareCount(t: Test): void {
  t.write(t.beside("data/count"), "0\n");
}

/** How far it has counted. */
export function counted(t: Test): number {
  return Number(t.read(t.beside("data/count")));
}

/** Waits until it has counted on from a number. */
export function countsOn(t: Test, from: number): void {
  t.wait(() => counted(t) > from + 1, `it counts on from ${from}`);
}

/** checkpoint into `images` beside the bundle. */
export function checkpoint(
  t: Test,
  flags: readonly string[] = [],
  options: CallOptions = {},
): Result {
  const where = ["--image-path", t.beside("images"), "--work-path", t.beside("work")];
  return t.runtime.call(["checkpoint", ...where, ...flags, t.place.id], options);
}

/** restore from there, detached. */
export function restore(t: Test, flags: readonly string[] = [], options: CallOptions = {}): Result {
  const where = ["--image-path", t.beside("images"), "--work-path", t.beside("work")];
  const bundle = ["--bundle", t.place.bundle];
  return t.runtime.call(
    ["restore", "--detach", ...where, ...bundle, ...flags, t.place.id],
    options,
  );
}
