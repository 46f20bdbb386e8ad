import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Namespace } from "../config/config.gen.ts";
import { sysctlPath, sysctlSteps } from "./sysctl.ts";
import { only, testConfig, testScope } from "./testing.ts";
import { PlanError } from "./types.ts";

const test = suite("sysctl");

function plan(key: string, ...namespaces: readonly Namespace[]): string {
  try {
    const config = testConfig({ linux: { namespaces, sysctl: { [key]: "1" } } });
    return only(sysctlSteps(testScope(config)), "sysctl").path;
  } catch (error) {
    if (error instanceof PlanError) return error.message;
    throw error;
  }
}

const separate = (key: string): string => `sysctl "${key}" is not in a separate kernel namespace`;

test("[SY-1] [SY-2] a parameter needs the namespace that it belongs to", () => {
  const cases: readonly (readonly [string, Namespace["type"]])[] = [
    ["net.ipv4.ip_forward", "network"],
    ["kernel.msgmax", "ipc"],
    ["kernel.shm_rmid_forced", "ipc"],
    ["kernel.sem", "ipc"],
    ["fs.mqueue.msg_max", "ipc"],
    ["kernel.domainname", "uts"],
    ["user.max_user_namespaces", "user"],
  ];
  for (const [key, type] of cases) {
    assert.is(plan(key, { type }), key.replaceAll(".", "/"));
    assert.is(plan(key), separate(key));
    assert.is(plan(key, { type: "pid" }), separate(key));
  }
});

test("[SY-2] parameters of the host are refused", () => {
  const every = (["network", "ipc", "uts", "user", "pid", "mount"] as const).map((type) => ({
    type,
  }));
  for (const key of [
    "kernel.pid_max",
    "vm.swappiness",
    "kernel.shmfoo",
    "fs.file-max",
    "netfoo.x",
  ]) {
    assert.is(plan(key, ...every), separate(key));
  }
});

test("[Q-21] the hostname has its own property", () => {
  assert.match(plan("kernel.hostname", { type: "uts" }), /is set by hostname/);
});

test("a namespace that is the runtime's own by its path is not separate", () => {
  const key = "net.ipv4.ip_forward";
  assert.is(plan(key, { type: "network", path: "/proc/self/ns/net" }), separate(key));
  assert.is(plan(key, { type: "network", path: "/run/netns/x" }), "net/ipv4/ip_forward");
});

test("[SY-3] both spellings are understood, the first separator decides", () => {
  assert.is(sysctlPath("net.ipv4.ip_forward"), "net/ipv4/ip_forward");
  assert.is(sysctlPath("net/ipv4/ip_forward"), "net/ipv4/ip_forward");
  assert.is(sysctlPath("net/ipv4/conf/eth0.100/forwarding"), "net/ipv4/conf/eth0.100/forwarding");
  assert.is(sysctlPath("net.ipv4.conf.eth0/100.forwarding"), "net/ipv4/conf/eth0.100/forwarding");
});

test("[SY-4] what leads elsewhere is no parameter", () => {
  for (const key of ["net/../kernel/pid_max", "net..x", ".net", "net/./x", "", "net/"]) {
    assert.is(sysctlPath(key), null);
  }
  assert.is(plan("net/../x", { type: "network" }), `sysctl "net/../x" is not a parameter name`);
});

test.run();
