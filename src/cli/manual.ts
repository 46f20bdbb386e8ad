// What the manual says besides the command table: an example of each command, and what is true of all.
import type { CommandName } from "./types.ts";

/** One line of a shell session. A test runs them, in the order of this list, on a bundle in `box`. */
export interface Example {
  readonly command: CommandName;
  readonly line: string;
  /** What it shows, in a few words. */
  readonly shows: string;
}

/** One session in which every command has a line. */
export const SESSION: readonly Example[] = [
  { command: "features", line: "tsrun features", shows: "what this build supports" },
  { command: "spec", line: "tsrun spec --bundle box", shows: "a config.json to begin with" },
  { command: "validate", line: "tsrun validate box", shows: "whether it is right" },
  { command: "plan", line: "tsrun plan --bundle box", shows: "what create would do" },
  { command: "run", line: "tsrun run --bundle box one", shows: "the program, in the foreground" },
  {
    command: "create",
    line: "tsrun create --bundle box --pid-file box/pid one",
    shows: "a container that waits for its start",
  },
  { command: "state", line: "tsrun state one", shows: "its status and process id" },
  { command: "start", line: "tsrun start one", shows: "the program runs" },
  { command: "list", line: "tsrun list --quiet", shows: "the ids of all containers" },
  { command: "ns", line: "tsrun ns one", shows: "its namespaces and the host's" },
  {
    command: "exec",
    line: "tsrun exec --user 1000:1000 one id",
    shows: "another process in it, as another user",
  },
  { command: "ps", line: "tsrun ps one -o pid,args -e", shows: "its processes" },
  {
    command: "update",
    line: "tsrun update --memory 64M --pids-limit 100 one",
    shows: "other limits while it runs",
  },
  { command: "events", line: "tsrun events --stats one", shows: "one record of statistics" },
  { command: "stats", line: "tsrun stats one | head -c 200", shows: "the same for people" },
  { command: "pause", line: "tsrun pause one", shows: "nothing of it runs" },
  { command: "resume", line: "tsrun resume one", shows: "it goes on" },
  {
    command: "checkpoint",
    line: "tsrun checkpoint --image-path image one",
    shows: "it is on disk, and nothing is left of it",
  },
  {
    command: "restore",
    line: "tsrun restore --image-path image --bundle box --detach one",
    shows: "it goes on from there (both need CRIU)",
  },
  { command: "kill", line: "tsrun kill one KILL", shows: "the program ends" },
  { command: "delete", line: "tsrun delete --force one", shows: "nothing is left of it" },
];

/** What the words in capitals stand for that flags show as their value. */
export const VALUES: Readonly<Record<string, string>> = {
  BYTES: "bytes, with a unit of 1024 if wanted: 512, 10M, 1.5GiB; -1 is no limit",
  DIR: "a directory, from the current one",
  FILE: "a file, from the current directory",
  GID: "a group id, a number",
  LIST: "numbers and ranges: 0-2,5",
  N: "a whole number: decimal, or with 0x, 0o, 0b in front",
  PATH: "a path, from the current directory",
  "ADDR:PORT": "an address and a port; one of IPv6 stands in brackets: [::1]:27",
  CONTEXT: "a label of SELinux",
  "TYPE:NAME": "selinux:LABEL or apparmor:PROFILE",
  MODE: "soft: cgroups that are missing are made, with what they held (usual); full: they are filled as they were, strict: none may be there yet, ignore: nothing is done",
  TIME: "a time with its unit: 500ms, 5s, 1m30s",
  US: "microseconds",
};

/** Exit codes that mean the same for every command. */
export const EXIT_CODES: readonly (readonly [code: string, meaning: string])[] = [
  ["0", "done"],
  ["1", "failed; one line on standard error (and in the log) says why"],
  ["3", "there is no such command"],
];

/** Those of single commands. */
export const OWN_EXIT_CODES: Readonly<
  Partial<Record<CommandName, readonly (readonly [code: string, meaning: string])[]>>
> = {
  exec: [
    ["the program's", "in the foreground; 128 and the number of the signal that ended it"],
    ["255", "the program was not run"],
  ],
  restore: [["the program's", "in the foreground; 128 and the number of the signal that ended it"]],
  run: [["the program's", "in the foreground; 128 and the number of the signal that ended it"]],
  validate: [["1", "an error was found"]],
};

/** Variables that change what the program does. */
export const VARIABLES: readonly (readonly [name: string, meaning: string])[] = [
  [
    "LISTEN_FDS, LISTEN_PID, LISTEN_FDNAMES",
    "for create and run: descriptors from 3 on that a service manager passes, when the process id is that of the runtime; the program gets them and the variables",
  ],
  [
    "NOTIFY_SOCKET",
    "for create, run and start: the service manager's socket; the program gets one of its own, and start waits until it says READY=1, which goes on to the manager with MAINPID=",
  ],
  ["XDG_RUNTIME_DIR", "where states are for a user who is not root"],
  [
    "DBUS_SYSTEM_BUS_ADDRESS, DBUS_SESSION_BUS_ADDRESS",
    "where systemd is, for --systemd-cgroup; the second for a user who is not root",
  ],
  ["NO_COLOR, CLICOLOR_FORCE", "no colours, or colours without a terminal"],
];

/** Files that the program reads or keeps. */
export const FILES: readonly (readonly [path: string, meaning: string])[] = [
  ["config.json", "the configuration, in the bundle"],
  ["/etc/criu/runc.conf", "settings of CRIU, which count more than the flags here"],
  ["/run/tsrun", "states of containers, unless --root names another place"],
  ["$XDG_RUNTIME_DIR/tsrun", "the same for a user who is not root"],
];
