// State files of which the end is missing.
import { readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { lives } from "../harness/host.ts";
import { defineBundle } from "../harness/define.ts";
import { leftovers } from "../harness/leaks.ts";

const CUTS = 8;

export const bundle = defineBundle({
  name: "state-cut",
  title: "a state file that was cut off is an error that names it, hides no other, and is cleared",
  oracle: { none: "the files are tsrun's own" },
  config: { process: { args: ["sleep", "60"] }, linux: { cgroupsPath: undefined } },
  check(t) {
    const { id, bundle: path } = t.place;
    const other = `${id}-other`;
    t.succeeds(t.runtime.call(["create", "--bundle", path, other]));
    t.later(() => void t.runtime.call(["delete", "--force", other]));
    const others = `process ${JSON.parse(t.runtime.call(["state", other]).stdout).pid}`;
    for (const file of ["state.json", "journal", "front"]) {
      for (let cut = 0; cut < CUTS; cut++) {
        const pid = cut % 2 === 0 ? t.created() : t.up();
        const at = join(t.runtime.root, id, file);
        const whole = readFileSync(at);
        // A state without its last newline is whole.
        const length = Math.floor(((whole.length - 1) * cut) / CUTS);
        truncateSync(at, length);
        const what = `${file}, ${length} of ${whole.length} bytes`;
        // Without the card that the short verbs go by.
        if (file === "state.json") {
          t.remove(join(t.runtime.root, id, "front"));
          for (const verb of [["state"], ["start"], ["kill"]]) {
            const answer = t.runtime.call([...verb, id]);
            t.fails(answer, /^[^\n]*(broken|delete --force clears it)[^\n]*\n$/);
          }
          t.ok(lives(pid), `${what}: it lives`);
        } else {
          t.is(t.status, cut % 2 === 0 ? "created" : "running", what);
        }
        const listed = t.runtime.call(["list", "--quiet"]);
        t.is(listed.status, 0, `${what}: list`);
        t.ok(listed.stdout.split("\n").includes(other), `${what}: list names the other`);
        t.is(t.delete({ flags: ["--force"] }), { status: 0, stdout: "", stderr: "" }, what);
        t.is(
          leftovers(id, t.runtime.root).filter((left) => !left.includes(other) && left !== others),
          [],
          what,
        );
        t.ok(!lives(pid), `${what}: the process lives`);
      }
    }
  },
});
