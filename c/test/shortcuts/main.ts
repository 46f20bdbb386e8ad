// The shortcuts against the engine: the same outputs for the same command lines, and nothing lost
// when a shortcut is killed, or fails, at any of its system calls.
import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Box, PLAIN, run, SHORT, STAND_IN, type Result, type Start } from "./box.ts";

// `main.js WORD...` runs the tests whose titles have all the words.
const wanted = process.argv.slice(2);
function check(title: string, body: () => void): void {
  if (wanted.every((word) => title.includes(word))) test(title, body);
}

const boxes: Box[] = [];
process.on("exit", () => {
  for (const box of boxes) box.remove();
});

function box(name: string): Box {
  const made = new Box(name);
  boxes.push(made);
  return made;
}

function comparable(result: Result, made: Box): Result {
  const plain = (text: string): string =>
    text
      .replaceAll(made.directory, "DIR")
      .replace(/time="[^"]*"|"time":"[^"]*"/g, "TIME")
      .replace(/"pid": \d{2,}/g, '"pid": PID')
      .replace(/"created": "[^"]*"/g, '"created": TIME')
      .replaceAll(PLAIN, "PROGRAM")
      .replaceAll(SHORT, "PROGRAM");
  return { ...result, stdout: plain(result.stdout), stderr: plain(result.stderr) };
}

/** Verbs behind `--root ROOT`; DIR stands for the box' directory. */
const LINES: readonly (readonly string[])[] = [
  ["state", "box"],
  ["state"],
  ["state", "box", "box"],
  ["state", "-h", "box"],
  ["state", "--", "box"],
  ["state", "nobody"],
  ["state", "../root/box"],
  ["state", "."],
  ["--debug", "state", "nobody"],
  ["--log", "DIR/log", "--log-format", "json", "state", "box"],
  ["--log", "DIR/log", "--log-format=json", "state", "nobody"],
  ["--log", "/nonexistent/log", "state", "box"],
  ["--log-format", "xml", "state", "box"],
  ["--systemd-cgroup", "state", "box"],
  ["--cgroup-manager", "none", "state", "box"],
  ["--root", "/", "state", "box"],
  ["--root", "DIR/root/../root", "state", "box"],
  ["-root", "DIR/root", "state", "box"],
  ["--root=DIR/root", "state", "box"],
  ["kill", "box", "0"],
  ["kill", "box", "CONT"],
  ["kill", "box", "cont"],
  ["kill", "box", "SIGCONT"],
  ["kill", "box", "65"],
  ["kill", "box", "-9"],
  ["kill", "box", "--all"],
  ["kill", "nobody", "9"],
  ["kill", "--all", "nobody", "9"],
  ["delete", "--force", "nobody"],
  ["delete", "nobody"],
  ["delete", "--force", "../box"],
  ["delete", "--force"],
  // From here on the container changes.
  ["kill", "box", "KILL"],
  ["kill", "--all", "box", "KILL"],
  ["kill", "-a", "box", "15"],
  ["start", "box"],
  ["start", "box", "box"],
  ["delete", "box"],
  ["delete", "-f", "box"],
  ["delete", "box", "--force"],
  ["delete", "--force=true", "box"],
];

const STARTS: readonly Start[] = ["none", "created", "running", "stopped", "paused"];

for (const start of STARTS) {
  check(`shortcuts and engine say the same of a container that is ${start}`, () => {
    const [one, other] = [box(`same-${start}-a`), box(`same-${start}-b`)];
    let fresh = false;
    for (const line of LINES) {
      const changes =
        LINES.indexOf(line) >= LINES.findIndex((l) => l.join(" ") === "kill box KILL");
      if (!fresh || changes) for (const made of [one, other]) made.become(start);
      fresh = true;
      const [short, plain] = ([SHORT, PLAIN] as const).map((program) => {
        const made = program === SHORT ? one : other;
        const words = line.map((word) => word.replace("DIR", made.directory));
        return comparable(run(made.words(program, ...words)), made);
      });
      assert.equal(short, plain, line.join(" "));
      assert.equal(statusOf(one), statusOf(other), `status after ${line.join(" ")}`);
      assert.equal(one.leftovers().length, other.leftovers().length, line.join(" "));
    }
  });
}

