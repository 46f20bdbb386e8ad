// `update`: other limits, from a document or from flags.
import { resolveFrom } from "../../plan/paths.ts";
import { readFileSync } from "node:fs";
import { parseResources } from "../../config/parse.ts";
import type { Cpu, Memory, Resources } from "../../config/config.gen.ts";
import { Failure } from "../../launch/failure.ts";
import { update } from "../../launch/update.ts";
import { readToEnd } from "../../native/files.ts";
import { bytes, wholeNumber } from "../sizes.ts";
import type { Invocation } from "../types.ts";
import type { Values } from "../values.ts";

const STDIN = 0;
const MOST_INPUT = 16 * 1024 * 1024;

/** Members whose value is there. */
function present<T extends object>(members: T): T {
  const kept = Object.entries(members).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(kept) as T;
}

function some<T extends object>(name: string, members: T): object {
  const kept = present(members);
  return Object.keys(kept).length === 0 ? {} : { [name]: kept };
}

/** The resources that the flags name. @throws Failure */
export function resourcesOf(values: Values): Resources {
  const text = <T>(flag: string, read: (flag: string, text: string) => T): T | undefined => {
    const value = values.text(flag);
    return value === null ? undefined : read(flag, value);
  };
  const unsigned = (flag: string) => text(flag, (name, value) => wholeNumber(name, value, false));
  const signed = (flag: string) => text(flag, (name, value) => wholeNumber(name, value, true));
  const idle = signed("cpu-idle");
  const pids = values.number("pids-limit");
  const cpu: { [Name in keyof Cpu]: Cpu[Name] | undefined } = {
    period: unsigned("cpu-period"),
    quota: signed("cpu-quota"),
    burst: unsigned("cpu-burst"),
    shares: unsigned("cpu-share"),
    realtimePeriod: unsigned("cpu-rt-period"),
    realtimeRuntime: signed("cpu-rt-runtime"),
    cpus: values.text("cpuset-cpus") ?? undefined,
    mems: values.text("cpuset-mems") ?? undefined,
    idle: idle === undefined ? undefined : Number(idle),
  };
  const memory: { [Name in keyof Memory]: Memory[Name] | undefined } = {
    limit: text("memory", bytes),
    reservation: text("memory-reservation", bytes),
    swap: text("memory-swap", bytes),
    kernel: text("kernel-memory", bytes),
    kernelTCP: text("kernel-memory-tcp", bytes),
  };
  return {
    ...some("memory", memory),
    ...some("cpu", cpu),
    ...(pids === null ? {} : { pids: { limit: BigInt(pids) } }),
    ...some("blockIO", { weight: values.number("blkio-weight") }),
  };
}

function readDocument(file: string, cwd: string): Uint8Array {
  if (file === "-") return readToEnd(STDIN, MOST_INPUT, "stdin");
  return readFileSync(resolveFrom(cwd, file));
}

/** Changes the limits. @throws Failure, ConfigError, StateError */
export function run({ globals, values, args, cwd, warn }: Invocation): number {
  const file = values.text("resources");
  if (file === null) {
    for (const [flag, kind] of [
      ["l3-cache-schema", "CAT"],
      ["mem-bw-schema", "MBA"],
    ] as const) {
      if (values.text(flag) !== null)
        throw new Failure(`Intel RDT/${kind} is not enabled for this container`);
    }
    const resources = resourcesOf(values);
    update({ root: globals.root, id: args[0] ?? "", resources, source: "", warn });
    return 0;
  }
  const { resources, findings } = parseResources(readDocument(file, cwd));
  for (const { pointer, rule } of findings) warn(`${pointer}: ${rule}`);
  const source = file === "-" ? "stdin" : file;
  update({ root: globals.root, id: args[0] ?? "", resources, source, warn });
  return 0;
}
