// The attendant, started by a stand-in for the engine: status, signals, reaping, the terminal.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";

const dist = join(import.meta.dirname, "../../..");
const attend = join(dist, "lib/tsrun/attend");
const harness = join(dist, "test/front-harness");

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a container without a terminal of the caller's; words before it are the harness's. */
function run(
  command: string,
  options: { terminal?: boolean; input?: string; finish?: string[] } = {},
): Ended {
  const words = [
    ...(options.terminal === true ? ["-t"] : []),
    attend,
    command,
    ...(options.finish ?? []),
  ];
  const done = spawnSync(harness, words, {
    encoding: "utf8",
    input: options.input ?? "",
    timeout: 20_000,
    maxBuffer: 1 << 26,
  });
  return { status: done.status, output: done.stdout };
}

/**
 * Runs a shell command on a terminal of its own (what a person sits at); $RUN is the attendant. The
 * input is typed once the output shows `up`.
 */
async function atTerminal(command: string, input: string): Promise<string> {
  const child = spawn("script", ["-qec", `stty rows 33 cols 77; ${command}`, "/dev/null"], {
    stdio: ["pipe", "pipe", "inherit"],
    timeout: 20_000,
    env: { ...process.env, SHELL: "/bin/sh", RUN: `${harness} -t ${attend}` },
  });
  let output = "";
  let typed = false;
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
    if (typed || !output.includes("up")) return;
    typed = true;
    child.stdin.write(input);
  });
  await new Promise((resolve) => child.on("close", resolve));
  return output.replaceAll("\r", "");
}

test("the status is the container's", () => {
  assert.is(run("exit 0").status, 0);
  assert.is(run("exit 37").status, 37);
  assert.is(run("kill -TERM $$").status, 143);
  assert.is(run("kill -KILL $$").status, 137);
});

test("a container that ended long before is not missed", () => {
  const done = spawnSync(harness, ["-w", attend, "exit 5"], { timeout: 10_000 });
  assert.is(done.status, 5);
});

test("--finish is executed with the status as its last argument", () => {
  const ended = run("exit 9", {
    finish: ["/bin/sh", "other", "-c", 'echo "$0 $1 $2"; exit 4', "a", "b"],
  });
  assert.equal(ended, { status: 4, output: "a b 9\n" });
});

test("while it finishes, a second Ctrl-C does not stop it, and nothing is blocked", () => {
  const script = "kill -INT $$; kill -TERM $$; kill -HUP $$; grep SigBlk /proc/self/status";
  const ended = run("true", { finish: ["/bin/sh", "sh", "-c", script] });
  assert.is(ended.output, "SigBlk:\t0000000000000000\n");
});

test("signals are forwarded; SIGCHLD and SIGPIPE are not", async () => {
  const names = [
    "HUP",
    "INT",
    "QUIT",
    "USR1",
    "USR2",
    "ALRM",
    "TERM",
    "CONT",
    "WINCH",
    "TSTP",
    "RTMIN+3",
  ];
  const traps = names
    .map((name) => `trap 'echo ${name}' ${name === "RTMIN+3" ? "37" : name};`)
    .join(" ");
  const script = `${traps} trap 'echo wrong' PIPE; trap 'exit 3' IO; echo up; while :; do sleep 0.02; done`;
  const child = spawn(harness, [attend, script], { stdio: ["ignore", "pipe", "inherit"] });
  const pid = child.pid ?? 0;
  let output = "";
  const seen = async (word: string): Promise<void> => {
    for (let tries = 0; !output.includes(word) && tries < 500; tries++) await pause(10);
  };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  const status = new Promise((resolve) => child.on("exit", resolve));
  await seen("up\n");
  for (const name of names) {
    spawnSync("kill", ["-s", name === "RTMIN+3" ? "37" : name, `${pid}`]);
    await seen(`${name}\n`);
  }
  for (const name of ["PIPE", "CHLD", "URG"]) spawnSync("kill", ["-s", name, `${pid}`]);
  spawnSync("kill", ["-s", "IO", `${pid}`]);
  assert.is(await status, 3);
  assert.is(output, ["up", ...names, ""].join("\n"));
});

