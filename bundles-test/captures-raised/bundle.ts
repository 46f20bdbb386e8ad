// Engines that ask for more open files than the machine's usual limit.
import { defineBundle } from "../harness/define.ts";
import { raised, runCaptures } from "../harness/captured-runs.ts";

export const bundle = defineBundle({
  name: "captures-raised",
  title: "[P-17] configurations of podman with rlimits over the hard limit run",
  oracle: "runc",
  needs: ["memory", "pids", "cpu", "raise-limits"],
  config: {},
  setup(t) {
    // podman makes the places of its temporary file systems.
    for (const name of ["t", "run", "var/tmp"]) t.write(t.inside(`${name}/of-the-image`), "");
  },
  check(t) {
    runCaptures(t, raised);
  },
});
