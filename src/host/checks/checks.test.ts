import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Config, Linux, Process } from "../../config/config.gen.ts";
import {
  rootlessFacts,
  testConfig,
  testFacts,
  testProcess,
  testRequest,
  USUAL,
  withLinux,
} from "../../plan/testing.ts";
import type { Facts } from "../../plan/types.ts";
import { inspectHost } from "./all.ts";
import type { HostView, PathKind } from "./view.ts";

const test = suite("host/checks");

/** A host by its paths: a kind, or the text of a file, or the numbers of a device. */
type Paths = Readonly<
  Record<string, PathKind | { readonly text: string } | readonly [number, number]>
>;

const USUAL_PATHS: Paths = {
  "/bundle/rootfs": "directory",
  "/proc/sys/kernel/seccomp/actions_avail": { text: "kill_process kill_thread errno allow log" },
  "/sys/devices/system/cpu/online": { text: "0-3" },
  "/sys/devices/system/node/online": { text: "0" },
  "/proc/self/limits": { text: "Max open files            1024        4096       files" },
};

function viewOf(paths: Paths): HostView {
  const all: Paths = { ...USUAL_PATHS, ...paths };
  return {
    kind: (path) => {
      const found = all[path];
      if (found === undefined) return "missing";
      if (typeof found === "string") return found;
      return "text" in found ? "file" : "char";
    },
    device: (path) => {
      const found = all[path];
      return Array.isArray(found) ? (found as unknown as readonly [number, number]) : null;
    },
    executable: (path) => path.endsWith(".exe"),
    text: (path) => {
      const found = all[path];
      return typeof found === "object" && "text" in found ? found.text : null;
    },
    realpath: (path) => path,
  };
}

function verdict(config: Config, paths: Paths = {}, facts: Facts = testFacts()): readonly string[] {
  const scope = { config, bundle: "/bundle", facts, view: viewOf(paths) };
  return inspectHost(scope, testRequest()).map((f) => `${f.level} ${f.pointer}: ${f.rule}`);
}

const linux = (changes: Linux): Config => withLinux(changes);
const process = (changes: Partial<Process>): Config =>
  testConfig({ process: { ...testProcess(), ...changes } });
const users = { namespaces: [...(USUAL.namespaces ?? []), { type: "user" as const }] };
const map = (hostID: number, size: number) => [{ containerID: 0, hostID, size }];

test("a good configuration on a good host has no findings", () => {
  assert.equal(verdict(testConfig()), []);
});

test("[V-3] [C-7] the root is a directory that is there", () => {
  const of = (kind: PathKind) => verdict(testConfig(), { "/bundle/rootfs": kind });
  assert.equal(of("missing"), ["error /root/path: invalid rootfs: /bundle/rootfs is not there"]);
  assert.equal(of("file"), ["error /root/path: invalid rootfs: /bundle/rootfs is no directory"]);
  assert.match(of("unseen")[0] ?? "", /^warning .*cannot be looked at by this user/);
});

test("sources of binds are there, relative ones in the bundle", () => {
  const bind = (source: string) =>
    testConfig({ mounts: [{ destination: "/d", source, options: ["bind"] }] });
  assert.equal(verdict(bind("data")), [
    "error /mounts/0/source: bind source /bundle/data is not there",
  ]);
  assert.equal(verdict(bind("data"), { "/bundle/data": "file" }), []);
});

test("hooks of the host are programs; those of the container are not looked for", () => {
  const hooks = {
    createRuntime: [{ path: "/no" }, { path: "/etc/text" }, { path: "/a.exe" }],
    startContainer: [{ path: "/inside" }],
  };
  const paths: Paths = { "/etc/text": "file", "/a.exe": "file" };
  assert.equal(verdict(testConfig({ hooks }), paths), [
    "error /hooks/createRuntime/0/path: the hook /no is not there",
    "error /hooks/createRuntime/1/path: the hook /etc/text is no program that can be executed",
  ]);
});

test("[V-21] [NS-13] a namespace by path is there, is one, and is of its kind", () => {
  const of = (path: string, kind: PathKind) =>
    verdict(linux({ namespaces: [{ type: "mount" }, { type: "network", path }] }), {
      [path]: kind,
    }).filter((line) => line.includes("/linux/namespaces/1/path"));
  assert.match(of("/run/netns/a", "missing")[0] ?? "", "is not there");
  assert.match(of("/run/netns/a", "directory")[0] ?? "", "is no namespace");
  assert.match(of("/proc/7/ns/uts", "file")[0] ?? "", "of another kind than network");
  assert.equal(of("/proc/7/ns/net", "file"), []);
});

test("devices for a user namespace are the host's", () => {
  const config = withLinux({
    ...users,
    uidMappings: map(0, 10),
    gidMappings: map(0, 10),
    devices: [{ path: "/dev/x", type: "c", major: 1, minor: 3 }],
  });
  assert.match(verdict(config)[0] ?? "", "/dev/x is no device of the host");
  assert.match(verdict(config, { "/dev/x": [1, 4] })[0] ?? "", "the host's /dev/x, 1:4");
  assert.equal(verdict(config, { "/dev/x": [1, 3] }), []);
});