test("orphans are reaped, and their status is not taken for the container's", async () => {
  const orphans = "for i in 1 2 3; do (setsid sh -c 'sleep 0.1; exit 44' &) ; done";
  const child = spawn(harness, [attend, `${orphans}; echo made; read line; exit 6`], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const children = (): readonly string[] =>
    readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ");
  for (let tries = 0; children().length > 1 && tries < 200; tries++) await pause(50);
  assert.is(children().length, 1, children().join(" "));
  child.stdin.end("on\n");
  assert.is(await new Promise((resolve) => child.on("exit", resolve)), 6);
});

test("it holds less than 1 MB", async () => {
  const child = spawn(harness, ["-t", attend, "sleep 0.5"], { stdio: "ignore" });
  await pause(200);
  const size = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"));
  assert.ok(Number(size?.[1]) < 1024, size?.[0]);
  await new Promise((resolve) => child.on("exit", resolve));
});

test("the caller's descriptors are not kept open", () => {
  const script = 'ls -l /proc/$PPID/fd | grep -c " [3-9] -> /dev/null" || true';
  const done = spawnSync(
    "/bin/sh",
    ["-c", `exec ${harness} ${attend} '${script}' 7</dev/null 8</dev/null`],
    {
      encoding: "utf8",
    },
  );
  assert.is(done.stdout, "0\n");
});

test("a terminal's output arrives whole, also at a slow reader", () => {
  const lines = 60_000;
  const expected = Array.from({ length: lines }, (_, at) => `${at + 1}\n`).join("");
  const hash = createHash("sha256").update(expected).digest("hex");
  const pipeline = `${harness} -t ${attend} 'seq 1 ${lines}' </dev/null | (sleep 0.5; tr -d '\\r' | sha256sum)`;
  const done = spawnSync("/bin/sh", ["-c", pipeline], { encoding: "utf8", timeout: 20_000 });
  assert.match(done.stdout, hash);
});

test("a reader that goes away does not stop the container", () => {
  const pipeline = `{ ${harness} -t ${attend} 'seq 1 60000; exit 8' </dev/null; echo $? >&2; } | head -n 1`;
  const done = spawnSync("/bin/sh", ["-c", pipeline], { encoding: "utf8", timeout: 20_000 });
  assert.is(done.stdout, "1\r\n");
  assert.is(done.stderr, "8\n");
});

test("input that is no terminal is relayed, and its end is the terminal's end of file", () => {
  const ended = run("stty -echo; cat; exit 2", { terminal: true, input: "one\ntwo" });
  assert.is(ended.status, 2);
  assert.match(ended.output.replaceAll("\r", ""), /one\ntwo$/);
  assert.is(run("cat", { terminal: true }).status, 0);
});

test("a container may close its terminal and open it again", () => {
  const script = "exec </dev/null >/dev/null 2>&1; sleep 0.3; exec >/dev/tty; echo again; exit 5";
  const ended = run(script, { terminal: true });
  assert.equal(ended, { status: 5, output: "again\r\n" });
});

test("a process that keeps the terminal does not keep the attendant", () => {
  const script = "setsid sleep 5 & exit 3";
  const begin = Date.now();
  assert.is(run(script, { terminal: true }).status, 3);
  assert.ok(Date.now() - begin < 4000);
});

test("the container's terminal has the size of the caller's, also when that changes", async () => {
  // The container may be quicker than the attendant.
  const sized = 'until [ "$(stty size)" != "0 0" ]; do sleep 0.02; done';
  const script = `${sized}; stty size; trap "stty size; exit 0" WINCH; echo ready; while :; do sleep 0.02; done`;
  const output = await atTerminal(
    `f=$(mktemp -u); mkfifo $f; { $RUN '${script}' </dev/tty | tee $f; } &
     grep -q ready $f; stty rows 20 cols 40 </dev/tty; wait; rm $f`,
    "",
  );
  assert.match(output, /33 77\nready\n20 40\n/);
});

test("the caller's terminal is raw meanwhile and gets its modes back", async () => {
  const output = await atTerminal(
    `before=$(stty -g); $RUN 'stty raw -echo; echo up; head -c 3 | od -An -tx1'; after=$(stty -g);
     [ "$before" = "$after" ] && echo same`,
    "\u0003\u001a\u0011",
  );
  assert.match(output, / 03 1a 11/);
  assert.match(output, /same/);
});

test("a wrong command line is one line on stderr and status 1", () => {
  for (const words of [[], ["--pid"], ["--pid", "x"], ["--pid", "1", "--what", "2"]]) {
    const done = spawnSync(attend, words, { encoding: "utf8" });
    assert.is(done.status, 1);
    assert.match(done.stderr, /^tsrun: attend: [^\n]+\n$/);
  }
  const stranger = spawnSync(attend, ["--pid", "1"], { encoding: "utf8" });
  assert.match(stranger.stderr, /not the parent of the container/);
});

test.run();
