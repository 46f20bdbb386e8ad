// The walker: performs the engine's steps of a plan in order, and meets the helper at the barriers.
import { ECONNRESET, EPIPE } from "../native/errno.ts";
import { closeFd, sealData, sealProgram } from "../native/files.ts";
import { libraryDirectory, SystemError } from "../native/library.ts";
import {
  endChild,
  exitCode,
  pidfdEnded,
  pidfdGetFd,
  pidfdOpen,
  spawnProgram,
  waitFor,
} from "../native/processes.ts";
import { receive, send, socketPair } from "../native/sockets.ts";
import { decodeReport, REPORT_SIZE } from "../wire/report.ts";
import { encodePlan } from "../wire/encode.ts";
import { describe } from "../plan/describe.ts";
import { Failure } from "./failure.ts";
import { hostFailure, reportFailure } from "./report.ts";
import { closeStage } from "./stage.ts";
import type { CgroupDirectory } from "../native/cgroup.ts";
import type { Child } from "../native/processes.ts";
import type { Datagram } from "../native/sockets.ts";
import type { Init, Stage } from "./stage.ts";
import type { Inherited } from "./inherited.ts";
import type { Plan, Step } from "../plan/types.ts";
import { isHostOp } from "../wire/ops.ts";
import type { Report } from "../wire/report.ts";
import type { Barrier, HostOp } from "../wire/ops.ts";

/** What the steps need besides the plan. */
export interface Surroundings {
  readonly inherited: Inherited;
  /** Numbers from 3 up that the container keeps. */
  readonly preserve: readonly number[];
  readonly warn: (message: string) => void;
  /** Performs one host step. */
  readonly perform: (op: HostOp, walk: Walk) => void;
  /** Called as soon as init exists, before anything else is done with it. */
  readonly born: (init: Init) => void;
  /** Work that can be done while the helper does its own. */
  readonly meanwhile?: () => void;
  /** Why init may have died, when nothing else says it (an OOM kill), or null. */
  readonly causeOfDeath: () => string | null;
}

const SIGSYS = 31;
/** How the kernel says that nobody holds the other end of the socket. */
const GONE: readonly number[] = [EPIPE, ECONNRESET];

/** One walk through a plan. */
export class Walk implements Stage {
  readonly slots = new Map<string, number>();
  readonly cgroups = new Map<string, CgroupDirectory>();
  readonly held = new Map<string, number>();
  readonly blobs: Map<string, Uint8Array>;
  readonly plan: Plan;
  readonly #around: Surroundings;
  #socket = -1;
  #stage0: Child | undefined;
  #init: Init | undefined;
  #before: Step | undefined;
  #listener = -1;

  constructor(plan: Plan, around: Surroundings) {
    this.plan = plan;
    this.#around = around;
    this.blobs = new Map(plan.blobs);
  }

  /** Performs every step, or those up to a barrier of init's. @throws Failure */
  run(until: Barrier | null = null): void {
    for (const [index, step] of this.plan.steps.entries()) {
      try {
        this.#step(index, step);
      } catch (error) {
        throw hostFailure(step, error);
      }
      if (step.op.op === "barrier" && step.op.name === until) return;
    }
  }