/** The status that settles: a process that was just killed may take a moment. */
function statusOf(made: Box): string | undefined {
  const read = (): string | undefined => /"status": "(\w+)"/.exec(made.stateNow())?.[1];
  let before = read();
  for (let i = 0; i < 20; i++) {
    const now = read();
    if (now === before && i > 1) break;
    before = now;
  }
  return before;
}

/** Whether the engine was asked: the stand-in tells its arguments. */
function reachesEngine(made: Box, verb: readonly string[]): boolean {
  const prefix = join(made.directory, "prefix");
  if (!fs.existsSync(prefix)) {
    fs.mkdirSync(join(prefix, "bin"), { recursive: true });
    fs.mkdirSync(join(prefix, "lib/tsrun"), { recursive: true });
    fs.copyFileSync(SHORT, join(prefix, "bin/tsrun"));
    fs.copyFileSync(STAND_IN, join(prefix, "lib/tsrun/engine"));
  }
  const program = join(prefix, "bin/tsrun");
  const words = made.words(program, ...verb);
  const { stdout } = run(words);
  const args = stdout.split("\n").flatMap((l) => (l.startsWith("arg ") ? [l.slice(4)] : []));
  if (args.length > 0) assert.equal(args, words, "argv is passed on as it is");
  return args.length > 0;
}

check("a card that is cut, longer, of another version or of another container is not used", () => {
  const made = box("card");
  made.become("running");
  const path = join(made.root, made.id, "front");
  const good = fs.readFileSync(path);
  assert.not(reachesEngine(made, ["state", made.id]));
  for (let length = 0; length < good.length; length += 1) {
    fs.writeFileSync(path, good.subarray(0, length));
    assert.ok(reachesEngine(made, ["state", made.id]), `cut to ${length}`);
  }
  const spoiled = (at: number): Buffer => {
    const bytes = Buffer.from(good);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
    return bytes;
  };
  for (const at of [0, 4, 8, 9, 20, 23, 32, 36]) {
    fs.writeFileSync(path, spoiled(at));
    const told = at === 20;
    assert.is(reachesEngine(made, ["state", made.id]), !told, `byte ${at} changed`);
  }
  fs.writeFileSync(path, Buffer.concat([good, Buffer.alloc(1)]));
  assert.ok(reachesEngine(made, ["state", made.id]), "one byte longer");
  fs.writeFileSync(path, Buffer.alloc(70_000));
  assert.ok(reachesEngine(made, ["state", made.id]), "too long");
  fs.rmSync(path);
  fs.symlinkSync("state.json", path);
  assert.ok(reachesEngine(made, ["state", made.id]), "a link");
  fs.rmSync(path);
  fs.writeFileSync(path, good);
  fs.chmodSync(join(made.root, made.id), 0o733);
  assert.ok(reachesEngine(made, ["state", made.id]), "others may write to the directory");
});

check("what only the engine can do reaches it", () => {
  const made = box("engine");
  const hook = { path: "/bin/true" };
  made.configure({ hooks: { poststart: [hook], poststop: [hook] } });
  made.become("created");
  for (const verb of [["start"], ["delete"], ["delete", "--force"]])
    assert.ok(reachesEngine(made, [...verb, made.id]), `${verb.join(" ")} with hooks`);
  assert.not(reachesEngine(made, ["state", made.id]));
  made.configure({ linux: { namespaces: [{ type: "mount" }] } });
  made.become("running");
  for (const verb of [
    ["kill", made.id, "KILL"],
    ["delete", "--force", made.id],
  ])
    assert.ok(reachesEngine(made, verb), `${verb.join(" ")} without a pid namespace`);
  made.configure({ linux: { namespaces: [{ type: "pid" }] } });
  made.become("running");
  assert.ok(reachesEngine(made, ["delete", "--force", made.id]), "mounts of our own namespace");
  made.configure({});
  made.become("running");
  fs.writeFileSync(join(made.root, made.id, "other"), "");
  assert.ok(reachesEngine(made, ["delete", "--force", made.id]), "a file that create did not make");
});

check("a failed start is told by the engine, which clears up", () => {
  const made = box("failing");
  made.configure({
    hooks: { startContainer: [{ path: "/bin/sleep", args: ["sleep", "--wrong"] }] },
  });
  const results = [SHORT, PLAIN].map((program) => {
    made.become("created");
    const result = comparable(run(made.words(program, "start", made.id)), made);
    assert.equal(made.leftovers(), []);
    return result;
  });
  assert.equal(results[0], results[1]);
  assert.is(results[0]?.status, 1);
  assert.match(results[0]?.stderr ?? "", "startContainer hook #0");
});

