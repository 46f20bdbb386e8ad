// containerd through ctr: a daemon of its own, containers on a root file system without an image.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasAppArmor, limit, parentOf } from "./machine.mjs";
import { matches, same } from "./report.mjs";
import { run, runOnTerminal, slow, startDaemon, until } from "./shell.mjs";

/** Starts a daemon with a state of its own; answers when it does. */
export function startContainerd({ place, word }) {
  const config = join(place, "config.toml");
  const lines = [
    "version = 2",
    `root = "${join(place, "root")}"`,
    `state = "${join(place, "state")}"`,
    'disabled_plugins = ["io.containerd.grpc.v1.cri"]',
    "[grpc]",
    `  address = "${join(place, "c.sock")}"`,
  ];
  writeFileSync(config, `${lines.join("\n")}\n`);
  const daemon = startDaemon(["containerd", "--config", config], join(place, "log"));
  const command = ["ctr", "--address", join(place, "c.sock"), "--namespace", word];
  until(() => {
    if (daemon.ended()) throw new Error(`containerd ended: ${daemon.text()}`);
    return run([...command, "version"]).status === 0;
  }, "answer of containerd");
  return { daemon, command };
}

/** Flags of `ctr run` that name the runtime and, under systemd, the unit. */
export function runOptions({ word, systemd, runtime, id }) {
  const unit = `${parentOf({ word, systemd })}:ctr:${id}`;
  const group = systemd ? ["--runc-systemd-cgroup", "--cgroup", unit] : [];
  return ["--runc-binary", runtime, ...group];
}

/** Removes all containers. */
export function removeAll(client) {
  for (const id of client("container", "ls", "--quiet").out.split("\n").filter(Boolean)) {
    client("task", "delete", "--force", id);
    client("container", "delete", id);
  }
}

/**
 * A program whose output is looked at: ctr loses, with runc too, what a program wrote that ended
 * before ctr began to read.
 */
export function saying(command) {
  return ["/bin/sh", "-c", `${command}; sleep ${slow}`];
}

function foregroundCases({ command, runWords, report, client }) {
  let last = 0;
  const runIt = (options, ...words) =>
    client("run", "--rm", ...runWords(options, `c-${++last}`), ...words);
  const expect = (done, status, out) => {
    same(done.status, status, done.said);
    if (out !== undefined) same(done.out, out, done.said);
  };
  report.check("run prints what the program prints", () =>
    expect(runIt([], ...saying("echo hello")), 0, "hello"),
  );
  for (const code of [0, 3])
    report.check(`exit status ${code} comes back`, () =>
      expect(runIt([], "/bin/sh", "-c", `exit ${code}`), code),
    );
  // ctr has one status for a container that could not be made.
  for (const [what, path, words] of [
    ["a file that is no program", "/etc/notes", /permission denied/],
    ["a missing program", "no-such-program", /executable file not found/],
  ])
    report.check(`${what} is refused`, () => {
      const done = runIt([], path);
      same(done.status, 1, done.said);
      matches(done.err, words, "the error");
    });
  report.check("run on a terminal", () => {
    const own = runWords([], "c-terminal");
    const words = [...command, "run", "--rm", "-t", ...own, ...saying("tty")];
    const done = runOnTerminal(words);
    same(done.status, 0, done.said);
    // The client types its own end of input, which the terminal may echo in front.
    matches(done.out, /\/dev\/(pts\/\d+|console)$/m, "the terminal");
  });
  report.check("the root is read-only when asked for", () => {
    const done = runIt(["--read-only"], "/bin/touch", "/file");
    same(done.status, 1, done.said);
    matches(done.err, /Read-only file system/, "the error");
  });
  if (/^\s+--user\b/m.test(runIt(["--help"]).out)) {
    const ids = "echo $(/bin/id -u):$(/bin/id -g)";
    report.check("--user", () =>
      expect(runIt(["--user", "1000:1000"], "/bin/sh", "-c", ids), 0, "1000:1000"),
    );
  } else report.skip("--user", "ctr of this release has no such flag");
  report.check("--cap-drop", () => {
    const done = runIt(["--cap-drop", "CAP_CHOWN"], ...saying("chown 1 /tmp; echo $?"));
    expect(done, 0, "1");
  });
}

function profileCase({ runWords, report, client }) {
  const title = "an AppArmor profile";
  if (!hasAppArmor()) {
    report.skip(title, "no AppArmor in this kernel");
    return;
  }
  report.check(title, () => {
    const profile = ["--apparmor-default-profile", "tsrun-test"];
    const words = runWords(profile, "c-profile");
    const done = client("run", "--rm", ...words, ...saying("cat /proc/self/attr/current"));
    same(done.out, "tsrun-test (enforce)", done.said);
  });
}

