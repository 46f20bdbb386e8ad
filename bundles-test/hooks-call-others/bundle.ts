// Hooks that call the runtime for their own container: the verbs that are called less.
import { defineBundle } from "../harness/define.ts";

/** Status of each verb while the container is being created, and when it runs. */
const ANSWERS: readonly (readonly [verb: string, creating: number, running: number])[] = [
  ["start ID", 1, 1],
  ["pause ID", 1, 0],
  ["resume ID", 1, 0],
  ["ps -f json ID", 0, 0],
  ["update --pids-limit 100 ID", 1, 0],
  ["events --stats ID", 1, 0],
  ["stats ID", 1, 0],
  ["ns ID", 1, 0],
  ["create --bundle BUNDLE ID", 1, 1],
  ["run --bundle BUNDLE ID", 1, 1],
];

export const bundle = defineBundle({
  name: "hooks-call-others",
  title: "hooks may call the verbs that are called less, for their container: each answers at once",
  oracle: { none: "runc 1.1 has no state before its hooks have run" },
  needs: ["freezer", "pids"],
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const { id, bundle } = t.place;
    const log = t.beside("log");
    const program = t.runtime.command([]).join(" ");
    const lines = ANSWERS.map(([verb]) => {
      const words = verb.replace("ID", id).replace("BUNDLE", bundle);
      return `timeout 15 ${program} ${words} >/dev/null 2>&1; echo "${verb} $?"`;
    });
    const script = `{ ${lines.join("; ")}; } >${log}`;
    const hook = { path: "/bin/sh", args: ["sh", "-c", script], env: ["PATH=/usr/bin:/bin"] };
    const told = (kind: string): readonly string[] => {
      t.remove(log);
      t.configure({ hooks: { [kind]: [hook] } });
      t.succeeds(t.create());
      t.succeeds(t.start());
      t.succeeds(t.delete({ flags: ["--force"] }));
      return (t.read(log) ?? "").trim().split("\n");
    };
    const expected = (column: 1 | 2): readonly string[] =>
      ANSWERS.map((answer) => `${answer[0]} ${answer[column]}`);
    for (const kind of ["prestart", "createRuntime"]) t.is(told(kind), expected(1), kind);
    t.is(told("poststart"), expected(2), "poststart");
  },
});
