// The real thing, on this machine's hierarchies: controllers, device programs, whole plans.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { planCgroup } from "../plan/cgroup.ts";
import { deviceProgram } from "../plan/device-program.ts";
import { configuredRules, DENY_ALL, USUAL } from "../plan/device-rules.ts";
import { testRequest } from "../plan/testing.ts";
import { killAll, processesIn } from "./members.ts";
import { performCgroup } from "./perform.ts";
import { removeCgroups } from "./remove.ts";
import { facts, join, make, perform, real, v2 } from "./testing.ts";
import type { CgroupOp } from "./perform.ts";
import type { Config, Resources } from "../config/config.gen.ts";

real(
  "[RU-2] v2: a controller that is needed is enabled above, one that is missing is an error",
  (hierarchy) => v2(hierarchy) && hierarchy.controllers.length > 0,
  ({ mount, version, controllers }, path) => {
    perform({ op: "cgroup-make", mount, path, version });
    const before = readFileSync(`${mount}/cgroup.subtree_control`, "utf8").split(/\s+/);
    const [controller = ""] = controllers;
    try {
      perform({ op: "cgroup-enable", mount, path, controllers: [controller], optional: 0 });
      assert.match(readFileSync(`${mount}${path}/cgroup.controllers`, "utf8"), controller);
      perform({ op: "cgroup-enable", mount, path, controllers: ["nosuch"], optional: 1 });
      assert.throws(() =>
        perform({ op: "cgroup-enable", mount, path, controllers: ["nosuch"], optional: 0 }),
      );
    } finally {
      removeCgroups([`${mount}${path}`]);
      if (!before.includes(controller))
        writeFileSync(`${mount}/cgroup.subtree_control`, `-${controller}`);
    }
  },
);

real(
  "[RD-6] v2: the program is loaded, denies what the rules deny, and is replaced as one",
  v2,
  async (hierarchy, path) => {
    const { mount } = hierarchy;
    make(hierarchy, path);
    const attach = (rules: Parameters<typeof configuredRules>[0]): void => {
      const program = deviceProgram([DENY_ALL, ...configuredRules(rules), ...USUAL]);
      perform({ op: "cgroup-devices", mount, path, program: "devices" }, 0, program);
    };
    // The shell waits for a line, so that it opens the nodes only when it is in the cgroup.
    const opens = async (): Promise<string> => {
      const script =
        "read go; head -c0 /dev/null && printf null; head -c0 /dev/kmsg && printf kmsg";
      const child = spawn("/bin/sh", ["-c", script], { stdio: ["pipe", "pipe", "ignore"] });
      let seen = "";
      child.stdout.on("data", (data: Buffer) => (seen += data.toString()));
      join(hierarchy, path, child.pid);
      const closed = new Promise((resolve) => child.once("close", resolve));
      child.stdin.end("go\n");
      await closed;
      return seen;
    };
    const kmsg = { allow: true, type: "c", major: 1, minor: 11, access: "r" } as const;
    attach([{ allow: false }]);
    assert.is(await opens(), "null");
    attach([{ allow: false }, kmsg]);
    assert.is(await opens(), "nullkmsg");
    attach([kmsg, { allow: false }]);
    assert.is(await opens(), "null");
  },
);

real(
  "a whole plan with limits of every kind is taken by this kernel",
  () => true,
  (_hierarchy, path, start) => {
    const has = (controller: string): boolean =>
      facts.cgroup.hierarchies.some(({ controllers }) => controllers.includes(controller));
    const resources: Resources = {
      devices: [
        { allow: false, access: "rwm" },
        { allow: true, type: "c", major: 10, minor: 229, access: "rw" },
      ],
      ...(has("memory") && {
        memory: {
          limit: 67108864n,
          swap: 134217728n,
          reservation: 33554432n,
          disableOOMKiller: false,
        },
      }),
      ...(has("cpu") && {
        cpu: {
          shares: 512n,
          quota: 50000n,
          period: 100000n,
          burst: 1000n,
          ...(has("cpuset") && { cpus: "0", mems: "0" }),
        },
      }),
      ...(has("pids") && { pids: { limit: 0n } }),
      ...(has("hugetlb") && {
        hugepageLimits: facts.hugepages.map((pageSize) => ({ pageSize, limit: 0n })),
      }),
    };
    const config = { ociVersion: "1.3.0", linux: { cgroupsPath: path, resources } } as Config;
    const plan = planCgroup(config, facts, testRequest());
    const child = start();
    const paths = Object.values(plan.cgroupPaths);
    try {
      for (const { op } of [...plan.make, ...plan.join, ...plan.limits]) {
        performCgroup(op as CgroupOp, { pid: child.pid ?? 0, blobs: plan.blobs });
      }
      assert.equal(processesIn(paths), [child.pid]);
      // Hierarchies that are mounted elsewhere only are not ours.
      const mounted = facts.cgroup.hierarchies.flatMap(({ name, controllers }) =>
        name === null ? controllers : [`name=${name}`],
      );
      const seen = readFileSync(`/proc/${child.pid}/cgroup`, "utf8")
        .trim()
        .split("\n")
        .filter((line) => {
          const names = line.split(":")[1] ?? "";
          return names === "" || names.split(",").some((one) => mounted.includes(one));
        });
      assert.ok(
        seen.every((line) => line.endsWith(path)),
        seen.join(" "),
      );
      const pids = plan.cgroupPaths["pids"] ?? plan.cgroupPaths["unified"];
      if (has("pids")) assert.is(readFileSync(`${pids}/pids.max`, "utf8"), "0\n");
      const devices = plan.cgroupPaths["devices"];
      if (devices !== undefined)
        assert.match(readFileSync(`${devices}/devices.list`, "utf8"), "c 10:229 rw\n");
    } finally {
      killAll(paths, 9);
      removeCgroups(paths);
    }
    assert.equal(
      paths.filter((one) => existsSync(one)),
      [],
    );
  },
);

test.run();
