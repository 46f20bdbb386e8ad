// delete --force while another verb is at work.
import { defineBundle } from "../harness/define.ts";
import { leftovers } from "../harness/leaks.ts";

// A verb in the background, a moment, and the delete.
const DURING = `
moment=$1 side=$2 id=$3 verb=$4
shift 4
# The verb is a list of words.
"$@" $verb >"$side/out" 2>"$side/err" </dev/null &
sleep "$moment"
"$@" delete --force "$id" >"$side/deleted" 2>&1
echo $?
wait $!
echo $?
`;

const MOMENTS = ["0", "0.005", "0.01", "0.015", "0.02", "0.03", "0.04", "0.06"];

export const bundle = defineBundle({
  name: "together-delete",
  title: "delete --force during create, start, exec and update succeeds, and nothing is left",
  oracle: {
    none: "when the container goes under an exec runc 1.1 says several lines and crun 1.8 none",
  },
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const { id, side } = t.place;
    const during = (verb: string, moment: string): void => {
      const output = t.succeeds(
        t.runtime.call([], { wrap: ["sh", "-c", DURING, "sh", moment, side, id, verb] }),
      );
      const [deleted = "", status = ""] = output.split("\n");
      t.is([deleted, t.read(t.beside("deleted"))], ["0", ""], `delete during ${verb}`);
      const complaint = t.read(t.beside("err")) ?? "";
      // It may have come too late, or too early.
      t.ok(
        // 137: the program of exec ended with its container.
        (["0", "137"].includes(status) && complaint === "") || /^[^\n]+\n$/.test(complaint),
        `${verb} after ${moment} s: status ${status}: ${complaint}`,
      );
      // A create that began after the delete is there.
      t.succeeds(t.delete({ flags: ["--force"] }));
      t.is(leftovers(id, t.runtime.root), [], `left after ${verb}, ${moment} s`);
    };
    for (const moment of MOMENTS) {
      during(`create --bundle ${t.place.bundle} ${id}`, moment);
      t.succeeds(t.create());
      during(`start ${id}`, moment);
      t.up();
      during(`exec ${id} sleep 0.02`, moment);
      t.up();
      during(`update --pids-limit 100 --cpu-share 512 ${id}`, moment);
    }
  },
});
