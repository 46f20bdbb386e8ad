// Inputs for the planner's tests: a host, a request and a small configuration, with what a test
// changes over them.
import type { Config, Linux, Mount, Process } from "../config/config.gen.ts";
import type { Program } from "../config/program.ts";
import type { Op, OpNamed } from "../wire/ops.ts";
import { readNamespaces } from "./namespaces.ts";
import type { Scope } from "./scope.ts";
import type { CreateRequest, ExecContainer, ExecRequest, Facts, Hierarchy, Step } from "./types.ts";

const ALL_CAPABILITIES = (1n << 41n) - 1n;

/** A v1 hierarchy at its usual place. */
export function v1(controllers: string): Hierarchy {
  return {
    mount: `/sys/fs/cgroup/${controllers}`,
    version: 1,
    controllers: controllers.split(","),
    name: null,
    own: "/",
    writable: true,
  };
}

/** The v2 hierarchy. */
export function v2(mount = "/sys/fs/cgroup"): Hierarchy {
  const controllers = ["cpu", "memory", "pids"];
  return { mount, version: 2, controllers, name: null, own: "/own", writable: true };
}

/** The v1 hierarchy without controllers that systemd keeps its units in. */
export const SYSTEMD: Hierarchy = { ...v1("systemd"), controllers: [], name: "systemd" };

/** Root on a v1 host. */
export function testFacts(changes: Partial<Facts> = {}): Facts {
  return {
    kernel: { release: "6.1.0", major: 6, minor: 1 },
    euid: 0,
    egid: 0,
    inUserNamespace: false,
    capabilities: ALL_CAPABILITIES,
    lastCapability: 40,
    newuidmap: "/usr/bin/newuidmap",
    newgidmap: "/usr/bin/newgidmap",
    cgroup: {
      mode: "v1",
      hierarchies: [v1("cpu,cpuacct"), v1("memory"), v1("devices"), SYSTEMD],
      delegate: [],
    },
    namespaces: ["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"],
    ownNamespaces: { mnt: "mnt:[1]", pid: "pid:[2]", net: "net:[3]", user: "user:[4]" },
    hugepages: [],
    resctrl: null,
    apparmor: false,
    selinux: false,
    ...changes,
  };
}

/** A user without any capability. */
export function rootlessFacts(changes: Partial<Facts> = {}): Facts {
  return testFacts({
    euid: 1000,
    egid: 1000,
    capabilities: 0n,
    cgroup: { mode: "none", hierarchies: [], delegate: [] },
    ...changes,
  });
}

/** A create without options. */
export function testRequest(changes: Partial<CreateRequest> = {}): CreateRequest {
  return {
    id: "box",
    bundle: "/bundle",
    root: "/run/tsrun",
    pidFile: null,
    consoleSocket: null,
    noPivot: false,
    noNewKeyring: false,
    preserveFds: 0,
    systemdCgroup: false,
    noCgroup: false,
    rootless: false,
    ...changes,
  };
}

/** A running container with namespaces of its own. */
export function testContainer(changes: Partial<ExecContainer> = {}): ExecContainer {
  return {
    id: "box",
    rootfs: "/bundle/rootfs",
    namespaces: { mnt: "mnt:[9]", pid: "pid:[8]", net: "net:[3]", user: "user:[4]" },
    cgroups: [
      {
        mount: "/sys/fs/cgroup/memory",
        path: "/tsrun/box",
        version: 1,
        controllers: ["memory"],
        initPath: null,
      },
    ],
    seccomp: { defaultAction: "SCMP_ACT_ALLOW" },
    personality: null,
    memoryPolicy: null,
    rdt: null,
    setgroups: true,
    keepGroups: false,
    ...changes,
  };
}

/** An exec without options. */
export function testExec(changes: Partial<ExecRequest> = {}): ExecRequest {
  return {
    pidFile: null,
    consoleSocket: null,
    noNewKeyring: false,
    preserveFds: 0,
    ...changes,
  };
}

/** `sh` as root with a PATH. */
export function testProcess(changes: Partial<Process> = {}): Program {
  return { args: ["sh"], cwd: "/", env: ["PATH=/bin"], user: { uid: 0, gid: 0 }, ...changes };
}

/** The namespaces of the usual container. */
export const USUAL: Linux = {
  namespaces: [
    { type: "pid" },
    { type: "mount" },
    { type: "network" },
    { type: "ipc" },
    { type: "uts" },
  ],
};

/** A configuration with a process, a root and the usual namespaces. */
export function testConfig(changes: Partial<Config> = {}): Config {
  return {
    ociVersion: "1.3.0",
    root: { path: "rootfs" },
    process: testProcess(),
    linux: USUAL,
    ...changes,
  };
}

/** A configuration whose `linux` is the usual one with changes. */
export function withLinux(changes: Linux, rest: Partial<Config> = {}): Config {
  return testConfig({ linux: { ...USUAL, ...changes }, ...rest });
}

/** A configuration with a new user namespace besides the usual ones. */
export function withUsers(mounts: readonly Mount[] = []): Config {
  const mappings = [{ containerID: 0, hostID: 100_000, size: 1000 }];
  return testConfig({
    mounts,
    linux: {
      namespaces: [...(USUAL.namespaces ?? []), { type: "user" }],
      uidMappings: mappings,
      gidMappings: mappings,
    },
  });
}

/** What the parts of the planner are given. */
export function testScope(
  config: Config = testConfig(),
  facts: Facts = testFacts(),
  request: CreateRequest = testRequest(),
): Scope {
  const namespaces = readNamespaces(config, facts);
  return { config, facts, request, namespaces, rootfs: "/bundle/rootfs", warnings: [] };
}

/** The names of the operations, in order. */
export function names(steps: readonly Step[]): readonly string[] {
  return steps.map(({ op }) => (op.op === "barrier" ? `barrier ${op.name}` : op.op));
}

/** Every operation of one name. */
export function all<Name extends Op["op"]>(
  steps: readonly Step[],
  name: Name,
): readonly OpNamed<Name>[] {
  return steps.map(({ op }) => op).filter((op): op is OpNamed<Name> => op.op === name);
}

/** The only operation of one name. @throws TypeError when there are more, or none */
export function only<Name extends Op["op"]>(steps: readonly Step[], name: Name): OpNamed<Name> {
  const [first, second] = all(steps, name);
  if (first === undefined || second !== undefined) throw new TypeError(`not one step ${name}`);
  return first;
}
