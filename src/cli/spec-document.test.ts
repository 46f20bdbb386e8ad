import { test } from "uvu";
import * as assert from "uvu/assert";
import { validateConfig } from "../config/validate-all.gen.ts";
import { defaultConfig, rootlessConfig, type SpecDocument } from "./spec-document.ts";

function kinds(config: SpecDocument): readonly string[] {
  return config.linux.namespaces.map(({ type }) => type);
}

test("both are valid configurations", () => {
  assert.ok(validateConfig(defaultConfig(true)));
  assert.ok(validateConfig(rootlessConfig(defaultConfig(true), 1000, 1000)));
});

test("the default has five namespaces, six with cgroup v2", () => {
  assert.equal(kinds(defaultConfig(false)), ["pid", "network", "ipc", "uts", "mount"]);
  assert.equal(kinds(defaultConfig(true)), ["pid", "network", "ipc", "uts", "mount", "cgroup"]);
});

test("the default mounts what programs expect, /sys and cgroups read-only", () => {
  const { mounts } = defaultConfig(false);
  assert.equal(
    mounts.map((mount) => mount.destination),
    ["/proc", "/dev", "/dev/pts", "/dev/shm", "/dev/mqueue", "/sys", "/sys/fs/cgroup"],
  );
  assert.ok(mounts[5]?.options?.includes("ro"));
  assert.ok(mounts[6]?.options?.includes("ro"));
});

test("the default denies all devices", () => {
  assert.equal(defaultConfig(false).linux.resources, {
    devices: [{ allow: false, access: "rwm" }],
  });
});

test("rootless maps one user, shares the network and asks for no cgroup", () => {
  const config = rootlessConfig(defaultConfig(true), 1000, 1001);
  assert.equal(kinds(config), ["pid", "ipc", "uts", "mount", "cgroup", "user"]);
  assert.equal(config.linux.uidMappings, [{ containerID: 0, hostID: 1000, size: 1 }]);
  assert.equal(config.linux.gidMappings, [{ containerID: 0, hostID: 1001, size: 1 }]);
  assert.not("resources" in config.linux);
});

test("rootless binds the host's /sys and sets no unmapped group", () => {
  const { mounts } = rootlessConfig(defaultConfig(false), 1000, 1000);
  const sys = mounts.find((mount) => mount.destination === "/sys");
  assert.equal(sys, {
    destination: "/sys",
    type: "none",
    source: "/sys",
    options: ["rbind", "nosuid", "noexec", "nodev", "ro"],
  });
  assert.not(JSON.stringify(mounts).includes("gid="));
});

test.run();
