// Stdio on pipes, as engines give it.
import { script } from "../harness/base.ts";
import { checkpoint, restore } from "../harness/criu.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "checkpoint-pipes",
  title: "pipes on stdio become those of the restore, whoever in the container holds them",
  oracle: "runc",
  needs: ["criu"],
  config: {
    // init itself gives its stdio up: only its child has the pipe.
    process: script(
      "(i=0; while :; do i=$((i+1)); echo $i; sleep 0.05; done) & exec >/dev/null 2>&1; wait",
    ),
  },
  check(t) {
    // The pipeline ends with the container: it is not waited for.
    const into = (name: string): readonly string[] => [
      "sh",
      "-c",
      `{ "$@" </dev/null 2>&1 | cat >${t.beside(name)}; } &`,
      "sh",
    ];
    const lines = (name: string): readonly string[] =>
      (t.read(t.beside(name)) ?? "").trim().split("\n");
    const is = (status: string): boolean =>
      t.runtime.call(["state", t.place.id]).stdout.includes(`"status": "${status}"`);

    t.create({ wrap: into("first") });
    t.wait(() => is("created"), "it is created");
    t.succeeds(t.start());
    t.wait(() => lines("first").length > 3, "it writes");
    t.succeeds(checkpoint(t));
    const last = Number(lines("first").at(-1));

    restore(t, [], { wrap: into("second") });
    t.wait(() => lines("second").length > 3, "it writes into the other pipe");
    t.ok(Number(lines("second")[0]) <= last + 1, "nothing is lost");
    t.wait(() => is("running"), "it runs");
  },
});
