// The file that engines find the process by.
import { defineBundle } from "../harness/define.ts";
import { sleep } from "../harness/sleep.ts";

export const bundle = defineBundle({
  name: "pid-file",
  title:
    "[CT-8] the pid file holds the host's pid in digits alone, relative to the caller's directory, for create and exec",
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
    const command = (): string => t.read(`/proc/${pid}/cmdline`) ?? "";
    // runc's exec returns while its own program is there still.
    for (let turn = 0; turn < 100 && !command().startsWith("sleep"); turn++) sleep(20);
    t.match(command(), /^sleep\0/);
  },
});
