// An engine dies in the middle of a create, and takes the runtime along (PR_SET_PDEATHSIG).
import { defineBundle } from "../harness/define.ts";
import { leftovers } from "../harness/leaks.ts";
import { beside } from "../harness/tools.ts";

export const bundle = defineBundle({
  name: "create-killed",
  title: "[CT-7] what a create leaves that was killed half-way is cleared by delete --force",
  oracle: { none: "runc 1.1 leaves its state directory and finds no container in it" },
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const { id, bundle } = t.place;
    const mark = t.beside("mark");
    const hook = (kind: string) => ({
      hooks: { [kind]: [{ path: "/bin/sh", args: ["sh", "-c", `touch ${mark}; exec sleep 60`] }] },
    });
    for (const kind of ["prestart", "createRuntime", "createContainer"]) {
      t.remove(mark);
      t.configure(hook(kind));
      const create = beside(t, t.runtime.command(["create", "--bundle", bundle, id]));
      t.wait(() => t.exists(mark), `the ${kind} hook runs`);
      process.kill(create.pid, "SIGKILL");
      t.ended(create.pid);
      t.is(t.delete({ flags: ["--force"] }), { status: 0, stdout: "", stderr: "" }, kind);
      t.wait(() => leftovers(id, t.runtime.root).length === 0, `nothing is left: ${kind}`);
    }
  },
});
