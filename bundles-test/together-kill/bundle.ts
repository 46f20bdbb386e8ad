// Many callers at once on one container.
import { readdirSync } from "node:fs";
import { defineBundle } from "../harness/define.ts";
import { leftovers } from "../harness/leaks.ts";

// Forty verbs in the background; their words are lists, one a line.
const STORM = `
side=$1 id=$2
shift 2
n=0
while read -r verb; do
	n=$((n + 1))
	{ "$@" $verb >"$side/out.$n" 2>"$side/err.$n" </dev/null; echo $? >"$side/status.$n"; } &
done
wait
`;

export const bundle = defineBundle({
  name: "together-kill",
  title:
    "in a storm of kills, states, execs and deletes each has an answer of its own, and nothing is left",
  oracle: { none: "runc 1.1 tells of inner errors when a container goes under an exec" },
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const { id, side } = t.place;
    const storm = (...verbs: readonly string[]): readonly string[] => {
      for (const name of readdirSync(side)) t.remove(t.beside(name));
      const wrap = ["sh", "-c", STORM, "sh", side, id];
      const input = `${verbs.join("\n")}\n`;
      t.succeeds(t.runtime.call([], { wrap, input, limit: 60_000 }));
      return verbs.map((verb, at) => {
        const status = (t.read(t.beside(`status.${at + 1}`)) ?? "").trim();
        const complaint = t.read(t.beside(`err.${at + 1}`)) ?? "";
        // 137: the program of exec ended with its container.
        const quiet = ["0", "137"].includes(status) && complaint === "";
        const one = !["", "0"].includes(status) && /^[^\n]+\n$/.test(complaint);
        t.ok(quiet || one, `${verb}: status ${status}: ${complaint}`);
        t.ok(!/panic|bun\.report/i.test(complaint), `${verb}: ${complaint}`);
        return status;
      });
    };
    const times = (count: number, ...verbs: readonly string[]): readonly string[] =>
      Array.from({ length: count }, () => verbs).flat();

    t.up();
    const alive = storm(...times(10, `kill ${id} CONT`, `state ${id}`, `kill ${id} 0`, "list"));
    t.is(new Set(alive), new Set(["0"]), "while it lives");
    t.is(t.status, "running");

    storm(
      ...times(8, `kill ${id} KILL`, `exec ${id} true`, `state ${id}`, `kill --all ${id} TERM`),
    );
    t.wait(() => t.status === "stopped", "it stopped");
    const gone = storm(...times(12, `delete ${id}`));
    t.ok(gone.includes("0"), "one deleted it");
    t.is(leftovers(id, t.runtime.root), [], "left after a storm of deletes");

    t.succeeds(t.create());
    storm(
      ...times(5, `start ${id}`, `kill ${id} KILL`, `delete --force ${id}`),
      ...times(5, `pause ${id}`, `resume ${id}`),
    );
    t.succeeds(t.delete({ flags: ["--force"] }));
    t.is(leftovers(id, t.runtime.root), [], "left at the end");
  },
});
