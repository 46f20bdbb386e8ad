// The runtime is killed while CRIU works.
import { spawn } from "node:child_process";
import { checkpoint, counting, countsOn, prepareCount, quiet, restore } from "../harness/criu.ts";
import { defineBundle } from "../harness/define.ts";
import { leftovers } from "../harness/leaks.ts";
import { sleep, slow } from "../harness/sleep.ts";
import type { Test } from "../harness/test.ts";

const TIMES = 5;

/** Kills a verb after a part of the time that it takes. */
function cut(t: Test, verb: readonly string[], after: number): void {
  const [file = "", ...args] = t.runtime.command(verb);
  const child = spawn(file, args, {
    stdio: "ignore",
    env: { PATH: "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin" },
  });
  sleep(after);
  child.kill("SIGKILL");
}

/** Whether state and list answer, and delete --force takes everything away, CRIU's work too. */
function recovers(t: Test, what: string): void {
  const state = t.runtime.call(["state", t.place.id]);
  if (state.status === 0) JSON.parse(state.stdout);
  else t.match(state.stderr, /container does not exist/, what);
  t.succeeds(t.runtime.call(["list"]));
  t.succeeds(t.delete({ flags: ["--force"] }));
  t.wait(() => leftovers(t.place.id, t.runtime.root).length === 0, `nothing is left: ${what}`);
}

export const bundle = defineBundle({
  name: "checkpoint-killed",
  title:
    "killed in the middle of a checkpoint or a restore, state answers and delete --force clears",
  oracle: { none: "runc leaves a mount behind" },
  needs: ["criu"],
  config: (place) => counting(place),
  setup: prepareCount,
  check(t) {
    const images = ["--image-path", t.beside("images"), "--work-path", t.beside("work")];
    const begin = Date.now();
    t.up({ wrap: quiet });
    countsOn(t, 0);
    t.succeeds(checkpoint(t));
    t.succeeds(restore(t));
    t.succeeds(t.delete({ flags: ["--force"] }));
    // Somewhere within the time that one takes; where exactly is no matter.
    const part = Math.max(10 * slow, (Date.now() - begin) / 2 / TIMES);
    for (let turn = 0; turn < TIMES; turn++) {
      const bundle = ["--bundle", t.place.bundle];
      cut(t, ["restore", "--detach", ...images, ...bundle, t.place.id], turn * part);
      recovers(t, `restore, turn ${turn}`);
    }
    for (let turn = 0; turn < TIMES; turn++) {
      t.up({ wrap: quiet });
      cut(t, ["checkpoint", "--image-path", t.beside(`images-${turn}`), t.place.id], turn * part);
      recovers(t, `checkpoint, turn ${turn}`);
    }
  },
});
