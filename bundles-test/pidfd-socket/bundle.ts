// A pidfd for the caller.
import { defineBundle } from "../harness/define.ts";
import { beside, tool } from "../harness/tools.ts";

export const bundle = defineBundle({
  name: "pidfd-socket",
  title: "--pidfd-socket gets one pidfd of the process, from create and from exec",
  oracle: { none: "neither runc 1.1 nor crun 1.8 has the flag" },
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const listen = (name: string) => {
      const path = t.beside(name);
      const program = beside(t, [tool("terminal"), "pidfd", path]);
      t.wait(() => t.exists(path), "the socket is there");
      return { flags: ["--pidfd-socket", path], output: program.output };
    };
    t.rejects({}, /connect .*nosuch: no such file or directory/, {
      flags: ["--pidfd-socket", t.beside("nosuch")],
    });
    const create = listen("create");
    const pid = t.created({ flags: create.flags });
    t.wait(() => create.output() !== "", "the pidfd of create");
    t.is(create.output(), `standard ${pid}\n`);
    t.succeeds(t.start());

    const exec = listen("exec");
    const file = t.beside("pid");
    const flags = [...exec.flags, "--detach", "--pid-file", file];
    t.succeeds(t.exec(["sleep", "50"], { flags }));
    t.wait(() => exec.output() !== "", "the pidfd of exec");
    t.is(exec.output(), `setns ${t.read(file)}\n`);
    t.succeeds(t.kill("KILL"));
    t.wait(() => create.output().endsWith("ended\n"), "the end is seen through it");
    t.wait(() => exec.output().endsWith("ended\n"), "exec's too");
    t.succeeds(t.delete({ flags: ["--force"] }));

    const run = listen("run");
    t.succeeds(t.run({ flags: ["--detach", ...run.flags] }));
    t.wait(() => run.output() !== "", "the pidfd of run");
    t.is(run.output(), `standard ${t.pid}\n`);
  },
});
