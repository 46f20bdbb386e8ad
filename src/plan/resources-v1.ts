// linux.resources as values for the files of cgroup v1 (Documentation/admin-guide/cgroup-v1). The
// order of the writes is the one that a fresh cgroup accepts.
import { cgroupWrite, numberList } from "./resources-write.ts";
import type { Place } from "./resources-write.ts";
import type {
  BlockIO,
  Cpu,
  HugepageLimit,
  Memory,
  Network,
  Rdma,
  ThrottleDevice,
} from "../config/config.gen.ts";
import type { Step } from "./types.ts";

const MEMORY = "/linux/resources/memory";
const CPU = "/linux/resources/cpu";
const BLOCK = "/linux/resources/blockIO";

/** The memory controller. Limit and swap of 0 are unset here: the caller has taken them out. */
export function memoryV1(place: Place, memory: Memory): readonly Step[] {
  const { reservation, swappiness, disableOOMKiller: off, useHierarchy } = memory;
  const steps: Step[] = [...limitAndSwap(place, memory)];
  const put = (file: string, value: bigint | number, field: string, optional = false): void => {
    steps.push(cgroupWrite(place, file, `${value}`, `${MEMORY}/${field}`, { optional }));
  };
  if (reservation !== undefined) put("memory.soft_limit_in_bytes", reservation, "reservation");
  if (swappiness !== undefined) put("memory.swappiness", swappiness, "swappiness");
  // Off is the default: a kernel without the file does what is asked.
  if (off !== undefined) put("memory.oom_control", Number(off), "disableOOMKiller", !off);
  if (useHierarchy !== undefined) put("memory.use_hierarchy", Number(useHierarchy), "useHierarchy");
  return steps;
}

/**
 * The kernel keeps limit <= memsw.limit at every moment: the upper one is taken away first, so that
 * a cgroup which has limits already takes both new values.
 */
function limitAndSwap(place: Place, { limit, swap }: Memory): readonly Step[] {
  const sum = "memory.memsw.limit_in_bytes";
  const pointer = `${MEMORY}/swap`;
  if (limit === undefined) {
    if (swap === undefined) return [];
    return [cgroupWrite(place, sum, `${swap}`, pointer, { optional: swap < 0n })];
  }
  const steps: Step[] = [];
  if (swap !== undefined) {
    steps.push(
      cgroupWrite(place, sum, "-1", pointer, { optional: true, why: "room for the new limit" }),
    );
  } else if (limit < 0n) {
    const why = "no limit means no limit on swap either";
    steps.push(cgroupWrite(place, sum, "-1", `${MEMORY}/limit`, { optional: true, why }));
  }
  steps.push(cgroupWrite(place, "memory.limit_in_bytes", `${limit}`, `${MEMORY}/limit`));
  if (swap !== undefined && swap >= 0n) steps.push(cgroupWrite(place, sum, `${swap}`, pointer));
  return steps;
}

/** The cpu controller: shares, bandwidth, real time, idle. */
export function cpuV1(place: Place, cpu: Cpu): readonly Step[] {
  const steps: Step[] = [];
  const put = (file: string, value: bigint | undefined, field: string): void => {
    if (value !== undefined) steps.push(cgroupWrite(place, file, `${value}`, `${CPU}/${field}`));
  };
  // An idle cgroup refuses shares: leave that state before, enter it after.
  if (cpu.idle === 0)
    steps.push(cgroupWrite(place, "cpu.idle", "0", `${CPU}/idle`, { optional: true }));
  put("cpu.shares", cpu.shares, "shares");
  put("cpu.cfs_period_us", cpu.period, "period");
  put("cpu.cfs_quota_us", cpu.quota, "quota");
  // The kernel wants burst <= quota.
  put("cpu.cfs_burst_us", cpu.burst, "burst");
  // A runtime above the period is refused: a fresh cgroup has runtime 0, so the period goes first.
  put("cpu.rt_period_us", cpu.realtimePeriod, "realtimePeriod");
  put("cpu.rt_runtime_us", cpu.realtimeRuntime, "realtimeRuntime");
  if (cpu.idle === 1) steps.push(cgroupWrite(place, "cpu.idle", "1", `${CPU}/idle`));
  return steps;
}

