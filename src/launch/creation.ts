// What a create or a restore makes, in the order in which it is made, and how it is unmade.
import { realPath, replaceFile } from "../native/paths.ts";
import { killAll, oomKillCount } from "../cgroup/members.ts";
import { removeCgroups } from "../cgroup/remove.ts";
import { startUnit, stopUnits } from "../cgroup/unit.ts";
import type { Unit } from "../cgroup/unit.ts";
import { makeDirectory, removeDirectory, containerFile } from "../state/directory.ts";
import { writeCard } from "../state/card.ts";
import { printState, writeState } from "../state/document.ts";
import { writeExecRecord } from "../state/exec-record.ts";
import { openJournal } from "../state/journal.ts";
import { bootId, ownStart, startOf } from "../state/process.ts";
import { cardOf } from "./card.ts";
import { Failure } from "./failure.ts";
import { runHook, runPoststop } from "./hooks.ts";
import type { HookState } from "./hooks.ts";
import { detachMounts } from "./remove.ts";
import { removeGroups } from "./resctrl.ts";
import { HookFailure } from "./report.ts";
import { hookState, savedState } from "./saved.ts";
import type { Config } from "../config/config.gen.ts";
import type { Loaded } from "../config/load.ts";
import type { Plan } from "../plan/types.ts";
import type { Journal } from "../state/journal.ts";
import type { Card } from "../state/card.ts";
import type { SavedState, SavedStatus } from "../state/document.ts";
import type { CreateOptions } from "./options.ts";
import type { Keeper } from "./perform.ts";
import type { MovedDevice } from "../native/network.ts";
import type { Init, Stage } from "./stage.ts";

const SIGKILL = 9;

/** Connects the console slot; foreground runs bring their own. */
export type ConsoleSource = (path: string) => number;

/** What one create or restore makes, so that it can be unmade. */
export class Creation implements Keeper {
  readonly root: string;
  readonly id: string;
  readonly console: ConsoleSource;
  readonly #config: Config;
  readonly #text: Uint8Array;
  readonly #options: CreateOptions;
  readonly #plan: Plan;
  readonly #made: string[] = [];
  readonly #groups: string[] = [];
  readonly #devices: MovedDevice[] = [];
  readonly #ownGroups: string[] = [];
  readonly #units: Unit[] = [];
  #journal: Journal | undefined;
  #state: SavedState | undefined;
  #saved:
    | { readonly state: SavedState; readonly text: string; readonly card: Card | null }
    | undefined;
  #ownsDirectory = false;
  #initStart = 0;

  constructor(loaded: Loaded, plan: Plan, options: CreateOptions, console: ConsoleSource) {
    this.root = options.root;
    this.id = options.id;
    this.#config = loaded.config;
    this.#text = loaded.bytes;
    this.#plan = plan;
    this.#options = options;
    this.console = console;
  }

