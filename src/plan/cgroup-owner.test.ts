import { test } from "uvu";
import * as assert from "uvu/assert";
import { hybridRoot, rootlessUser, systemdRoot } from "../host/sheets/index.ts";
import { planCgroup } from "./cgroup.ts";
import { testRequest } from "./testing.ts";
import type { Config } from "../config/config.gen.ts";
import type { Facts } from "./types.ts";

const map = [{ containerID: 0, hostID: 100000, size: 1000 }];
const mount = { destination: "/sys/fs/cgroup", type: "cgroup", source: "cgroup", options: ["rw"] };
const process = (uid: number) => ({ cwd: "/", args: ["x"], user: { uid, gid: 0 } });
const base = {
  ociVersion: "1.3.0",
  root: { path: "r" },
  process: process(0),
  mounts: [mount],
  linux: {
    cgroupsPath: "/c",
    namespaces: [{ type: "cgroup" }, { type: "user" }],
    uidMappings: map,
    gidMappings: map,
  },
} as const satisfies Config;

const handed = (config: Config, facts: Facts = systemdRoot): readonly unknown[] =>
  planCgroup(config, facts, testRequest({ rootless: facts.euid !== 0 })).limits.flatMap(
    ({ op, origin }) => (op.op === "cgroup-delegate" ? [[op.uid, op.path, origin.pointer]] : []),
  );

test("[CO-1] [CO-4] a writable cgroup mount in an own namespace: to the process' user on the host", () => {
  assert.equal(handed(base), [[100000, "/c", "/mounts/0"]]);
  assert.equal(handed({ ...base, process: process(7) }), [[100007, "/c", "/mounts/0"]]);
  assert.equal(handed({ ...base, process: process(1000) }), [], "an id without a map");
});

test("[CO-4] without a user namespace the id is the host's own", () => {
  const linux = { ...base.linux, namespaces: [{ type: "cgroup" }] } as const;
  assert.equal(handed({ ...base, linux, process: process(7) }), [[7, "/c", "/mounts/0"]]);
  assert.equal(handed({ ...base, linux }), [], "root has it already");
});

test("[CO-2] not on v1", () => {
  assert.equal(handed(base, hybridRoot), []);
});

test("[CO-3] not without a cgroup namespace of its own", () => {
  for (const cgroup of [[], [{ type: "cgroup", path: "/proc/1/ns/cgroup" }]] as const) {
    const linux = { ...base.linux, namespaces: [{ type: "user" }, ...cgroup] } as const;
    assert.equal(handed({ ...base, linux }), []);
  }
});

test("[CO-4] [CO-5] not with a read-only mount, another place, another source, or none", () => {
  const others = [
    { ...mount, options: ["rw", "ro"] },
    { ...mount, destination: "/cg" },
    { ...mount, source: "cgroup2" },
  ];
  for (const other of others) assert.equal(handed({ ...base, mounts: [other] }), []);
  assert.equal(handed({ ...base, mounts: [] }), []);
});

test("[CO-6] [CO-9] the files are those of the kernel's list", () => {
  const { limits } = planCgroup(base, systemdRoot, testRequest());
  const files = limits.flatMap(({ op }) => (op.op === "cgroup-delegate" ? op.files : []));
  assert.equal(files, systemdRoot.cgroup.delegate);
  assert.ok(files.includes("cgroup.procs"));
});

test("a user who may not give files away has the cgroup already", () => {
  assert.equal(handed({ ...base, linux: { ...base.linux, cgroupsPath: "c" } }, rootlessUser), []);
});
test.run();
