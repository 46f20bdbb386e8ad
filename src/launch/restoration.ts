// What the engine does while CRIU restores: its steps at the notifications, and the way back.
import { closeFd } from "../native/files.ts";
import { endChild, pidfdOpen } from "../native/processes.ts";
import { send } from "../native/sockets.ts";
import { isHostOp } from "../wire/ops.ts";
import { Criu } from "./criu.ts";
import type { CriuStart, Notification } from "./criu.ts";
import { Failure } from "./failure.ts";
import { perform } from "./perform.ts";
import { hostFailure } from "./report.ts";
import { closeStage } from "./stage.ts";
import type { Init, Stage } from "./stage.ts";
import type { CgroupDirectory } from "../native/cgroup.ts";
import type { RestorePlan } from "../plan/restore.ts";
import type { Step } from "../plan/types.ts";
import type { CriuRequest } from "../wire/criu.ts";
import type { Creation } from "./creation.ts";

const CONSOLE = "console";
/** What the message with the terminal says. */
const CONSOLE_TEXT = "orphan-pts-master";

/** One restore: CRIU stands for init until there is one. */
export class Restoration implements Stage {
  readonly slots = new Map<string, number>();
  readonly cgroups = new Map<string, CgroupDirectory>();
  readonly held = new Map<string, number>();
  readonly blobs: Map<string, Uint8Array>;
  readonly #plan: RestorePlan;
  readonly #creation: Creation;
  readonly #console: string | null;
  #criu: Criu | undefined;
  #init: Init | undefined;
  #committed = false;

  constructor(plan: RestorePlan, creation: Creation, console: string | null) {
    this.#plan = plan;
    this.#creation = creation;
    this.#console = console;
    this.blobs = new Map(plan.blobs);
  }

  get pid(): number {
    return this.#init?.pid ?? this.#criu?.child.pid ?? 0;
  }

  init(): Init {
    const init = this.#init ?? this.#criu?.child;
    if (init === undefined) throw new Failure("CRIU is not started yet");
    return init;
  }

  listener(): number {
    throw new Failure("a restored filter has no listener");
  }

  /** Performs a part of the plan. @throws Failure */
  perform(steps: readonly Step[]): void {
    for (const step of steps) {
      try {
        if (isHostOp(step.op)) perform(step.op, this, this.#creation);
      } catch (error) {
        throw hostFailure(step, error);
      }
    }
  }

  /** Starts CRIU, and connects to where a terminal goes before anything is restored. */
  start(how: CriuStart): number {
    if (this.#console !== null) this.held.set(CONSOLE, this.#creation.console(this.#console));
    this.#criu = new Criu(how);
    const { pid } = this.#criu.child;
    this.#creation.service(pid);
    return pid;
  }

  /** Restores. @throws Failure, CriuRefusal */
  restore(request: CriuRequest): void {
    const criu = this.#criu;
    if (criu === undefined) throw new Failure("CRIU is not started yet");
    criu.ask(request, (notification) => this.#told(notification));
    if (!this.#committed) throw new Failure("CRIU told of no restored process");
    criu.close();
  }

  #told({ script, pid, fd }: Notification): void {
    try {
      switch (script) {
        case "setup-namespaces":
          this.#born(pid);
          this.perform(this.#plan.namespaces);
          return;
        case "post-restore":
          // Nothing runs yet: what is written now is true as soon as it does.
          this.#born(pid);
          this.perform(this.#plan.limits);
          this.perform(this.#plan.commit);
          this.#committed = true;
          return;
        case "orphan-pts-master":
          this.#sendTerminal(fd);
          return;
        default:
          return;
      }
    } finally {
      closeFd(fd);
    }
  }

  #born(pid: number): void {
    if (this.#init !== undefined || pid <= 0) return;
    this.#init = { pid, pidfd: pidfdOpen(pid) };
    this.#creation.born(this.#init);
  }

  #sendTerminal(master: number): void {
    const socket = this.held.get(CONSOLE);
    if (socket === undefined || master < 0) return;
    send(socket, Buffer.from(CONSOLE_TEXT), master, "the console socket");
  }

  kill(): void {
    // CRIU first: it could still make processes.
    this.#criu?.kill();
    endChild(this.#init);
  }

  close(): void {
    closeStage(this);
  }
}
