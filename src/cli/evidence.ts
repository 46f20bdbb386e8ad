// What each flag does that can be seen from outside, and the test that sees it. docs/CLI.md is made
// from this list; a test holds it to the command table and to the tests themselves.
import type { CommandName } from "./types.ts";

/** A bundle of bundles-test/ by its name, or a test file of src/ or c/ by its path. */
export type Evidence = readonly [effect: string, test: string];

const BUNDLE: Evidence = ["the bundle is the one in that directory", "bundle-moved"];
const CONFIG: Evidence = ["another file is read than config.json", "config-file"];
const CONSOLE: Evidence = ["the pty's master arrives at the socket", "console-socket"];
const FORMAT: Evidence = ["the answer is JSON", "list"];
const KEYRING: Evidence = ["the session keyring is the caller's", "keyring"];
const PIDFD: Evidence = ["a pidfd of the process arrives at the socket", "pidfd-socket"];
const PID_FILE: Evidence = ["the file holds the process id", "pid-file"];
const PIVOT: Evidence = ["the root is entered without pivot_root", "run-no-pivot"];
const PRESERVE: Evidence = ["descriptors from 3 on are open in it", "descriptors-preserved"];
const CRIU_REQUEST = "src/cli/commands/criu.test.ts";
const DETACH: Evidence = ["returns while the process runs", "run-detach"];

/** Flags that stand before the command. */
export const GLOBAL_EVIDENCE: Readonly<Record<string, Evidence>> = {
  root: ["states lie in that directory", "rootless-globals"],
  log: ["errors and warnings are in the file", "error-log"],
  "log-format": ["lines of the log are JSON", "error-log"],
  debug: ["the error has a stack", "src/cli/program.test.ts"],
  "systemd-cgroup": ["systemd is asked to make the cgroups", "rootless-globals"],
  "cgroup-manager": ["no cgroup is made", "cgroup-none"],
  rootless: ["refused cgroups are forgiven or not", "rootless-globals"],
  version: ["the version is printed", "src/cli/program.test.ts"],
};

