// Performs the engine's steps. One case per operation; each says what it does, the work is elsewhere.
import { performCgroup } from "../cgroup/perform.ts";
import type { CgroupOp } from "../cgroup/perform.ts";
import { replaceFile } from "../native/paths.ts";
import { cloneTree, idmapTree, lockTree, makeFifo } from "../native/files.ts";
import { moveDevice } from "../native/network.ts";
import type { MovedDevice } from "../native/network.ts";
import { setLimit } from "../native/processes.ts";
import { connectUnix, send } from "../native/sockets.ts";
import { containerFile, makeNotifyDirectory } from "../state/directory.ts";
import { compileProfile } from "./seccomp.ts";
import { performRdt, RESCTRL } from "./resctrl.ts";
import { sendListener } from "./listener.ts";
import type { HookState } from "./hooks.ts";
import { Failure } from "./failure.ts";
import type { Walk } from "./walk.ts";
import type { HostOp, OpNamed } from "../wire/ops.ts";

/** What a kind of walk (create, exec) does itself. */
export interface Keeper {
  readonly root: string;
  readonly id: string;
  readonly makeDirectory: () => void;
  /** A cgroup directory is about to be made. */
  readonly cgroup: (path: string, from: string | null) => void;
  /** It was not there before. */
  readonly madeCgroup: (path: string) => void;
  readonly movedDevice: (device: MovedDevice) => void;
  /** A resctrl group is about to be made; `own`: delete removes it. */
  readonly rdtGroup: (path: string, own: boolean) => void;
  /** Starts the container's systemd unit. */
  readonly unit: (op: OpNamed<"systemd-unit">, walk: Walk) => void;
  /** Connects to where the pty's master goes. */
  readonly console: (path: string) => number;
  readonly hook: (op: OpNamed<"host-hook">, walk: Walk) => void;
  readonly saveState: (op: OpNamed<"save-state">, walk: Walk) => void;
  /** The container as others are told of it, with the status that it has during the walk. */
  readonly told: (walk: Walk) => HookState;
}

/** Performs one host step. @throws Failure, SystemError */
export function perform(op: HostOp, walk: Walk, keeper: Keeper): void {
  if (op.op === "systemd-unit") keeper.unit(op, walk);
  else if (isCgroupOp(op)) performCgroupStep(op, walk, keeper);
  else if (isRdtOp(op)) performRdtStep(op, walk, keeper);
  else performOther(op, walk, keeper);
}

function isCgroupOp(op: HostOp): op is CgroupOp {
  return op.op.startsWith("cgroup-");
}

function performCgroupStep(op: CgroupOp, walk: Walk, keeper: Keeper): void {
  const joins = op.op === "cgroup-join" || op.op === "cgroup-follow";
  const beforeMake = (path: string, from: string | null): void => keeper.cgroup(path, from);
  const pid = joins ? walk.init().pid : walk.pid;
  const made = performCgroup(op, { pid, blobs: walk.blobs, kept: walk.cgroups, beforeMake });
  if (made !== null) keeper.madeCgroup(made);
}

type RdtOp = OpNamed<"rdt-group" | "rdt-monitor" | "rdt-task">;

function isRdtOp(op: HostOp): op is RdtOp {
  return op.op.startsWith("rdt-");
}

function performRdtStep(op: RdtOp, walk: Walk, keeper: Keeper): void {
  performRdt(op, walk.init().pid, RESCTRL, (path, own) => keeper.rdtGroup(path, own));
}

type OtherOp = Exclude<HostOp, CgroupOp | RdtOp | OpNamed<"systemd-unit">>;

function performOther(op: OtherOp, walk: Walk, keeper: Keeper): void {
  switch (op.op) {
    case "state-directory":
      keeper.makeDirectory();
      return;
    case "start-gate":
      walk.slots.set("gate", makeFifo(containerFile(keeper.root, keeper.id, "gate")));
      walk.slots.set("status", makeFifo(containerFile(keeper.root, keeper.id, "status")));
      return;
    case "notify-directory":
      makeNotifyDirectory(keeper.root, keeper.id);
      return;
    case "open-tree":
      walk.slots.set(op.slot, cloneTree(op.source, op.recursive !== 0));
      return;
    case "idmap-tree":
      idmapTree(walk.slots.get(op.slot) ?? -1, { ...op, recursive: op.recursive !== 0 });
      return;
    case "lock-tree":
      walk.slots.set(op.slot, lockTree(walk.slots.get(op.slot) ?? -1));
      return;
    case "connect-console":
      walk.slots.set(op.slot, keeper.console(op.path));
      return;
    case "connect-pidfd":
      walk.held.set(PIDFD_SOCKET, connectUnix(op.path));
      return;
    case "send-pidfd":
      sendPidfd(op.text, walk);
      return;
    case "seccomp-compile":
      walk.blobs.set(op.blob, compileProfile(op.profile));
      return;
    case "seccomp-listener":
      sendListener(op, walk, keeper.told(walk));
      return;
    case "net-device":
      keeper.movedDevice(moveDevice(walk.init().pid, op.name, op.target));
      return;
    case "rlimit":
      setLimit(walk.init().pid, op.resource, op.soft, op.hard, "");
      return;
    case "host-hook":
      keeper.hook(op, walk);
      return;
    case "save-state":
      keeper.saveState(op, walk);
      return;
    case "pid-file":
      writePidFile(op.path, walk.init().pid);
      return;
    case "spawn":
      return;
    default: {
      const never: never = op;
      throw new Failure(`no way to perform ${JSON.stringify(never)}`);
    }
  }
}

const PIDFD_SOCKET = "pidfd-socket";

function sendPidfd(text: string, walk: Walk): void {
  const socket = walk.held.get(PIDFD_SOCKET);
  if (socket === undefined) throw new TypeError("the pidfd socket is not connected");
  send(socket, Buffer.from(text), walk.init().pidfd, "the pidfd socket");
}

/** Decimal digits without a newline (callers convert the raw bytes), complete before it has its name. */
export function writePidFile(path: string, pid: number): void {
  replaceFile(path, `${pid}`, 0o644);
}
