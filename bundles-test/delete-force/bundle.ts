// Force in each state.
import { defineBundle } from "../harness/define.ts";
import { lives } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "delete-force",
  title:
    "[OP-27] [L-17] delete --force ends and removes a created, a running and a stopped container",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    for (const stage of ["created", "running", "stopped"]) {
      const pid = t.created();
      if (stage !== "created") t.succeeds(t.start());
      if (stage === "stopped") {
        t.succeeds(t.kill("KILL"));
        t.ended(pid);
      }
      t.is(
        t.runtime.call(["delete", t.place.id, "-f"]),
        { status: 0, stdout: "", stderr: "" },
        stage,
      );
      t.ok(!lives(pid), `${stage}: the process lives`);
      t.fails(t.runtime.call(["state", t.place.id]), /container does not exist/);
    }
  },
});