/** Flags of commands. */
export const EVIDENCE: Readonly<Partial<Record<CommandName, Readonly<Record<string, Evidence>>>>> =
  {
    checkpoint: {
      "image-path": ["images lie there", "checkpoint"],
      "work-path": ["CRIU's log lies there", "checkpoint"],
      "parent-path": ["memory of the parent is not written again", "checkpoint-again"],
      "leave-running": ["it runs on", "checkpoint-again"],
      "tcp-established": ["CRIU may save TCP connections", CRIU_REQUEST],
      "tcp-skip-in-flight": ["CRIU passes over connections being made", CRIU_REQUEST],
      "link-remap": ["CRIU may link deleted files", CRIU_REQUEST],
      "ext-unix-sk": ["CRIU may save sockets whose other end is outside", CRIU_REQUEST],
      "shell-job": ["CRIU may save a terminal from outside", CRIU_REQUEST],
      "lazy-pages": ["CRIU leaves memory to be fetched", CRIU_REQUEST],
      "status-fd": ["a byte comes when memory can be fetched", "checkpoint-answers"],
      "page-server": ["CRIU sends memory there", CRIU_REQUEST],
      "file-locks": ["CRIU may save file locks", CRIU_REQUEST],
      "pre-dump": ["memory alone is written", "checkpoint-again"],
      "manage-cgroups-mode": ["CRIU is asked for that mode", CRIU_REQUEST],
      "empty-ns": ["accepted for network, others are refused", CRIU_REQUEST],
      "auto-dedup": ["CRIU drops memory that the parent has", CRIU_REQUEST],
    },
    create: {
      bundle: ["the bundle is the one in that directory", "ns"],
      config: CONFIG,
      "console-socket": CONSOLE,
      "pidfd-socket": PIDFD,
      "pid-file": PID_FILE,
      "no-pivot": PIVOT,
      "no-new-keyring": KEYRING,
      "preserve-fds": PRESERVE,
    },
    delete: { force: ["a running one is gone, a missing one is no error", "delete-force"] },
    events: {
      interval: ["a record each time", "events-oom"],
      stats: ["one record, then the end", "events"],
    },
    exec: {
      process: ["the process is the one in the file", "exec-process"],
      cwd: ["the process is in that directory", "exec"],
      env: ["the variable is there", "exec"],
      tty: ["standard input is a terminal", "console-foreground"],
      user: ["the process has that uid and gid", "exec"],
      "additional-gids": ["the process has that group", "exec"],
      cap: ["the capability is effective", "exec-flags"],
      "process-label": ["refused where SELinux is not", "exec-flags"],
      apparmor: ["refused where AppArmor is not", "exec-flags"],
      "no-new-privs": ["NoNewPrivs is 1", "exec-flags"],
      "console-socket": CONSOLE,
      "pidfd-socket": PIDFD,
      detach: ["returns while the process runs", "exec-cgroup"],
      "pid-file": ["the file holds the process id", "exec-cgroup"],
      "preserve-fds": PRESERVE,
      cgroup: ["the process is in that cgroup", "exec-sub-cgroup"],
      "ignore-paused": ["the process waits for the resume", "exec-paused"],
    },
    list: { format: FORMAT, quiet: ["ids only", "list"] },
    ns: { format: ["the answer is JSON", "ns"] },
    plan: {
      bundle: ["that bundle is planned", "plan-json"],
      config: ["another file is read than config.json", "plan-json"],
      json: ["the plan as JSON", "plan-json"],
    },
    ps: { format: ["process ids as JSON", "ps"] },
    restore: {
      "console-socket": ["the terminal arrives at the socket", "checkpoint-terminal"],
      "image-path": ["the container is the one in the images", "checkpoint"],
      "work-path": ["CRIU's log lies there", "checkpoint"],
      "tcp-established": ["CRIU may restore TCP connections", CRIU_REQUEST],
      "tcp-close": ["CRIU closes TCP connections", CRIU_REQUEST],
      "ext-unix-sk": ["CRIU may restore sockets whose other end is outside", CRIU_REQUEST],
      "shell-job": ["CRIU may restore a terminal from outside", CRIU_REQUEST],
      "file-locks": ["CRIU may restore file locks", CRIU_REQUEST],
      "manage-cgroups-mode": ["CRIU is asked for that mode", CRIU_REQUEST],
      bundle: ["the bundle is the one in that directory", "checkpoint"],
      detach: ["returns while the processes run", "checkpoint"],
      "pid-file": ["the file holds the process id", "checkpoint"],
      "no-subreaper": ["accepted, orphans are not the restore's", "checkpoint"],
      "no-pivot": ["accepted: the root is CRIU's to enter", CRIU_REQUEST],
      "empty-ns": ["accepted for network, others are refused", CRIU_REQUEST],
      "auto-dedup": ["CRIU drops memory from the images", CRIU_REQUEST],
      "lazy-pages": ["CRIU fetches memory when it is needed", CRIU_REQUEST],
      "lsm-profile": ["CRIU sets that profile", CRIU_REQUEST],
      "lsm-mount-context": ["CRIU mounts with that context", CRIU_REQUEST],
    },
    run: {
      bundle: BUNDLE,
      config: CONFIG,
      "console-socket": ["refused in the foreground", "console-refused"],
      "pidfd-socket": PIDFD,
      "pid-file": ["the file holds the process id", "run-detach"],
      "no-pivot": PIVOT,
      "no-new-keyring": KEYRING,
      "preserve-fds": PRESERVE,
      detach: DETACH,
      keep: ["the container is there afterwards", "run-detach"],
      "no-subreaper": ["orphans are not the run's", "run-no-subreaper"],
    },
    spec: {
      bundle: ["the file is written there", "spec"],
      rootless: ["a user namespace, no network one", "spec-rootless"],
    },
    stats: { interval: ["the row is renewed each time", "stats"] },
    update: {
      resources: ["the limits of the document hold", "update-engines"],
      "blkio-weight": ["blkio.bfq.weight; io.bfq.weight, io.weight", "update-flags"],
      "cpu-period": ["cpu.cfs_period_us; cpu.max", "update"],
      "cpu-quota": ["cpu.cfs_quota_us; cpu.max", "update"],
      "cpu-burst": ["cpu.cfs_burst_us; cpu.max.burst", "update-flags"],
      "cpu-share": ["cpu.shares; cpu.weight", "update"],
      "cpu-rt-period": ["cpu.rt_period_us; refused on v2", "update-flags"],
      "cpu-rt-runtime": ["cpu.rt_runtime_us; refused on v2", "update-flags"],
      "cpuset-cpus": ["cpuset.cpus", "update"],
      "cpuset-mems": ["cpuset.mems", "update"],
      memory: ["memory.limit_in_bytes; memory.max", "update"],
      "memory-reservation": ["memory.soft_limit_in_bytes; memory.low", "update"],
      "memory-swap": ["memory.memsw.limit_in_bytes; memory.swap.max", "update-flags"],
      "cpu-idle": ["cpu.idle", "update-flags"],
      "pids-limit": ["pids.max", "update"],
      "l3-cache-schema": ["refused: no Intel RDT", "update-flags"],
      "mem-bw-schema": ["refused: no Intel RDT", "update-flags"],
    },
    validate: {
      bundle: ["that bundle is judged", "src/cli/commands/validate.test.ts"],
      host: ["what this host lacks is listed", "src/cli/commands/validate.test.ts"],
      process: ["the process document is judged", "src/cli/commands/validate.test.ts"],
      json: ["findings as JSON", "src/cli/commands/validate.test.ts"],
    },
  };
