// What callers do with a runtime, as scripts of command lines. A word ID, BUNDLE, PIDFILE, LOG,
// MISSING or PROCESS stands for the thing; `wait` waits until the container has stopped; `config` changes
// config.json before the step.

const program = (...args) => ({ config: { process: { args } } });
const SLEEP = program("sleep", "100");
const PROC = { destination: "/proc", type: "proc", source: "proc" };
const CREATE = ["create", "--bundle", "BUNDLE", "ID"];

/** One more than a container: the steps of its life until it sleeps. */
const running = [{ ...SLEEP, run: CREATE }, { run: ["start", "ID"] }];
const stopped = [{ ...program("true"), run: CREATE }, { run: ["start", "ID"] }, { wait: true }];
const gone = { run: ["delete", "--force", "ID"] };

/** Verbs that take an id, each as it is called on its own. */
const ON_ONE = [
  ["state", "ID"],
  ["start", "ID"],
  ["kill", "ID"],
  ["kill", "ID", "KILL"],
  ["kill", "--all", "ID", "9"],
  ["pause", "ID"],
  ["resume", "ID"],
  ["ps", "ID"],
  ["ps", "--format", "json", "ID"],
  ["exec", "ID", "true"],
  ["update", "--pids-limit", "100", "ID"],
  ["events", "--stats", "ID"],
  ["delete", "ID"],
];
const failing = (id) =>
  ON_ONE.map((run) => ({ run: run.map((word) => (word === "ID" ? id : word)) }));
const refused = (name, config) => ({
  name: `create refuses ${name}`,
  steps: [{ config, run: CREATE }, gone],
});
const exits = (name, ...args) => ({
  name: `run ends as its program: ${name}`,
  steps: [
    { ...program(...args), run: ["run", "--bundle", "BUNDLE", "ID"] },
    { run: ["state", "ID"] },
  ],
});

