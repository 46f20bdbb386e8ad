// What engines really ask for runs to its end.
import { defineBundle } from "../harness/define.ts";
import { captureNames } from "../harness/captures.ts";
import { living, raised, runCaptures, usual } from "../harness/captured-runs.ts";

export const bundle = defineBundle({
  name: "captures",
  title: "configurations of podman, docker, buildah, containerd and templates run, program and all",
  oracle: "runc",
  needs: ["memory", "pids", "cpu"],
  config: {},
  check(t) {
    // None is forgotten: each is run here, in captures-raised or in captures-exec.
    const all = [...Object.keys(usual), ...Object.keys(raised), ...Object.values(living)];
    t.is(all.toSorted(), captureNames("config"));
    runCaptures(t, usual);
  },
});
