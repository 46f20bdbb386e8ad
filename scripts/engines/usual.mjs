// The cases that podman and docker share: their command lines are the same.
import { limit } from "./machine.mjs";
import { matches, same } from "./report.mjs";
import { run, runOnTerminal, until } from "./shell.mjs";

const MISSING = 127;
const NOT_A_PROGRAM = 126;

/** `command`: the client with its global options; `common`: options of every run. */
export function usualCases({ command, common, env, report, place }) {
  const client = (...words) => run([...command, ...words], { env });
  const runIt = (...words) => client("run", "--rm", ...common, ...words);
  const expect = (done, status, out) => {
    same(done.status, status, done.said);
    if (out !== undefined) same(done.out, out, done.said);
  };

  report.check("run prints what the program prints", () =>
    expect(runIt("bb", "echo", "hello"), 0, "hello"),
  );
  for (const code of [0, 1, 3])
    report.check(`exit status ${code} comes back`, () =>
      expect(runIt("bb", "sh", "-c", `exit ${code}`), code),
    );
  report.check("a file that is no program is 126", () =>
    expect(runIt("bb", "/etc/notes"), NOT_A_PROGRAM),
  );
  report.check("a missing program is 127", () => expect(runIt("bb", "no-such-program"), MISSING));
  report.check("run on a terminal", () => {
    const words = [...command, "run", "--rm", "-t", ...common, "bb", "tty"];
    const done = runOnTerminal(words, { env });
    same(done.status, 0, done.said);
    matches(done.out, /^\/dev\/(pts\/\d+|console)$/m, "the terminal");
  });
  report.check("the root is read-only when asked for", () => {
    const done = runIt("--read-only", "bb", "touch", "/file");
    same(done.status, 1, done.said);
    matches(done.err, /Read-only file system/, "the error");
  });
  report.check("--user", () =>
    expect(
      runIt("--user", "1000:1000", "bb", "sh", "-c", "echo $(id -u):$(id -g)"),
      0,
      "1000:1000",
    ),
  );
  report.check("--cap-drop all", () => {
    const done = runIt("--cap-drop", "all", "bb", "grep", "CapEff", "/proc/self/status");
    expect(done, 0, "CapEff:\t0000000000000000");
  });
  report.check("a read-only volume", () => {
    const volume = `${place}/rootfs/etc:/data:ro`;
    expect(runIt("-v", volume, "bb", "cat", "/data/notes"), 0, "not a program");
    const done = runIt("-v", volume, "bb", "touch", "/data/file");
    same(done.status, 1, done.said);
    matches(done.err, /Read-only file system/, "the error");
  });
  lifeCases({ client, common, env, report, command, expect });
}

function lifeCases({ client, common, env, report, command, expect }) {
  const must = (...words) => {
    const done = client(...words);
    expect(done, 0);
    return done.out;
  };
  const pidOf = (name) => must("inspect", "--format", "{{.State.Pid}}", name);

  report.check("run -d with limits", () => {
    const limits = ["--memory", "64m", "--cpus", "0.5", "--pids-limit", "50"];
    must("run", "-d", "--name", "one", ...limits, ...common, "bb", "sleep", "600");
  });
  report.check("the limits are in its cgroup", () => {
    const pid = pidOf("one");
    const values = [
      limit(pid, "memory", { v1: "memory.limit_in_bytes", v2: "memory.max" }),
      limit(pid, "cpu", { v1: "cpu.cfs_quota_us", v2: "cpu.max" }).split(" ")[0],
      limit(pid, "pids", { v1: "pids.max", v2: "pids.max" }),
    ];
    same(values.join(" "), `${64 * 2 ** 20} 50000 50`, "memory, cpu quota and pids");
  });
  report.check("exec prints and brings the status back", () => {
    expect(client("exec", "one", "echo", "inside"), 0, "inside");
    expect(client("exec", "one", "sh", "-c", "exit 5"), 5);
  });
  report.check("exec on a terminal", () => {
    const done = runOnTerminal([...command, "exec", "-t", "one", "tty"], { env });
    same(done.status, 0, done.said);
    matches(done.out, /^\/dev\/(pts\/\d+|console)$/m, "the terminal");
  });
  report.check("exec of a missing program fails and the container lives on", () => {
    const done = client("exec", "one", "no-such-program");
    if (done.status !== MISSING && done.status !== NOT_A_PROGRAM) throw new Error(done.said);
    matches(done.out + done.err, /executable file|no such file/i, "the error");
    expect(client("exec", "one", "echo", "still"), 0, "still");
  });
  report.check("kill ends it with 137", () => {
    must("kill", "one");
    same(must("wait", "one"), "137", "its status");
    must("rm", "one");
  });
  report.check("stop lets it end by itself", () => {
    const script = "trap 'exit 7' TERM; echo ready; while :; do sleep 0.1; done";
    must("run", "-d", "--name", "two", ...common, "bb", "sh", "-c", script);
    // The trap is set when the line is there.
    until(() => client("logs", "two").out === "ready", "line of the container");
    must("stop", "-t", "20", "two");
    same(must("inspect", "--format", "{{.State.ExitCode}}", "two"), "7", "its status");
    must("rm", "two");
  });
}