/** The cpuset controller; v2 has files of the same names. */
export function cpuset(place: Place, cpu: Cpu): readonly Step[] {
  const steps: Step[] = [];
  if (cpu.cpus !== undefined && cpu.cpus !== "") {
    const value = numberList(`${CPU}/cpus`, cpu.cpus);
    steps.push(cgroupWrite(place, "cpuset.cpus", value, `${CPU}/cpus`));
  }
  if (cpu.mems !== undefined && cpu.mems !== "") {
    const value = numberList(`${CPU}/mems`, cpu.mems);
    steps.push(cgroupWrite(place, "cpuset.mems", value, `${CPU}/mems`));
  }
  return steps;
}

const THROTTLES = [
  ["throttleReadBpsDevice", "blkio.throttle.read_bps_device"],
  ["throttleWriteBpsDevice", "blkio.throttle.write_bps_device"],
  ["throttleReadIOPSDevice", "blkio.throttle.read_iops_device"],
  ["throttleWriteIOPSDevice", "blkio.throttle.write_iops_device"],
] as const;

/** The blkio controller. Weights of 0 are unset: every engine writes them so. */
export function blkioV1(place: Place, block: BlockIO): readonly Step[] {
  const steps: Step[] = [];
  const weigh = (file: string, value: number | undefined, pointer: string, device = ""): void => {
    if (value === undefined || value === 0) return;
    steps.push(cgroupWrite(place, file, `${device}${value}`, pointer));
  };
  weigh("blkio.bfq.weight", block.weight, `${BLOCK}/weight`);
  weigh("blkio.leaf_weight", block.leafWeight, `${BLOCK}/leafWeight`);
  for (const [index, entry] of (block.weightDevice ?? []).entries()) {
    const pointer = `${BLOCK}/weightDevice/${index}`;
    const device = `${entry.major}:${entry.minor} `;
    weigh("blkio.bfq.weight_device", entry.weight, `${pointer}/weight`, device);
    weigh("blkio.leaf_weight_device", entry.leafWeight, `${pointer}/leafWeight`, device);
  }
  for (const [field, file] of THROTTLES) {
    const list: readonly ThrottleDevice[] = block[field] ?? [];
    for (const [index, { major, minor, rate }] of list.entries()) {
      steps.push(
        cgroupWrite(place, file, `${major}:${minor} ${rate}`, `${BLOCK}/${field}/${index}`),
      );
    }
  }
  return steps;
}

/** One huge page size: reservations, and what is faulted in without one. */
export function hugetlbV1(place: Place, entry: HugepageLimit, pointer: string): readonly Step[] {
  const file = `hugetlb.${entry.pageSize}`;
  return [
    cgroupWrite(place, `${file}.limit_in_bytes`, `${entry.limit}`, pointer),
    cgroupWrite(place, `${file}.rsvd.limit_in_bytes`, `${entry.limit}`, pointer, {
      optional: true,
    }),
  ];
}

/** net_cls: the class of every packet. */
export function netClassV1(place: Place, network: Network): readonly Step[] {
  if (network.classID === undefined) return [];
  return [
    cgroupWrite(place, "net_cls.classid", `${network.classID}`, "/linux/resources/network/classID"),
  ];
}

/** net_prio: a priority for each interface. */
export function netPriorityV1(place: Place, network: Network): readonly Step[] {
  return (network.priorities ?? []).map(({ name, priority }, index) =>
    cgroupWrite(
      place,
      "net_prio.ifpriomap",
      `${name} ${priority}`,
      `/linux/resources/network/priorities/${index}`,
    ),
  );
}

/** The line of rdma.max for one device; the same on v1 and v2. */
export function rdma(place: Place, device: string, limits: Rdma, pointer: string): Step {
  const words = [device];
  if (limits.hcaHandles !== undefined) words.push(`hca_handle=${limits.hcaHandles}`);
  if (limits.hcaObjects !== undefined) words.push(`hca_object=${limits.hcaObjects}`);
  return cgroupWrite(place, "rdma.max", words.join(" "), pointer);
}
