// The resources of an update, from their bytes to the writes, on top of what a container has.
import { parseResources } from "../../../dist/js/src/config/parse.js";
import { hybridRoot, systemdRoot } from "../../../dist/js/src/host/sheets/index.js";
import { planUpdate } from "../../../dist/js/src/plan/update.js";
import { answer, Defect, mutateJson } from "./common.mjs";

const SEEDS = [
  {
    memory: {
      limit: 1048576,
      reservation: 1,
      swap: 2097152,
      swappiness: 5,
      checkBeforeUpdate: true,
    },
    cpu: { shares: 2, quota: 5000, period: 10000, burst: 100, idle: 0, cpus: "0-1", mems: "0" },
    pids: { limit: 5 },
  },
  {
    devices: [{ allow: true, type: "c", major: 1, minor: 3, access: "rwm" }, { allow: false }],
    blockIO: { weight: 100, throttleReadBpsDevice: [{ major: 8, minor: 0, rate: 5 }] },
    hugepageLimits: [{ pageSize: "2MB", limit: 0 }],
    network: { classID: 5, priorities: [{ name: "lo", priority: 1 }] },
    rdma: { mlx: { hcaHandles: 1 } },
    unified: { "memory.high": "max" },
  },
];

/** The container's cgroup in every hierarchy of a host. */
const spotsOf = (facts) =>
  facts.cgroup.hierarchies.map((hierarchy) => ({
    hierarchy,
    mount: hierarchy.mount,
    path: "/box",
    version: hierarchy.version,
  }));
const HOSTS = [hybridRoot, systemdRoot].map((facts) => ({ facts, spots: spotsOf(facts) }));

export const update = {
  name: "update",
  seeds: () => SEEDS.map((document) => Buffer.from(JSON.stringify(document))),
  mutate: mutateJson,
  run(input) {
    let asked;
    const refused = answer(["ConfigError"], () => {
      asked = parseResources(input).resources;
    });
    if (asked === undefined) return refused;
    return HOSTS.map(({ facts, spots }) =>
      answer(["PlanError"], () => {
        const { steps, resources } = planUpdate(asked, { resources: {}, spots }, facts);
        for (const { op } of steps) {
          if (op.op === "cgroup-write" && /[/\0]/.test(op.file)) {
            throw new Defect(`writes ${op.file}`);
          }
        }
        // What is kept is where the next update begins.
        planUpdate({}, { resources, spots }, facts);
      }),
    ).join();
  },
  planted: (input) => input.includes('"limit":4294967295'),
};