test("the kernel knows the actions, capabilities and parameters", () => {
  assert.equal(verdict(linux({ seccomp: { defaultAction: "SCMP_ACT_TRACE" } })), [
    "error /linux/seccomp/defaultAction: this kernel does not know the action SCMP_ACT_TRACE",
  ]);
  assert.equal(verdict(linux({ sysctl: { "net.core.none": "1" } })), [
    "warning /linux/sysctl/net.core.none: /proc/sys/net/core/none is not there in the host's own namespace",
  ]);
  const bpf = process({ capabilities: { bounding: ["CAP_BPF"] } });
  const old = verdict(bpf, {}, testFacts({ lastCapability: 37 }));
  assert.match(old[0] ?? "", "this kernel has no CAP_BPF");
  const release = { release: "4.19.0", major: 4, minor: 19 };
  assert.match(verdict(testConfig(), {}, testFacts({ kernel: release }))[0] ?? "", "5.10 or newer");
});

test("a profile of AppArmor is loaded", () => {
  const config = process({ apparmorProfile: "box" });
  const paths = (text: string): Paths => ({ "/sys/kernel/security/apparmor/profiles": { text } });
  const facts = testFacts({ apparmor: true });
  assert.match(verdict(config, paths("other (enforce)"), facts)[0] ?? "", '"box" is not loaded');
  assert.equal(verdict(config, paths("other (enforce)\nbox (complain)"), facts), []);
  assert.match(verdict(config)[0] ?? "", "AppArmor is not enabled");
});

test("ids are mapped from what this user has", () => {
  const config = (hostID: number, size: number) =>
    withLinux({ ...users, uidMappings: map(hostID, size), gidMappings: map(1000, 1) });
  const facts = rootlessFacts();
  const paths: Paths = {
    "/etc/passwd": { text: "root:x:0:0::/:/bin/sh\nann:x:1000:1000::/:/bin/sh" },
    "/etc/subuid": { text: "ann:100000:65536\n1000:300000:10" },
  };
  const of = (hostID: number, size: number) =>
    verdict(config(hostID, size), paths, facts).filter((line) => line.includes("Mappings"));
  assert.equal(of(1000, 1), []);
  assert.equal(of(100000, 65536), []);
  assert.equal(of(300000, 10), []);
  assert.equal(of(100001, 65536), [
    "error /linux/uidMappings/0/hostID: 100001 and the 65535 ids that follow are not in /etc/subuid for this user",
  ]);
  const inside: Paths = { "/proc/self/uid_map": { text: "         0     100000      65536" } };
  const nested = testFacts({ inUserNamespace: true });
  assert.match(verdict(config(100000, 10), inside, nested)[0] ?? "", "not in this user namespace");
});

test("a limit of 0 namespaces is an error", () => {
  const paths: Paths = { "/proc/sys/user/max_user_namespaces": { text: "0" } };
  const config = withLinux({ ...users, uidMappings: map(0, 1), gidMappings: map(0, 1) });
  assert.match(verdict(config, paths)[0] ?? "", "/proc/sys/user/max_user_namespaces is 0");
});

test("rlimits stay below what this process may set", () => {
  const limit = (hard: bigint) => process({ rlimits: [{ type: "RLIMIT_NOFILE", soft: 1n, hard }] });
  const weak = testFacts({ capabilities: 0n });
  assert.match(verdict(limit(4097n), {}, weak)[0] ?? "", "must be at most 4096");
  assert.equal(verdict(limit(4096n), {}, weak), []);
  assert.equal(verdict(limit(4097n)), []);
  const open: Paths = { "/proc/sys/fs/nr_open": { text: "5000" } };
  assert.match(verdict(limit(5001n), open)[0] ?? "", "nr_open, 5000");
});

test("CPUs, memory nodes and the OOM score are the host's and this user's to give", () => {
  const cpu = (cpus: string) => linux({ resources: { cpu: { cpus } } });
  const of = (cpus: string) => verdict(cpu(cpus)).filter((line) => line.includes("/cpu/cpus"));
  assert.match(of("2-5")[0] ?? "", "4, 5 not online");
  assert.not.ok(of("0-3").some((line) => line.includes("online")));
  const score: Paths = { "/proc/self/oom_score_adj": { text: "10" } };
  const weak = testFacts({ capabilities: 0n });
  assert.match(verdict(process({ oomScoreAdj: 5 }), score, weak)[0] ?? "", "at least 10");
});

test("a controller that is missing, and what the planner refuses, are findings", () => {
  const of = verdict(linux({ resources: { pids: { limit: 5n } } }));
  assert.is(of.length, 1);
  assert.match(of[0] ?? "", /^error \/linux\/resources\/pids.*pids/);
});

test("[V-30] [RH-3] a huge page size without control files is an error", () => {
  const of = verdict(linux({ resources: { hugepageLimits: [{ pageSize: "2MB", limit: 1n }] } }));
  assert.match(of[0] ?? "", /^error \/linux\/resources\/hugepageLimits/);
});

test.run();
