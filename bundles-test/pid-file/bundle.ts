// The file that engines find the process by.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "pid-file",
  title:
    "the pid file holds the host's pid in digits alone, relative to the caller's directory, for create and exec",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    t.succeeds(t.create({ flags: ["--pid-file", "pid"], cwd: t.place.side }));
    t.is(t.read(t.beside("pid")), String(t.pid));
    t.succeeds(t.start());
    t.write(t.beside("exec"), ""); // an empty file may be there before
    t.succeeds(t.exec(["sleep", "60"], { flags: ["--detach", "--pid-file", t.beside("exec")] }));
    const pid = t.read(t.beside("exec")) ?? "";
    t.match(pid, /^\d+$/);
    t.match(t.read(`/proc/${pid}/cmdline`) ?? "", /^sleep\0/);
  },
});