interface Verb {
  readonly words: readonly string[];
  readonly start: Start;
  /** What the engine may say when it is asked to do it again. */
  readonly again: RegExp;
}

const VERBS: readonly Verb[] = [
  { words: ["state", "box"], start: "running", again: /^$/ },
  { words: ["kill", "box", "KILL"], start: "running", again: /^$|container not running/ },
  {
    words: ["start", "box"],
    start: "created",
    again: /^$|already running|has stopped|does not exist/,
  },
  { words: ["delete", "box"], start: "stopped", again: /^$|does not exist/ },
  { words: ["delete", "box"], start: "created", again: /^$|does not exist/ },
  { words: ["delete", "--force", "box"], start: "running", again: /^$/ },
];

/** So many calls of a name are all looked at. */
const MANY = 4;

interface Call {
  readonly name: string;
  /** Which of the calls of this name. */
  readonly occurrence: number;
}

/** The system calls of a verb in order. */
function callsOf(made: Box, verb: Verb): readonly Call[] {
  made.become(verb.start);
  const trace = join(made.directory, "trace");
  const done = run(["strace", "-o", trace, ...made.words(SHORT, ...verb.words)]);
  assert.is(done.status, 0, done.stderr);
  const seen = new Map<string, number>();
  const all = fs
    .readFileSync(trace, "latin1")
    .split("\n")
    .flatMap((line) => {
      const name = /^(\w+)\(/.exec(line)?.[1];
      // Before the first there is nothing, and behind the last neither.
      if (name === undefined || name === "execve" || name === "exit_group") return [];
      const occurrence = (seen.get(name) ?? 0) + 1;
      seen.set(name, occurrence);
      return [{ name, occurrence }];
    });
  // A delete does the same for each of a dozen cgroups: the first and the last of them are enough.
  return all.filter(({ name, occurrence }) => {
    const count = seen.get(name) ?? 0;
    return occurrence <= MANY || occurrence > count - 2;
  });
}

function injected(made: Box, verb: Verb, call: Call, what: string): Result {
  made.become(verb.start);
  const rule = `inject=${call.name}:${what}:when=${call.occurrence}`;
  return run([
    "strace",
    "-o",
    "/dev/null",
    "-e",
    `trace=${call.name}`,
    "-e",
    rule,
    ...made.words(SHORT, ...verb.words),
  ]);
}

/** The engine completes whatever is there, and then nothing is left. */
function completes(made: Box, verb: Verb, what: string): void {
  const done = run(made.words(PLAIN, ...verb.words));
  assert.match(done.stderr, verb.again, what);
  assert.is(done.status === 0 || done.stderr !== "", true, what);
  if (verb.words[0] === "delete") assert.equal(made.leftovers(), [], what);
  const last = run(made.words(PLAIN, "delete", "--force", made.id));
  assert.is(last.status, 0, `${what}: ${last.stderr}`);
  assert.equal(made.leftovers(), [], what);
}

for (const verb of VERBS) {
  const title = `${verb.words.join(" ")} of a ${verb.start} container`;
  check(`${title}: killed at any system call, the engine completes it`, () => {
    const made = box(`kill-${VERBS.indexOf(verb)}`);
    for (const call of callsOf(made, verb)) {
      const what = `${title}, killed at ${call.name} #${call.occurrence}`;
      const done = injected(made, verb, call, "signal=KILL");
      assert.is(done.signal ?? done.status, "SIGKILL", what);
      completes(made, verb, what);
    }
  });

  check(`${title}: an error of any system call is no crash and loses nothing`, () => {
    const made = box(`error-${VERBS.indexOf(verb)}`);
    for (const call of callsOf(made, verb)) {
      if (call.name === "arch_prctl" || call.name === "set_tid_address") continue;
      const what = `${title}, EIO from ${call.name} #${call.occurrence}`;
      const done = injected(made, verb, call, "error=EIO");
      assert.is(done.signal, null, what);
      assert.is(done.status === 0 || done.stderr !== "", true, what);
      completes(made, verb, what);
    }
  });
}

test.run();