  #step(index: number, step: Step): void {
    const op = step.op;
    if (op.op === "barrier") {
      if (op.to === "host") this.#await(index);
      else if (op.from === "host") this.#tell(index);
    } else if (op.op === "spawn") {
      this.#spawn();
    } else if (isHostOp(op)) {
      this.#around.perform(op, this);
    }
  }

  /** init's pid, 0 as long as there is none. */
  get pid(): number {
    return this.#init?.pid ?? 0;
  }

  /** init, waiting for stage 0 to report it. @throws Failure */
  init(): Init {
    while (this.#init === undefined) this.#next();
    return this.#init;
  }

  /** The listener of init's filter, waiting for it. @throws Failure */
  listener(): number {
    while (this.#listener < 0) this.#next();
    return this.#listener;
  }

  #spawn(): void {
    const names = [...this.slots.keys()];
    const plan = sealData(
      encodePlan(
        this.plan.steps.map((step) => step.op),
        { blobs: this.blobs, slots: names },
      ),
    );
    const program = sealProgram(`${libraryDirectory()}/init`);
    const [ours, theirs] = socketPair("packets");
    const { soft, hard } = this.#around.inherited.nofile;
    const slots = [...this.slots.values()];
    const args = [
      "tsrun-init",
      `${theirs}`,
      `${plan}`,
      slots.length === 0 ? "-" : slots.join(","),
      `${soft}:${hard}`,
    ];
    try {
      this.#stage0 = spawnProgram(program, args, [
        theirs,
        plan,
        ...slots,
        ...this.#around.preserve,
      ]);
      this.#socket = ours;
    } finally {
      for (const fd of [theirs, plan, program]) closeFd(fd);
    }
  }

  /** Tells init that its barrier is open. */
  #tell(index: number): void {
    this.init();
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(index);
    try {
      send(this.#socket, bytes, -1, "the helper");
    } catch (error) {
      // When it is gone, what it said last tells why; else it would be waited for in vain.
      if (!(error instanceof SystemError && GONE.includes(error.errno))) throw error;
      for (;;) this.#next();
    }
  }

  /** Waits until init has reached a barrier. */
  #await(index: number): void {
    this.#around.meanwhile?.();
    for (;;) {
      const report = this.#next();
      if (report.kind !== "barrier") continue;
      if (report.step === index) return;
      throw new Failure(`the helper stands at step ${report.step}, not at ${index}`);
    }
  }

  /** One report; errors become failures, pids are taken. */
  #next(): ReturnType<typeof decodeReport> {
    const watch = this.#init?.pidfd ?? this.#stage0?.pidfd ?? -1;
    const datagram = receive(this.#socket, watch, -1);
    if (datagram === null || datagram.data.length === 0) throw this.#death();
    if (datagram.data.length !== REPORT_SIZE) throw new Failure("the helper sent no report");
    const report = decodeReport(datagram.data);
    switch (report.kind) {
      case "pid":
        this.#init = childOf(report, datagram);
        this.#around.born(this.#init);
        break;
      case "error":
        throw reportFailure(this.plan.steps, report);
      case "warning":
        this.#around.warn(reportFailure(this.plan.steps, report).message);
        break;
      case "before":
        this.#before = this.plan.steps[report.step];
        break;
      case "barrier":
        break;
      case "listener":
        this.#listener = pidfdGetFd(this.init().pidfd, Number(report.value));
        break;
      default: {
        const never: never = report.kind;
        throw new TypeError(`report ${String(never)}`);
      }
    }
    return report;
  }

  /** init (or stage 0) ended without a word: its status, the filter or the OOM killer tell why. */
  #death(): Failure {
    const child = this.#init ?? this.#stage0;
    if (child === undefined) return new Failure("the helper is gone");
    const status = waitFor(child.pid, true) ?? 0;
    const cause = this.#around.causeOfDeath();
    if (cause !== null) return new Failure(cause);
    const signal = status & 0x7f;
    const doing = this.#before === undefined ? "" : ` at: ${describe(this.#before.op)}`;
    if (signal === SIGSYS)
      return new Failure(`the seccomp filter killed the container's init${doing}`);
    const how = signal === 0 ? `status ${exitCode(status)}` : `signal ${signal}`;
    return new Failure(`the container's init ended early with ${how}${doing}`);
  }

  /**
   * Waits for the end of the socket: an exec that has no gate. @throws Failure when it did not happen
   */
  awaitExec(): void {
    for (;;) {
      const init = this.init();
      const datagram = receive(this.#socket, -1, -1);
      if (datagram === null || datagram.data.length === 0) {
        // The socket closes at exec, and at death: only one of them leaves a process.
        if (this.#before?.op.op === "exec" || !pidfdEnded(init.pidfd, 0)) return;
        throw this.#death();
      }
      const report = decodeReport(datagram.data);
      if (report.kind === "before") this.#before = this.plan.steps[report.step];
      if (report.kind === "error") throw reportFailure(this.plan.steps, report);
    }
  }

  /** Kills what the walk started and waits until it is gone. */
  kill(): void {
    // Stage 0 first: it could still make an init.
    endChild(this.#stage0);
    this.#init ??= this.#unseen();
    endChild(this.#init);
  }

  /** The init that a stage 0 which is gone has reported, and nobody has listened. */
  #unseen(): Child | undefined {
    if (this.#socket < 0) return undefined;
    for (;;) {
      const datagram = receive(this.#socket, -1, 0);
      if (datagram === null || datagram.data.length !== REPORT_SIZE) return undefined;
      const report = decodeReport(datagram.data);
      if (report.kind === "pid") return childOf(report, datagram);
      closeFd(datagram.fd);
    }
  }

  /** Closes every descriptor of the walk. */
  close(): void {
    closeStage(this);
    closeFd(this.#socket);
    closeFd(this.#listener);
    this.#listener = -1;
    closeFd(this.#stage0?.pidfd ?? -1);
    this.#socket = -1;
    this.#stage0 = undefined;
  }
}

/** The child that stage 0 reports, with the pidfd that came along. */
function childOf({ value }: Report, { fd }: Datagram): Child {
  const pid = Number(value);
  return { pid, pidfd: fd >= 0 ? fd : pidfdOpen(pid) };
}