/** All sessions. */
export const SESSIONS = [
  {
    name: "a life",
    steps: [
      { ...SLEEP, run: [...CREATE.slice(0, -1), "--pid-file", "PIDFILE", "ID"] },
      { run: ["state", "ID"] },
      { run: ["start", "ID"] },
      { run: ["state", "ID"] },
      { run: ["kill", "ID", "KILL"] },
      { wait: true },
      { run: ["state", "ID"] },
      { run: ["delete", "ID"] },
      { run: ["state", "ID"] },
    ],
  },
  {
    name: "nobody has this id",
    steps: [...failing("nobody"), { run: ["delete", "--force", "nobody"] }],
  },
  {
    name: "an id that cannot be",
    steps: [...failing("a/b"), { run: ["create", "--bundle", "BUNDLE", "a/b"] }],
  },
  { name: "an empty id", steps: failing("") },
  {
    name: "created, and what may be done with it",
    steps: [
      { ...SLEEP, run: CREATE },
      { run: CREATE },
      { run: ["ps", "--format", "json", "ID"] },
      { run: ["exec", "ID", "true"] },
      { run: ["resume", "ID"] },
      { run: ["kill", "ID", "0"] },
      { run: ["delete", "ID"] },
      { run: ["state", "ID"] },
    ],
  },
  {
    name: "running, and what may be done with it",
    steps: [
      ...running,
      { run: ["start", "ID"] },
      { run: ["delete", "ID"] },
      { run: ["resume", "ID"] },
      { run: ["kill", "ID", "SIGWINCH"] },
      { run: ["kill", "ID", "winch"] },
      { run: ["kill", "ID", "28"] },
      { run: ["kill", "ID", "NOSUCH"] },
      { run: ["kill", "ID", "-1"] },
      gone,
      { run: ["state", "ID"] },
    ],
  },
  {
    name: "paused, and what may be done with it",
    steps: [
      ...running,
      { run: ["pause", "ID"] },
      { run: ["state", "ID"] },
      { run: ["pause", "ID"] },
      { run: ["exec", "ID", "true"] },
      { run: ["start", "ID"] },
      { run: ["delete", "ID"] },
      { run: ["resume", "ID"] },
      { run: ["resume", "ID"] },
      { run: ["pause", "ID"] },
      gone,
    ],
  },
  { name: "stopped, and what may be done with it", steps: [...stopped, ...failing("ID")] },
  {
    name: "list",
    steps: [
      { run: ["list"] },
      { run: ["list", "-q"] },
      { run: ["list", "--format", "json"] },
      { run: ["list", "--format", "yaml"] },
      ...running,
      { run: ["list"] },
      { run: ["list", "-q"] },
      { run: ["list", "-f", "json"] },
      gone,
    ],
  },
  {
    name: "words before the verb",
    steps: [
      { run: [] },
      { run: ["frobnicate"] },
      { run: ["--frobnicate", "list"] },
      { run: ["--root"] },
      { run: ["--root", "/", "list"] },
      { run: ["--root", "MISSING", "list"] },
      { run: ["--log-format", "xml", "list"] },
      { run: ["--version"] },
      { run: ["-v"] },
      { run: ["help"] },
    ],
  },
  {
    name: "words behind the verb",
    steps: [
      { run: ["state"] },
      { run: ["state", "a", "b"] },
      { run: ["state", "--frobnicate", "a"] },
      { run: ["create", "--bundle"] },
      { run: ["create", "--preserve-fds", "many", "ID"] },
      { run: ["kill"] },
      { run: ["exec"] },
      { run: ["exec", "ID"] },
      { run: ["ps", "--format", "xml", "ID"] },
      { run: ["events", "--interval", "0s", "nobody"] },
      { run: ["update", "--cpu-period", "many", "nobody"] },
      { run: ["delete", "-force", "nobody"] },
      { run: ["features", "word"] },
    ],
  },
  {
    name: "update",
    steps: [
      ...running,
      { run: ["update", "--pids-limit", "100", "ID"] },
      { run: ["update", "--memory", "64M", "ID"] },
      { run: ["update", "--memory", "many", "ID"] },
      { run: ["update", "--cpu-quota", "many", "ID"] },
      { run: ["update", "-r", "/nowhere", "ID"] },
      { run: ["update", "-r", "-", "ID"], input: '{"pids":{"limit":50}}' },
      { run: ["update", "-r", "-", "ID"], input: "not JSON" },
      gone,
    ],
  },
  refused("a bundle without a configuration", null),
  refused("what is not JSON", "{"),
  refused("a root that is not there", { root: { path: "nowhere" } }),
  refused("no arguments", { process: { args: [] } }),
  refused("a program that is not there", { process: { args: ["/nowhere"] } }),
  refused("a program that PATH does not have", { process: { args: ["nowhere"] } }),
  refused("a program that may not be executed", { process: { args: ["/etc/passwd"] } }),
  refused("a directory for a program", { process: { args: ["/etc"] } }),
  refused("a relative working directory", { process: { cwd: "tmp" } }),
  refused("a working directory that is a file", { process: { cwd: "/etc/passwd" } }),
  refused("the same namespace twice", {
    linux: { namespaces: [{ type: "mount" }, { type: "mount" }] },
  }),
  refused("a bind source that is not there", {
    mounts: [PROC, { destination: "/mnt", type: "bind", source: "/nowhere", options: ["bind"] }],
  }),
  refused("a terminal without a socket", { process: { terminal: true } }),
  exits("0", "true"),
  exits("1", "false"),
  exits("3", "sh", "-c", "exit 3"),
  exits("killed", "sh", "-c", "kill -9 $$"),
  exits("terminated", "sh", "-c", "kill -TERM 1; sleep 1"),
  exits("not there", "/nowhere"),
  {
    name: "run, detached",
    steps: [
      { ...SLEEP, run: ["run", "-d", "-b", "BUNDLE", "--pid-file", "PIDFILE", "ID"] },
      { run: ["state", "ID"] },
      { run: ["run", "-d", "-b", "BUNDLE", "ID"] },
      gone,
    ],
  },
  {
    name: "exec",
    steps: [
      ...running,
      { run: ["exec", "ID", "true"] },
      { run: ["exec", "ID", "sh", "-c", "exit 3"] },
      { run: ["exec", "ID", "sh", "-c", "kill -9 $$"] },
      { run: ["exec", "ID", "/nowhere"] },
      { run: ["exec", "ID", "nowhere"] },
      { run: ["exec", "ID", "/etc/passwd"] },
      { run: ["exec", "ID", "/etc"] },
      { run: ["exec", "--cwd", "/tmp", "ID", "pwd"] },
      { run: ["exec", "--cwd", "/nowhere/at", "ID", "pwd"] },
      { run: ["exec", "-e", "A=b", "ID", "sh", "-c", "echo $A"] },
      { run: ["exec", "--user", "1000:1000", "ID", "id"] },
      { run: ["exec", "--user", "root", "ID", "id"] },
      { run: ["exec", "-p", "/nowhere", "ID"] },
      { run: ["exec", "-p", "PROCESS", "ID"] },
      { run: ["exec", "-d", "--pid-file", "PIDFILE", "ID", "sleep", "1"] },
      gone,
    ],
  },
  {
    name: "the log",
    steps: [
      { run: ["--log", "LOG", "--log-format", "json", "state", "nobody"], log: true },
      { run: ["--log", "LOG", "state", "nobody"], log: true },
      { run: ["--log", "BUNDLE", "state", "nobody"] },
    ],
  },
  { name: "spec", steps: [{ run: ["spec"], empty: true }, { run: ["spec"] }] },
  {
    name: "spec of a user",
    steps: [
      { run: ["spec", "--rootless"], empty: true },
      { run: ["spec", "--bundle", "/nowhere"] },
    ],
  },
  {
    name: "what a container does and uses",
    steps: [
      ...running,
      { run: ["ps", "ID"] },
      { run: ["ps", "ID", "-o", "pid,args"] },
      { run: ["ps", "ID", "-o", "args"] },
      { run: ["ps", "-f", "json", "ID"] },
      { run: ["events", "--stats", "ID"] },
      { run: ["events", "--interval", "none", "ID"] },
      gone,
    ],
  },
  {
    name: "signals",
    steps: [
      ...running,
      { run: ["kill", "--all", "ID", "WINCH"] },
      { run: ["kill", "ID", "SIGRTMIN+1"] },
      { run: ["kill", "ID", "RTMIN"] },
      { run: ["kill", "ID", "65"] },
      { run: ["kill", "ID", ""] },
      { run: ["kill", "-a", "ID", "KILL"] },
      { wait: true },
      { run: ["kill", "--all", "ID", "KILL"] },
      { run: ["delete", "ID"] },
    ],
  },
  {
    name: "flags of exec",
    steps: [
      ...running,
      { run: ["exec", "--tty", "--detach", "ID", "true"] },
      { run: ["exec", "--console-socket", "MISSING", "ID", "true"] },
      { run: ["exec", "--additional-gids", "5", "--additional-gids", "6", "ID", "id", "-G"] },
      { run: ["exec", "--additional-gids", "many", "ID", "true"] },
      { run: ["exec", "--cap", "CAP_NOSUCH", "ID", "true"] },
      { run: ["exec", "--cap", "CAP_KILL", "ID", "true"] },
      { run: ["exec", "--no-new-privs", "ID", "true"] },
      { run: ["exec", "--preserve-fds", "0", "ID", "true"] },
      { run: ["exec", "--apparmor", "nosuch", "ID", "true"] },
      { run: ["exec", "--cgroup", "nowhere", "ID", "true"] },
      { run: ["exec", "--cgroup", "../out", "ID", "true"] },
      { run: ["exec", "--cgroup", "nosuch:x", "ID", "true"] },
      { run: ["pause", "ID"] },
      { run: ["resume", "ID"] },
      gone,
    ],
  },
  {
    name: "flags of create and run",
    steps: [
      { ...SLEEP, run: ["create", "--console-socket", "MISSING", "--bundle", "BUNDLE", "ID"] },
      { run: ["create", "--bundle", "MISSING", "ID"] },
      { run: ["create", "--pid-file", "MISSING", "--bundle", "BUNDLE", "ID"] },
      { run: ["run", "--console-socket", "MISSING", "--bundle", "BUNDLE", "ID"] },
      { run: ["run", "--detach", "--no-new-keyring", "--no-pivot", "--bundle", "BUNDLE", "ID"] },
      { run: ["state", "ID"] },
      gone,
    ],
  },
  ...["lonely", "noise"].map((name) => ({
    name: `what exec refuses: ${name}`,
    steps: [
      { ...program(name), run: CREATE },
      { run: ["start", "ID"] },
      gone,
      { run: ["run", "--bundle", "BUNDLE", "ID"] },
      ...running,
      { run: ["exec", "ID", name] },
      gone,
    ],
  })),
  {
    name: "update while it is paused",
    steps: [
      ...running,
      { run: ["pause", "ID"] },
      { run: ["update", "--pids-limit", "60", "ID"] },
      { run: ["state", "ID"] },
      { run: ["resume", "ID"] },
      { run: ["update", "ID"] },
      { run: ["update", "--memory", "-1", "ID"] },
      { run: ["update", "--cpuset-cpus", "99999", "ID"] },
      { run: ["update", "--blkio-weight", "5", "ID"] },
      gone,
    ],
  },
  {
    name: "help of a verb",
    steps: [{ run: ["help", "state"] }, { run: ["state", "--help"] }, { run: ["help", "nosuch"] }],
  },
  { name: "features", steps: [{ run: ["features"] }] },
  {
    name: "verbs that only tsrun has",
    steps: [
      { run: ["plan", "--bundle", "BUNDLE"] },
      { run: ["validate", "BUNDLE"] },
      { run: ["ns", "nobody"] },
      { run: ["stats", "nobody"] },
    ],
  },
];
