// A program of the host that works for the engine (CRIU).
import { systemError } from "./errors.ts";
import { hostFunction } from "./library.ts";
import type { Child } from "./processes.ts";

/** A program to start. */
export interface Service {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: readonly string[];
  /** Descriptors that stay open besides 0-2, under their own numbers. */
  readonly keep: readonly number[];
  /** 0-2 are /dev/null, else they are ours. */
  readonly quiet: boolean;
  /** A mount namespace of its own, where the directory `root` is bound at `at`; null: ours. */
  readonly apart: { readonly root: string; readonly at: string } | null;
  readonly nofile: { readonly soft: bigint; readonly hard: bigint };
}

// enum call of c/host/service.c.
const CALLS = ["close_range", "dup", "prlimit", "unshare", "mount", "mount", "execve"] as const;
const BIND = 5;

/** Starts it; it is our child. @throws SystemError */
export function startService(service: Service): Child {
  const { path, args, env, keep, quiet, apart, nofile } = service;
  const out = new Int32Array(3);
  const result = hostFunction("tsr_service")(
    path,
    args,
    env,
    Int32Array.from(keep),
    quiet ? 1 : 0,
    apart?.root ?? "",
    apart?.at ?? "",
    nofile.soft,
    nofile.hard,
    out,
  );
  if (result !== 0) {
    const call = CALLS[out[2] ?? 0] ?? "clone";
    throw systemError(call, -result, out[2] === BIND ? (apart?.root ?? "") : path);
  }
  return { pid: out[0] ?? -1, pidfd: out[1] ?? -1 };
}