function startCases({ runWords, report, client, must, place }) {
  report.check("a read-only mount", () => {
    const mount = `type=bind,src=${place}/rootfs/etc,dst=/data,options=rbind:ro`;
    const words = runWords(["--mount", mount], "c-volume");
    const done = client(
      "run",
      "--rm",
      ...words,
      "/bin/sh",
      "-c",
      `cat /data/notes; sleep ${slow}; touch /data/file`,
    );
    same(done.status, 1, done.said);
    same(done.out, "not a program", "what it reads");
    matches(done.err, /Read-only file system/, "the error");
  });
  report.check("run -d with limits", () => {
    const limits = ["--memory-limit", String(64 * 2 ** 20), "--cpus", "0.5"];
    must("run", "-d", ...runWords(limits, "c-one"), "/bin/sleep", "600");
  });
  report.check("the limits are in its cgroup", () => {
    const pid = /^c-one\s+(\d+)/m.exec(must("task", "ls"))?.[1];
    const values = [
      limit(pid, "memory", { v1: "memory.limit_in_bytes", v2: "memory.max" }),
      limit(pid, "cpu", { v1: "cpu.cfs_quota_us", v2: "cpu.max" }).split(" ")[0],
    ];
    same(values.join(" "), `${64 * 2 ** 20} 50000`, "memory and cpu quota");
  });
  report.check("exec prints and brings the status back", () => {
    same(
      must("task", "exec", "--exec-id", "e1", "c-one", ...saying("echo inside")),
      "inside",
      "it",
    );
    const done = client("task", "exec", "--exec-id", "e2", "c-one", "/bin/sh", "-c", "exit 5");
    same(done.status, 5, done.said);
  });
  report.check("exec of a missing program fails and the container lives on", () => {
    const done = client("task", "exec", "--exec-id", "e3", "c-one", "no-such-program");
    same(done.status, 1, done.said);
    matches(done.err, /executable file not found/, "the error");
    same(must("task", "exec", "--exec-id", "e4", "c-one", ...saying("echo still")), "still", "it");
  });
}

function taskCases({ command, runWords, report, client, must }) {
  report.check("exec on a terminal", () => {
    const words = ["task", "exec", "-t", "--exec-id", "e5", "c-one", ...saying("tty")];
    const done = runOnTerminal([...command, ...words]);
    same(done.status, 0, done.said);
    matches(done.out, /\/dev\/(pts\/\d+|console)$/m, "the terminal");
  });
  report.check("pause and resume", () => {
    const status = () => /^c-one\s+\d+\s+(\w+)/m.exec(must("task", "ls"))?.[1];
    must("task", "pause", "c-one");
    same(status(), "PAUSED", "status");
    must("task", "resume", "c-one");
    same(status(), "RUNNING", "status");
    must("task", "exec", "--exec-id", "e6", "c-one", "/bin/true");
  });
  report.check("metrics and ps", () => {
    matches(must("task", "metrics", "c-one"), /memory|pids/, "metrics");
    const pid = /^c-one\s+(\d+)/m.exec(must("task", "ls"))?.[1];
    matches(must("task", "ps", "c-one"), new RegExp(`^${pid}\\s`, "m"), "pids");
  });
  report.check("--null-io: what is written is lost, and nothing fails of it", () => {
    const words = runWords([], "c-null");
    const done = client("run", "--rm", "--null-io", ...words, "/bin/sh", "-c", "echo lost; exit 6");
    same(done.status, 6, done.said);
    same(done.out, "", done.said);
  });
  report.check("kill, then delete", () => {
    const gone = () => !client("task", "ls").out.includes("RUNNING");
    must("task", "kill", "--signal", "KILL", "c-one");
    until(gone, "end of the container");
    // Its status is that of the command, or, in older ones, said in a warning.
    const ended = client("task", "delete", "c-one");
    if (ended.status !== 137) matches(ended.err, /exit code 137/, "the status");
    must("container", "delete", "c-one");
  });
}

function runAll({ place, word, image, runtime, report, systemd }) {
  const { daemon, command } = startContainerd({ place, word });
  const client = (...words) => run([...command, ...words]);
  const runWords = (options, id) => {
    const own = runOptions({ word, systemd, runtime, id });
    return [...options, ...own, "--rootfs", image.rootfs, id];
  };
  try {
    foregroundCases({ command, runWords, report, client });
    const must = (...words) => {
      const done = client(...words);
      same(done.status, 0, done.said);
      return done.out;
    };
    profileCase({ runWords, report, client });
    startCases({ runWords, report, client, must, place });
    taskCases({ command, runWords, report, client, must });
  } finally {
    removeAll(client);
    daemon.stop();
  }
}

/** containerd's programs and cases. */
export const ctr = { programs: ["ctr", "containerd", "containerd-shim-runc-v2"], run: runAll };
