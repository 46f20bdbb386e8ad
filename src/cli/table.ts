// The command table: every command, once, with its flags. The parser, help and completion read it.
import {
  BUNDLE,
  CHECKPOINT_FLAGS,
  CONFIG,
  CREATE_FLAGS,
  DETACH,
  EXEC_FLAGS,
  FORMAT,
  NO_SUBREAPER,
  RESTORE_FLAGS,
  UPDATE_FLAGS,
  VALIDATE_FLAGS,
} from "./flags.ts";
import type { Command } from "./types.ts";

const ONE = { minimum: 1, maximum: 1 } as const;
const NONE = { minimum: 0, maximum: 0 } as const;

/** All commands, by name. */
export const COMMANDS: readonly Command[] = [
  {
    name: "checkpoint",
    operands: "<id>",
    ...ONE,
    summary: "save a running container to disk",
    description:
      "Saves memory and processes of a container with CRIU, and deletes the container unless it " +
      "shall run on. What it does not save are files: restore needs the bundle as it is now. " +
      "Standard input and output may be pipes, /dev/null or the container's own terminal; the " +
      "caller's terminal needs --shell-job.",
    flags: CHECKPOINT_FLAGS,
  },
  {
    name: "create",
    operands: "<id> [bundle]",
    minimum: 1,
    maximum: 2,
    summary: "make a container, its program not yet run",
    description:
      "Makes everything that config.json asks for and stops before the program. " +
      "The bundle is given by --bundle or as a second argument.",
    flags: CREATE_FLAGS,
  },
  {
    name: "delete",
    operands: "<id>",
    ...ONE,
    summary: "remove what create made",
    flags: [
      { name: "force", alias: "f", type: "bool", description: "kill it first; missing is fine" },
    ],
  },
  {
    name: "events",
    operands: "<id>",
    ...ONE,
    summary: "print statistics and out-of-memory events",
    flags: [
      {
        name: "interval",
        type: "duration",
        value: "TIME",
        default: "5s",
        description: "time between two records",
      },
      { name: "stats", type: "bool", description: "one record, then end" },
    ],
  },
  {
    name: "exec",
    operands: "<id> [command] [args...]",
    minimum: 1,
    maximum: null,
    stopsAtOperand: true,
    summary: "run one more process in a container",
    description:
      "The process is read from --process, or is the command given here with the rest " +
      "taken from config.json's process.",
    flags: EXEC_FLAGS,
  },
  {
    name: "features",
    operands: "",
    ...NONE,
    summary: "print what this build supports, as JSON",
    flags: [],
  },
  {
    name: "finish-run",
    operands: "<id> <status>",
    minimum: 2,
    maximum: 2,
    hidden: true,
    summary: "delete a container that ran in the foreground and end with its status",
    flags: [],
  },
  {
    name: "kill",
    operands: "<id> [signal]",
    minimum: 1,
    maximum: 2,
    stopsAtOperand: true,
    summary: "send a signal to a container (TERM)",
    flags: [
      {
        name: "all",
        alias: "a",
        type: "bool",
        hidden: true,
        description: "signal every process; a stopped container is no error",
      },
    ],
  },
  {
    name: "list",
    operands: "",
    ...NONE,
    summary: "list the containers under --root",
    flags: [FORMAT, { name: "quiet", alias: "q", type: "bool", description: "ids only" }],
  },
  {
    name: "ns",
    operands: "<id>",
    ...ONE,
    summary: "show a container's namespaces beside the host's",
    description:
      "Each namespace with its inode number, the host's, and whose it is: the container's own, " +
      "the host's, or shared with other containers under --root.",
    flags: [FORMAT],
  },
  {
    name: "pause",
    operands: "<id>",
    ...ONE,
    summary: "suspend all processes of a container",
    flags: [],
  },
  {
    name: "plan",
    operands: "[id]",
    minimum: 0,
    maximum: 1,
    summary: "print what create would do, and do nothing",
    description:
      "Reads config.json and the host, and prints each step in order with the place in " +
      "config.json that it comes from. Needs no privileges.",
    flags: [BUNDLE, CONFIG, { name: "json", type: "bool", description: "as JSON" }],
  },
  {
    name: "ps",
    operands: "<id> [ps options]",
    minimum: 1,
    maximum: null,
    stopsAtOperand: true,
    summary: "list the processes of a container",
    flags: [FORMAT],
  },
  {
    name: "restore",
    operands: "<id>",
    ...ONE,
    summary: "bring a saved container back",
    description:
      "Makes a container from a bundle and from what checkpoint saved: its processes go on where " +
      "they were. Its state, cgroups, limits and hooks are new, as create makes them.",
    flags: RESTORE_FLAGS,
  },
  {
    name: "resume",
    operands: "<id>",
    ...ONE,
    summary: "let a suspended container go on",
    flags: [],
  },
  {
    name: "run",
    operands: "<id>",
    ...ONE,
    summary: "create, start, wait and delete",
    flags: [
      ...CREATE_FLAGS,
      DETACH,
      { name: "keep", type: "bool", description: "do not delete the container at its end" },
      NO_SUBREAPER,
    ],
  },
  {
    name: "spec",
    operands: "",
    ...NONE,
    summary: "write a config.json to begin with",
    flags: [
      BUNDLE,
      { name: "rootless", type: "bool", description: "for a user without privileges" },
    ],
  },
  {
    name: "start",
    operands: "<id>",
    ...ONE,
    summary: "run the program of a created container",
    flags: [],
  },
  {
    name: "state",
    operands: "<id>",
    ...ONE,
    summary: "print the state of a container, as JSON",
    flags: [],
  },
  {
    name: "stats",
    operands: "<id>",
    ...ONE,
    summary: "show what a container uses, live",
    description:
      "On a terminal a row that is renewed until the container ends: processor time (100 % is " +
      "one CPU), memory, processes, bytes read and written. Elsewhere one record as JSON, as " +
      "events --stats has it in data.",
    flags: [
      {
        name: "interval",
        type: "duration",
        value: "TIME",
        default: "1s",
        description: "time between two looks",
      },
    ],
  },
  {
    name: "update",
    operands: "<id>",
    ...ONE,
    summary: "change resource limits of a container",
    flags: UPDATE_FLAGS,
  },
  {
    name: "validate",
    operands: "[bundle]",
    minimum: 0,
    maximum: 1,
    summary: "list everything that is wrong with a config.json",
    description:
      "Prints each finding with its line, JSON pointer, value, rule and the section of the " +
      "specification; ends with 1 when one of them is an error. Needs no privileges.",
    flags: VALIDATE_FLAGS,
  },
];