  makeDirectory(): void {
    makeDirectory(this.root, this.id);
    this.#ownsDirectory = true;
    this.#journal = openJournal(this.root, this.id);
    const creator = { pid: process.pid, start: ownStart() };
    this.#journal.write({ kind: "creator", ...creator, bootId: bootId() });
    // What was read stays: later edits of the bundle have no effect (L-5).
    replaceFile(containerFile(this.root, this.id, "config"), this.#text, 0o600);
    writeExecRecord(this.root, this.id, this.#config);
    this.#state = savedState(this.#config, this.#options, this.#plan);
    const before = this.#state.tsrun.mountsBefore;
    if (before !== null) {
      this.#journal.write({ kind: "mounts", path: realPath(this.#state.rootfs), before });
    }
    writeState(this.root, this.#state);
  }

  cgroup(path: string, from: string | null): void {
    this.#journal?.write({ kind: "cgroup", path, ...(from === null ? {} : { from }) });
  }

  madeCgroup(path: string): void {
    this.#made.push(path);
  }

  movedDevice(device: MovedDevice): void {
    this.#devices.push(device);
  }

  rdtGroup(path: string, own: boolean): void {
    this.#journal?.write({ kind: "rdt", path });
    this.#groups.push(path);
    if (own) this.#ownGroups.push(path);
  }

  unit(op: Parameters<Keeper["unit"]>[0], stage: Stage): void {
    const unit = { unit: op.unit, user: op.user === 1 };
    const note = (): void => this.#journal?.write({ kind: "unit", ...unit });
    // A slice may be others' too: it is ours to stop only when it was not there.
    if (op.adopt === 1) note();
    if (!startUnit(op, stage.init().pid)) return;
    if (op.adopt === 0) note();
    this.#units.push(unit);
  }

  born(init: Init): void {
    this.#initStart = startOf(init.pid);
    this.#journal?.write({ kind: "init", pid: init.pid, start: this.#initStart });
  }

  hook(op: Parameters<Keeper["hook"]>[0], stage: Stage): void {
    const { pid, pidfd } = stage.init();
    runHook(op, hookState(this.state(), op.status, pid), pidfd);
  }

  /** What is written when init is ready can be worded while it gets there. */
  prepareCreated(stage: Stage): void {
    this.#prepare(stage, "created");
  }

  saveState(op: Parameters<Keeper["saveState"]>[0], stage: Stage): void {
    this.#prepare(stage, op.status === "running" ? "running" : "created");
    const saved = this.#saved;
    if (saved === undefined) throw new TypeError("init is saved before it exists");
    this.#state = saved.state;
    writeState(this.root, saved.state, saved.text);
    if (saved.card !== null) writeCard(this.root, saved.card);
  }

  #prepare(stage: Stage, status: SavedStatus): void {
    if (stage.pid === 0 || this.#saved !== undefined) return;
    const { pid } = stage;
    const state: SavedState = {
      ...this.state(),
      status,
      pid,
      init_process_pid: pid,
      init_process_start: this.#initStart,
      namespace_paths: namespacePaths(pid),
      tsrun: { ...this.state().tsrun, groups: this.#ownGroups },
    };
    const text = printState(state);
    this.#saved = { state, text, card: cardOf(state, this.#plan, text) };
  }

  /** A program of the host that works on the container: it may have to be ended before the rest. */
  service(pid: number): void {
    this.#journal?.write({ kind: "service", pid, start: startOf(pid) });
  }

  told(stage: Stage): HookState {
    return hookState(this.state(), "creating", stage.init().pid);
  }

  state(): SavedState {
    if (this.#state === undefined) throw new Failure("the state directory is not made yet");
    return this.#state;
  }

  finish(): void {
    for (const device of this.#devices) device.keep();
    this.#journal?.close();
  }

  /** Undoes what was made; after a failed hook the poststop hooks run (L-9). */
  undo(stage: Stage, why: unknown): void {
    stage.kill();
    stage.close();
    const state = this.#state;
    // One thing that cannot be undone must not keep the others, nor hide why the create failed.
    const attempt = (action: () => void): boolean => {
      try {
        action();
        return true;
      } catch (error) {
        this.#options.warn(error instanceof Error ? error.message : String(error));
        return false;
      }
    };
    for (const device of this.#devices.splice(0).toReversed()) attempt(device.giveBack);
    this.finish();
    if (state !== undefined) attempt(() => detachMounts(state));
    attempt(() => removeGroups(this.#groups));
    const removed = attempt(() => {
      killAll(this.#made, SIGKILL);
      stopUnits(this.#units);
      removeCgroups(this.#made);
    });
    // With a cgroup left the journal has to stay: delete --force works from it.
    if (this.#ownsDirectory && removed) attempt(() => removeDirectory(this.root, this.id));
    if (state !== undefined && why instanceof HookFailure) {
      runPoststop(state.tsrun.poststop, hookState(state, "stopped", 0), this.#options.warn);
    }
  }

  /** A memory limit that is too small for init itself is the likeliest silent death. */
  causeOfDeath(): string | null {
    return oomKillCount(Object.values(this.#plan.cgroupPaths)) > 0
      ? "container init was OOM-killed (memory limit too low?)"
      : null;
  }
}

const NAMESPACES = {
  NEWCGROUP: "cgroup",
  NEWIPC: "ipc",
  NEWNET: "net",
  NEWNS: "mnt",
  NEWPID: "pid",
  NEWTIME: "time",
  NEWUSER: "user",
  NEWUTS: "uts",
} as const;

function namespacePaths(pid: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(NAMESPACES).map(([key, name]) => [key, `/proc/${pid}/ns/${name}`]),
  );
}
