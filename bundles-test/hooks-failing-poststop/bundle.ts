// What runs after a hook that failed.
import { defineBundle } from "../harness/define.ts";

const run = (text: string) => ({
  path: "/bin/sh",
  args: ["sh", "-c", text],
  env: ["PATH=/bin:/usr/bin"],
});

export const bundle = defineBundle({
  name: "hooks-failing-poststop",
  title:
    "[L-9] [L-12] [L-15] after a failing hook the container is destroyed and poststop hooks run",
  oracle: {
    none: "runc 1.1 runs no poststop hooks there and keeps the container when poststart fails",
  },
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const log = t.beside("log");
    const poststop = [run(`echo poststop >> ${log}`)];
    for (const kind of ["prestart", "createRuntime", "createContainer"]) {
      t.write(log, "");
      t.rejects({ hooks: { [kind]: [run("exit 1")], poststop } }, /hook/);
      t.is(t.read(log), "poststop\n", kind);
    }
    for (const kind of ["startContainer", "poststart"]) {
      t.write(log, "");
      t.configure({ hooks: { [kind]: [run("exit 1")], poststop } });
      const pid = t.created();
      t.fails(t.start(), new RegExp(`${kind} hook`));
      t.ended(pid);
      t.is(t.read(log), "poststop\n", kind);
      t.fails(t.runtime.call(["state", t.place.id]), /container does not exist/);
    }
  },
});
