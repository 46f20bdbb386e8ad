// A hook of create that fails.
import { defineBundle } from "../harness/define.ts";

const run = (text: string) => ({
  path: "/bin/sh",
  args: ["sh", "-c", text],
  env: ["PATH=/bin:/usr/bin"],
});

export const bundle = defineBundle({
  name: "hooks-failing",
  title: "[L-9] [L-10] a failing hook of create fails it; nothing later runs, nothing is left",
  oracle: "runc",
  config: {},
  check(t) {
    const log = t.beside("log");
    for (const kind of ["prestart", "createRuntime", "createContainer"]) {
      const hooks = {
        createContainer: [],
        [kind]: [
          run(`echo 1 >> ${log}`),
          run("echo a reason >&2; exit 3"),
          run(`echo 2 >> ${log}`),
        ],
        startContainer: [run(`echo 3 >> ${log}`)],
      };
      t.write(log, "");
      t.rejects({ hooks }, /hook #1.*exit status 3.*a reason/);
      t.is(t.read(log), "1\n", kind);
    }
    const none = [run(""), { path: "/no/such/hook" }];
    t.rejects({ hooks: { createRuntime: none } }, /hook #1.*no such file or directory/);
  },
});
