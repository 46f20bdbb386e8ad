// process.scheduler: which members go with which policy, as sched_setattr(2) has it.
import type { Scheduler } from "../config.gen.ts";
import { finding } from "../finding.ts";
import type { Report } from "../finding.ts";

const PLACE = "/process/scheduler";

function checkPriority(scheduler: Scheduler, report: Report): void {
  const { policy, priority = 0 } = scheduler;
  if (policy === "SCHED_FIFO" || policy === "SCHED_RR") {
    if (priority >= 1 && priority <= 99) return;
    report(finding("error", `${PLACE}/priority`, `must be 1 to 99 for ${policy}`, priority));
  } else if (priority !== 0) {
    const rule = "is for SCHED_FIFO and SCHED_RR only: must be 0 or absent";
    report(finding("error", `${PLACE}/priority`, rule, priority));
  }
}

function checkDeadline(scheduler: Scheduler, report: Report): void {
  const { policy, runtime = 0n, deadline = 0n, period = 0n } = scheduler;
  if (policy !== "SCHED_DEADLINE") {
    for (const name of ["runtime", "deadline", "period"] as const) {
      const value = scheduler[name] ?? 0n;
      if (value === 0n) continue;
      const rule = "is for SCHED_DEADLINE only: must be 0 or absent";
      report(finding("error", `${PLACE}/${name}`, rule, value));
    }
    return;
  }
  if (runtime === 0n) {
    report(finding("error", `${PLACE}/runtime`, "must be positive for SCHED_DEADLINE", runtime));
  }
  if (runtime > deadline) {
    const rule = `must be at least the runtime, ${runtime}`;
    report(finding("error", `${PLACE}/deadline`, rule, deadline));
  }
  if (period !== 0n && deadline > period) {
    const rule = `must be at least the deadline, ${deadline}`;
    report(finding("error", `${PLACE}/period`, rule, period));
  }
}

/** Checks the members of `/process/scheduler` against its policy. */
export function checkScheduler(scheduler: Scheduler, report: Report): void {
  checkPriority(scheduler, report);
  checkDeadline(scheduler, report);
}
