// The rest of what podman and docker share: signals, limits, namespaces, resources, a busy container.
import { existsSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { limit } from "./machine.mjs";
import { matches, same } from "./report.mjs";
import { run, runOnTerminal, slow, until } from "./shell.mjs";

// The client types its own end of input, which the terminal may echo in front.
const TERMINAL = /\/dev\/(pts\/\d+|console)$/m;
const KILLED = 137;

/** What every group of cases needs. */
function toolsOf({ command, common, env }) {
  const client = (...words) => run([...command, ...words], { env });
  const expect = (done, status, out) => {
    same(done.status, status, done.said);
    if (out !== undefined) same(done.out, out, done.said);
    return done;
  };
  const must = (...words) => expect(client(...words), 0).out;
  const runIt = (...words) => client("run", "--rm", ...common, ...words);
  return { client, expect, must, runIt };
}

function processCases(context) {
  const { report, command, common, env } = context;
  const { client, expect, must, runIt } = toolsOf(context);
  report.check("a wrong flag is 125", () => expect(client("run", "--no-such-flag", "bb"), 125));
  report.check("a program that a signal ends is 128 and the signal", () => {
    expect(runIt("--pid", "host", "bb", "sh", "-c", "kill -TERM $$"), 143);
    expect(runIt("--pid", "host", "bb", "sh", "-c", "kill -KILL $$"), KILLED);
  });
  report.check("run -it gives its end of input to the program", () => {
    const words = [
      ...command,
      "run",
      "--rm",
      "-it",
      ...common,
      "bb",
      "sh",
      "-c",
      "tty; read x; echo got $x",
    ];
    const done = runOnTerminal(words, { env, input: "word\n", stdio: ["pipe", "pipe", "pipe"] });
    same(done.status, 0, done.said);
    matches(done.out, TERMINAL, "the terminal");
    matches(done.out, /^got word$/m, "what it read");
  });
  report.check("run -i passes standard input on", () => {
    const words = [...command, "run", "--rm", "-i", ...common, "bb", "cat"];
    const done = run(words, { env, input: "given", stdio: ["pipe", "pipe", "pipe"] });
    expect(done, 0, "given");
  });
  report.check("run -d --rm is gone when it ends", () => {
    must("run", "-d", "--rm", "--name", "short", ...common, "bb", "true");
    until(() => client("inspect", "short").status !== 0, "end of the container");
  });
}

/**
 * Options of run, what is run with them, and what that prints.
 * @returns {[string, string[], string, string][]}
 */
function optionsOf(profile) {
  const status = (word) => `grep ^${word}: /proc/self/status | tr -d '\\t'`;
  const security = (word) => ["--security-opt", word];
  const place = ["--env", "A=b c", "--workdir", "/etc", "--hostname", "box"];
  const few = ["--ulimit", "nofile=300:400", "--ulimit", "nproc=1000:1000"];
  const mounted = "grep ' /t ' /proc/self/mountinfo | grep noexec | grep -o size=1024k";
  return [
    ["--ulimit", few, "ulimit -n; ulimit -Hn", "300\n400"],
    [
      "--cap-drop all --cap-add",
      ["--cap-drop", "all", "--cap-add", "NET_BIND_SERVICE"],
      status("CapEff"),
      "CapEff:0000000000000400",
    ],
    ["no-new-privileges", security("no-new-privileges"), status("NoNewPrivs"), "NoNewPrivs:1"],
    ["seccomp=unconfined", security("seccomp=unconfined"), status("Seccomp"), "Seccomp:0"],
    ["seccomp=FILE", security(`seccomp=${profile}`), "mkdir /tmp/x 2>/dev/null; echo $?", "1"],
    ["--env, --workdir and --hostname", place, "echo $A $(pwd) $(hostname)", "b c /etc box"],
    ["--tmpfs", ["--tmpfs", "/t:size=1m,noexec"], mounted, "size=1024k"],
    ["--init", ["--init"], "test $$ -ne 1 && grep -cE 'init|catatonit' /proc/1/comm", "1"],
    ["--sysctl", ["--sysctl", "net.ipv4.ip_forward=1"], "cat /proc/sys/net/ipv4/ip_forward", "1"],
    ["--device", ["--device", "/dev/zero:/dev/other"], "head -c 3 /dev/other | wc -c", "3"],
    ["--group-add", ["--group-add", "1234"], "id -G | grep -ow 1234", "1234"],
  ];
}

function optionCases(context) {
  const { report, place } = context;
  const { expect, runIt } = toolsOf(context);
  const profile = join(place, "profile.json");
  const rule = { names: ["mkdir", "mkdirat"], action: "SCMP_ACT_ERRNO" };
  writeFileSync(profile, JSON.stringify({ defaultAction: "SCMP_ACT_ALLOW", syscalls: [rule] }));
  for (const [title, options, script, out] of optionsOf(profile))
    report.check(title, () => expect(runIt(...options, "bb", "sh", "-c", script), 0, out));
}

function namespaceCases(context) {
  const { report } = context;
  const { client, must, runIt, expect } = toolsOf(context);
  const pid = must("inspect", "--format", "{{.State.Pid}}", "busy");
  for (const kind of ["pid", "ipc", "uts"])
    report.check(`--${kind} host`, () => {
      const shown = ["bb", "readlink", `/proc/self/ns/${kind}`];
      expect(runIt(`--${kind}`, "host", ...shown), 0, readlinkSync(`/proc/self/ns/${kind}`));
      const own = expect(runIt(...shown), 0).out;
      if (own === readlinkSync(`/proc/self/ns/${kind}`)) throw new Error("its own is the host's");
    });
  for (const kind of ["pid", "ipc", ...context.joined])
    report.check(`--${kind} container:NAME`, () => {
      const done = runIt(`--${kind}`, "container:busy", "bb", "readlink", `/proc/self/ns/${kind}`);
      expect(done, 0, readlinkSync(`/proc/${pid}/ns/${kind}`));
    });
  report.check("--network container:NAME", () => {
    const others = context.common.filter(
      (word, i, all) => word !== "--network" && all[i - 1] !== "--network",
    );
    const words = ["--network", "container:busy", "bb", "readlink", "/proc/self/ns/net"];
    const done = client("run", "--rm", ...others, ...words);
    expect(done, 0, readlinkSync(`/proc/${pid}/ns/net`));
  });
}

function stateOf(must) {
  return must("inspect", "--format", "{{.State.Status}}", "busy");
}

function busyCases(context) {
  const { report, command, env } = context;
  const { client, expect, must } = toolsOf(context);
  report.check("exec -it, exec -d, exec --user, --workdir and --env", () => {
    const done = runOnTerminal([...command, "exec", "-it", "busy", "tty"], { env });
    same(done.status, 0, done.said);
    matches(done.out, TERMINAL, "the terminal");
    must("exec", "-d", "busy", "touch", "/tmp/made");
    until(() => client("exec", "busy", "test", "-e", "/tmp/made").status === 0, "file of exec -d");
    const options = ["--user", "1000", "--workdir", "/etc", "--env", "A=b"];
    expect(
      client("exec", ...options, "busy", "sh", "-c", "echo $(id -u) $(pwd) $A"),
      0,
      "1000 /etc b",
    );
  });
  report.check("pause stops its processes, unpause lets them go on", () => {
    must("pause", "busy");
    same(stateOf(must), "paused", "status");
    if (client("exec", "busy", "true").status === 0)
      throw new Error("exec ran in a paused container");
    must("unpause", "busy");
    same(stateOf(must), "running", "status");
    expect(client("exec", "busy", "echo", "on"), 0, "on");
  });
  report.check("top shows its process", () => matches(must("top", "busy"), /sleep/, "top"));
  report.check("stats shows its limit", () => {
    const shown = must("stats", "--no-stream", "--format", "{{.MemUsage}}", "busy");
    matches(shown, /67\.11MB|64MiB/, "memory");
  });
  report.check("update changes its limits", () => {
    must("update", "--memory", "48m", "--memory-swap", "48m", "--cpu-shares", "512", "busy");
    const pid = must("inspect", "--format", "{{.State.Pid}}", "busy");
    const memory = limit(pid, "memory", { v1: "memory.limit_in_bytes", v2: "memory.max" });
    const shares = limit(pid, "cpu", { v1: "cpu.shares", v2: "cpu.weight" });
    same(memory, String(48 * 2 ** 20), "memory");
    if (!["512", "20", "59"].includes(shares)) throw new Error(`cpu shares: ${shares}`);
  });
}

function oomCase(context) {
  const { report, common } = context;
  const { client, must, expect } = toolsOf(context);
  report.check("a container over its memory limit is killed, and that is said", () => {
    // tail keeps a line that never ends. Engines listen only a moment after the start, and not
    // after the end.
    const script = `sleep ${slow}; tail /dev/zero; status=$?; sleep ${slow}; exit $status`;
    const limits = ["--memory", "16m", "--memory-swap", "16m"];
    const done = client("run", "--name", "greedy", ...limits, ...common, "bb", "sh", "-c", script);
    expect(done, KILLED);
    const said = must("inspect", "--format", "{{.State.OOMKilled}}", "greedy");
    must("rm", "greedy");
    const seen = context.oomFile !== undefined && existsSync(context.oomFile);
    if (!seen) same(said, "true", "OOMKilled");
  });
}

/**
 * `joined`: what else than pid and ipc another container's namespace can be given for; `oomFile`:
 * what the monitor makes when memory ran out, for an engine that does not look there.
 */
export function moreUsualCases(context) {
  const { report, common } = context;
  const { must, client } = toolsOf(context);
  processCases(context);
  optionCases(context);
  report.check("a container that stays", () => {
    const limits = ["--memory", "64m", "--memory-swap", "64m", "--ipc", "shareable"];
    must("run", "-d", "--name", "busy", ...limits, ...common, "bb", "sleep", "600");
  });
  try {
    namespaceCases(context);
    busyCases(context);
    oomCase(context);
  } finally {
    client("rm", "--force", "busy", "greedy");
  }
}
