// Callers that bring next to nothing.
import { defineBundle } from "../harness/define.ts";
import { sameLife, sh } from "../harness/life.ts";

export const bundle = defineBundle({
  name: "surroundings",
  title:
    "[CT-13] [CT-14] every verb answers the same without environment, current directory, programs or SIGCHLD",
  oracle: { none: "runc 1.1 lacks some of the verbs" },
  needs: ["freezer", "pids"],
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const gone = 'mkdir "$1" && cd "$1" && rmdir "$1" && shift && exec "$@"';
    sameLife(t, {
      "no environment, a directory that is gone": { ...sh(gone, t.beside("gone")), env: {} },
      "XDG_RUNTIME_DIR empty and alone, SIGCHLD ignored": {
        env: { XDG_RUNTIME_DIR: "" },
        wrap: ["/usr/bin/env", "--ignore-signal=CHLD,PIPE,HUP,TERM"],
      },
      "nothing in PATH, no HOME, few descriptors, a directory that may not be written": {
        ...sh('ulimit -n 64; exec "$@"'),
        env: { PATH: "", HOME: "/nowhere", USER: "nobody" },
        cwd: "/proc/1/task",
      },
    });
  },
});
