// Hooks that call the runtime for their own container.
import { defineBundle } from "../harness/define.ts";

const OUTSIDE = ["prestart", "createRuntime", "createContainer", "poststart", "poststop"] as const;

export const bundle = defineBundle({
  name: "hooks-call-verbs",
  title: "hooks may call any verb for their container: nobody waits for ever",
  oracle: { none: "runc 1.1 has no state before its hooks have run" },
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const { id } = t.place;
    const log = t.beside("log");
    const hook = (verb: string) => ({
      path: "/bin/sh",
      args: [
        "sh",
        "-c",
        `timeout 15 ${t.runtime.command([]).join(" ")} ${verb} >>${log} 2>&1; echo "status $?" >>${log}`,
      ],
      env: ["PATH=/usr/bin:/bin"],
    });
    const during = (kind: string, verb: string): string => {
      t.remove(log);
      t.configure({ hooks: { [kind]: [hook(verb)] } });
      const begin = Date.now();
      const created = t.create();
      if (created.status === 0) t.start();
      t.succeeds(t.delete({ flags: ["--force"] }));
      t.ok(Date.now() - begin < 9000, `${verb} from ${kind}: ${Date.now() - begin} ms`);
      return t.read(log) ?? "";
    };
    const seen = (kind: string): string => (kind === "poststart" ? "running" : "creating");
    for (const kind of OUTSIDE) {
      const before = kind !== "poststart" && kind !== "poststop";
      const told = during(kind, `state ${id}`);
      if (kind === "poststop") t.match(told, /does not exist[^\n]*\nstatus 1\n/, kind);
      else t.match(told, new RegExp(`"status": "${seen(kind)}"[^]*status 0`), kind);
      t.match(during(kind, "list -q"), /status 0\n$/, `list from ${kind}`);
      const ok = kind === "poststart";
      t.match(
        during(kind, `kill ${id} KILL`),
        ok ? /status 0\n$/ : /status 1\n$/,
        `kill from ${kind}`,
      );
      t.match(
        during(kind, `exec ${id} true`),
        ok ? /status 0\n$/ : /status 255\n$/,
        `exec from ${kind}`,
      );
      t.match(during(kind, `delete ${id}`), /status 1\n$/, `delete from ${kind}`);
      // In a create this ends the create and with it the hook, before it can tell.
      const forced = during(kind, `delete --force ${id}`);
      if (!before) t.match(forced, /status 0\n$/, `delete --force from ${kind}`);
    }
  },
});
