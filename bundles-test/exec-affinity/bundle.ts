// CPUs of processes that join.
import { defineBundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";
import type { Test } from "../harness/test.ts";

const seen = "grep Cpus_allowed_list /proc/self/status | cut -f2";

function cpus(t: Test, execCPUAffinity: Json): string {
  const document = t.beside("process.json");
  const env = ["PATH=/bin"];
  t.write(document, JSON.stringify({ args: ["sh", "-c", seen], cwd: "/", env, execCPUAffinity }));
  return t.succeeds(t.exec([], { flags: ["--process", document] }));
}

export const bundle = defineBundle({
  name: "exec-affinity",
  title:
    "[P-38] [P-39] [P-40] [P-41] exec runs on the CPUs of execCPUAffinity, the first process does not",
  oracle: { none: "runc 1.1 does not know the section" },
  needs: ["two-cpus"],
  config: { process: { args: ["sleep", "30"], execCPUAffinity: { initial: "1", final: "1" } } },
  check(t) {
    const pid = t.up();
    const own = (of: number | "self"): string =>
      /Cpus_allowed_list:\t(.*)/.exec(t.read(`/proc/${of}/status`) ?? "")?.[1] ?? "";
    t.is(own(pid), own("self"), "init");
    t.is(cpus(t, { final: "1" }), "1\n");
    t.is(cpus(t, { initial: "0", final: "1" }), "1\n");
    t.is(cpus(t, {}), `${own("self")}\n`);
    t.succeeds(t.delete({ flags: ["--force"] }));
    t.rejects({ process: { execCPUAffinity: { initial: "0-" } } }, /must be a list/);
  },
});
