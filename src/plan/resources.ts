// linux.resources: checks what the schema cannot say, finds the hierarchy of each controller and has
// the values for its version computed. Device rules are in resources-devices.ts.
import {
  blkioV1,
  cpuset,
  cpuV1,
  hugetlbV1,
  memoryV1,
  netClassV1,
  netPriorityV1,
  rdma,
} from "./resources-v1.ts";
import { cpuV2, hugetlbV2, ioV2, memoryV2, refuseNetworkV2 } from "./resources-v2.ts";
import {
  asksBlock,
  asksCpu,
  asksMemory,
  checkBlock,
  checkCpu,
  checkMemory,
} from "./resources-check.ts";
import { planUnified } from "./resources-unified.ts";
import { cgroupWrite, inRange, orMax } from "./resources-write.ts";
import type { Place } from "./resources-write.ts";
import { PlanError } from "./types.ts";
import type { HugepageLimit, Resources } from "../config/config.gen.ts";
import type { Step, Warning } from "./types.ts";

/** Where the container's cgroups are, and what the host has. */
export interface ResourceScope {
  /** The place of a controller (by its v1 name), or null when no hierarchy has it. */
  readonly place: (controller: string) => Place | null;
  /** The container's cgroup in the v2 hierarchy and the controllers there, or null. */
  readonly unified: { readonly place: Place; readonly controllers: readonly string[] } | null;
  /** Why a controller that the host has is not for this user, or null. */
  readonly forbidden: (controller: string) => string | null;
  /** No v1 hierarchy is mounted. */
  readonly v2Only: boolean;
  readonly hugepages: readonly string[];
  readonly warnings: Warning[];
}

const BASE = "/linux/resources";

/**
 * The writes for all limits, in order; device rules excepted.
 *
 * @throws PlanError for values out of range and for what this host cannot do
 */
export function planResources(resources: Resources, scope: ResourceScope): readonly Step[] {
  const memory = checkMemory(resources.memory ?? {}, scope.warnings);
  const cpu = checkCpu(resources.cpu ?? {}, scope.warnings);
  const block = checkBlock(resources.blockIO ?? {});
  const network = resources.network ?? {};
  const either =
    (v1: (place: Place) => readonly Step[], v2: (place: Place) => readonly Step[]) =>
    (place: Place) =>
      place.version === 1 ? v1(place) : v2(place);
  return [
    ...on(
      scope,
      "memory",
      "memory",
      asksMemory(memory),
      either(
        (p) => memoryV1(p, memory),
        (p) => memoryV2(p, memory),
      ),
    ),
    ...on(
      scope,
      "cpu",
      "cpu",
      asksCpu(cpu),
      either(
        (p) => cpuV1(p, cpu),
        (p) => cpuV2(p, cpu),
      ),
    ),
    ...on(scope, "cpuset", "cpu", (cpu.cpus ?? "") !== "" || (cpu.mems ?? "") !== "", (p) =>
      cpuset(p, cpu),
    ),
    ...on(scope, "pids", "pids", resources.pids?.limit !== undefined, (p) =>
      planPids(p, resources.pids?.limit),
    ),
    ...on(
      scope,
      "blkio",
      "blockIO",
      asksBlock(block),
      either(
        (p) => blkioV1(p, block),
        (p) => ioV2(p, block),
      ),
    ),
    ...planHugepages(resources.hugepageLimits ?? [], scope),
    ...planNetwork(network, scope),
    ...Object.entries(resources.rdma ?? {}).flatMap(([device, limits]) => {
      const pointer = `${BASE}/rdma/${escape(device)}`;
      if (limits.hcaHandles === undefined && limits.hcaObjects === undefined) {
        throw new PlanError(pointer, "neither hcaHandles nor hcaObjects is given");
      }
      return on(scope, "rdma", "rdma", true, (p) => [rdma(p, device, limits, pointer)]);
    }),
    ...planUnified(resources.unified ?? {}, scope.unified),
  ];
}

/** A JSON pointer's reference token (RFC 6901). */
function escape(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Runs `make` where the controller is. What asks for nothing may lack its controller. */
function on(
  scope: ResourceScope,
  controller: string,
  field: string,
  asks: boolean,
  make: (place: Place) => readonly Step[],
): readonly Step[] {
  const place = scope.place(controller);
  if (place !== null) return make(place);
  if (!asks) return [];
  const pointer = `${BASE}/${field}`;
  const reason = scope.forbidden(controller);
  throw new PlanError(
    pointer,
    reason ?? `cannot set ${controller} limit: this host has no ${controller} controller`,
  );
}

/** pids.max. 0 is a real limit: nothing can be forked then. */
function planPids(place: Place, limit: bigint | undefined): readonly Step[] {
  if (limit === undefined) return [];
  const pointer = `${BASE}/pids/limit`;
  inRange(pointer, limit, -1n);
  return [cgroupWrite(place, "pids.max", orMax(limit), pointer)];
}

function planHugepages(limits: readonly HugepageLimit[], scope: ResourceScope): readonly Step[] {
  const seen = new Set<string>();
  return limits.flatMap((entry, index) => {
    const pointer = `${BASE}/hugepageLimits/${index}`;
    if (!scope.hugepages.includes(entry.pageSize)) {
      const known = scope.hugepages.length === 0 ? "none" : scope.hugepages.join(", ");
      throw new PlanError(
        `${pointer}/pageSize`,
        `no huge pages of ${entry.pageSize} on this host (there are: ${known})`,
      );
    }
    if (seen.has(entry.pageSize)) {
      throw new PlanError(`${pointer}/pageSize`, `${entry.pageSize} is there twice`);
    }
    seen.add(entry.pageSize);
    return on(scope, "hugetlb", "hugepageLimits", true, (place) =>
      place.version === 1 ? hugetlbV1(place, entry, pointer) : hugetlbV2(place, entry, pointer),
    );
  });
}

function planNetwork(
  network: NonNullable<Resources["network"]>,
  scope: ResourceScope,
): readonly Step[] {
  const classes = scope.place("net_cls");
  const priorities = scope.place("net_prio");
  // On a host of v2 alone the reason is the version, not a controller that could be mounted.
  if (scope.v2Only) refuseNetworkV2(network);
  return [
    ...(classes === null && (network.classID ?? 0) === 0
      ? []
      : on(scope, "net_cls", "network/classID", true, (place) => netClassV1(place, network))),
    ...(priorities === null && (network.priorities ?? []).length === 0
      ? []
      : on(scope, "net_prio", "network/priorities", true, (place) =>
          netPriorityV1(place, network),
        )),
  ];
}
