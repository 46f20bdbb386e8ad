// Performs the engine's steps. One case per operation; each says what it does, the work is elsewhere.
import { utf8 } from "../native/text.ts";
import { performCgroup } from "../cgroup/perform.ts";
import type { CgroupOp } from "../cgroup/perform.ts";
import { replaceFile } from "../native/paths.ts";
import { cloneTree, idmapTree, lockTree, makeFifo } from "../native/files.ts";
import { moveDevice, setDeviceUp } from "../native/network.ts";
import type { MovedDevice } from "../native/network.ts";
import { setLimit } from "../native/processes.ts";
import { connectUnix, send } from "../native/sockets.ts";
import { containerFile, makeNotifyDirectory } from "../state/directory.ts";
import { compileProfile } from "./seccomp.ts";
import { performRdt, RESCTRL } from "./resctrl.ts";
import { sendListener } from "./listener.ts";
import type { HookState } from "./hooks.ts";
import { Failure } from "./failure.ts";
import type { Stage } from "./stage.ts";
import type { HostOp, OpNamed } from "../wire/ops.ts";

/** What a verb (create, exec, restore) does itself. */
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
  readonly unit: (op: OpNamed<"systemd-unit">, stage: Stage) => void;
  /** Connects to where the pty's master goes. */
  readonly console: (path: string) => number;
  readonly hook: (op: OpNamed<"host-hook">, stage: Stage) => void;
  readonly saveState: (op: OpNamed<"save-state">, stage: Stage) => void;
  /** The container as others are told of it, with the status that it has during the stage. */
  readonly told: (stage: Stage) => HookState;
}

/** Performs one host step. @throws Failure, SystemError */
export function perform(op: HostOp, stage: Stage, keeper: Keeper): void {
  if (op.op === "systemd-unit") keeper.unit(op, stage);
  else if (isCgroupOp(op)) performCgroupStep(op, stage, keeper);
  else if (isRdtOp(op)) performRdtStep(op, stage, keeper);
  else if (isTreeOp(op)) performTreeStep(op, stage);
  else performOther(op, stage, keeper);
}

function isCgroupOp(op: HostOp): op is CgroupOp {
  return op.op.startsWith("cgroup-");
}

function performCgroupStep(op: CgroupOp, stage: Stage, keeper: Keeper): void {
  const joins = op.op === "cgroup-join" || op.op === "cgroup-follow";
  const beforeMake = (path: string, from: string | null): void => keeper.cgroup(path, from);
  const pid = joins ? stage.init().pid : stage.pid;
  const made = performCgroup(op, { pid, blobs: stage.blobs, kept: stage.cgroups, beforeMake });
  if (made !== null) keeper.madeCgroup(made);
}

type RdtOp = OpNamed<"rdt-group" | "rdt-monitor" | "rdt-task">;

function isRdtOp(op: HostOp): op is RdtOp {
  return op.op.startsWith("rdt-");
}

function performRdtStep(op: RdtOp, stage: Stage, keeper: Keeper): void {
  performRdt(op, stage.init().pid, RESCTRL, (path, own) => keeper.rdtGroup(path, own));
}

type TreeOp = OpNamed<"open-tree" | "idmap-tree" | "lock-tree">;

function isTreeOp(op: HostOp): op is TreeOp {
  return op.op.endsWith("-tree");
}

/** Bind sources that the engine opens. */
function performTreeStep(op: TreeOp, { slots }: Stage): void {
  const tree = slots.get(op.slot) ?? -1;
  if (op.op === "open-tree") slots.set(op.slot, cloneTree(op.source, op.recursive !== 0));
  else if (op.op === "lock-tree") slots.set(op.slot, lockTree(tree));
  else idmapTree(tree, { ...op, recursive: op.recursive !== 0 });
}

type OtherOp = Exclude<HostOp, CgroupOp | RdtOp | TreeOp | OpNamed<"systemd-unit">>;

function performOther(op: OtherOp, stage: Stage, keeper: Keeper): void {
  switch (op.op) {
    case "state-directory":
      keeper.makeDirectory();
      return;
    case "start-gate":
      stage.slots.set("gate", makeFifo(containerFile(keeper.root, keeper.id, "gate")));
      stage.slots.set("status", makeFifo(containerFile(keeper.root, keeper.id, "status")));
      return;
    case "notify-directory":
      makeNotifyDirectory(keeper.root, keeper.id);
      return;
    case "connect-console":
      stage.slots.set(op.slot, keeper.console(op.path));
      return;
    case "connect-pidfd":
      stage.held.set(PIDFD_SOCKET, connectUnix(op.path));
      return;
    case "send-pidfd":
      sendPidfd(op.text, stage);
      return;
    case "seccomp-compile":
      stage.blobs.set(op.blob, compileProfile(op.profile));
      return;
    case "seccomp-listener":
      sendListener(op, stage, keeper.told(stage));
      return;
    case "net-device":
      keeper.movedDevice(moveDevice(stage.init().pid, op.name, op.target));
      return;
    case "net-up":
      setDeviceUp(stage.init().pid, op.name);
      return;
    case "rlimit":
      setLimit(stage.init().pid, op.resource, op.soft, op.hard, "");
      return;
    case "host-hook":
      keeper.hook(op, stage);
      return;
    case "save-state":
      keeper.saveState(op, stage);
      return;
    case "pid-file":
      writePidFile(op.path, stage.init().pid);
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

function sendPidfd(text: string, stage: Stage): void {
  const socket = stage.held.get(PIDFD_SOCKET);
  if (socket === undefined) throw new TypeError("the pidfd socket is not connected");
  send(socket, utf8(text), stage.init().pidfd, "the pidfd socket");
}

/** Decimal digits without a newline (callers convert the raw bytes), complete before it has its name. */
export function writePidFile(path: string, pid: number): void {
  replaceFile(path, `${pid}`, 0o644);
}
