// planRestore: a container from its saved image. What create does by itself (state, cgroups, limits,
// hooks) is planned as there; namespaces, mounts and processes are CRIU's, and what CRIU is asked for
// is data as well.
import type { Config } from "../config/config.gen.ts";
import { REQUEST } from "../wire/criu.ts";
import type { CriuOptions, CriuRequest } from "../wire/criu.ts";
import { planCgroup } from "./cgroup.ts";
import { tooOld } from "./checkpoint.ts";
import { planCreate, readScope } from "./create.ts";
import { commonOptions, externalMounts, MASK, maskedPaths, NAMESPACE_KEYS, SINCE } from "./criu.ts";
import type { CriuDirectories, CriuWish, ExternalMount } from "./criu.ts";
import { hostHooks } from "./hooks.ts";
import type { Kind } from "./namespaces.ts";
import { netDeviceSteps } from "./net-devices.ts";
import { joinPaths } from "./paths.ts";
import { rdtSteps } from "./rdt.ts";
import { always } from "./steps.ts";
import { PlanError } from "./types.ts";
import type { CreateRequest, Facts, Plan, Step } from "./types.ts";

/** Name of CRIU's log in the work directory. */
export const RESTORE_LOG = "restore.log";

/** What the caller of restore asked for besides what create has. */
export interface RestoreWish extends CriuWish {
  readonly tcpClose: boolean;
  readonly lsmProfile: string | null;
  readonly lsmMountContext: string | null;
}

/** A namespace that is joined instead of made. */
export interface JoinedNamespace {
  readonly kind: Kind;
  readonly path: string;
}

/** What a restore does: its steps in order, by the moment at which each part is due. */
export interface RestorePlan extends Plan {
  /** State directory and cgroups, before CRIU is there. */
  readonly prepare: readonly Step[];
  /** CRIU enters the cgroups: what it makes is born inside. */
  readonly enter: readonly Step[];
  /** When the namespaces are there: what is in a network namespace is not in the image; hooks. */
  readonly namespaces: readonly Step[];
  /** When everything is restored and nothing runs yet: limits of memory must not bind CRIU. */
  readonly limits: readonly Step[];
  readonly commit: readonly Step[];
  /** Makes the mount points that the root lacks: the first part of a create, in a process of its own. */
  readonly mountPoints: Plan;
  readonly rootfs: string;
  /** CRIU needs a mount namespace of its own, where the root is a mount. */
  readonly ownMounts: boolean;
  readonly external: readonly ExternalMount[];
  readonly joined: readonly JoinedNamespace[];
}

/** Plans a restore. @throws PlanError as a create does */
export function planRestore(config: Config, facts: Facts, request: CreateRequest): RestorePlan {
  const scope = readScope(config, facts, request);
  const cgroup = planCgroup(config, facts, request);
  const prepare = [
    always("prepare", "state and journal", {
      op: "state-directory",
      path: joinPaths(request.root, request.id),
    }),
    ...cgroup.make,
  ];
  const enter = [...cgroup.join, ...rdtSteps(config, facts, request.id)];
  const namespaces = [
    ...(scope.namespaces.makes("network")
      ? [always("namespaces", "new network namespace", { op: "net-up", name: "lo" })]
      : []),
    ...netDeviceSteps(scope),
    ...hostHooks(scope, "prestart"),
    ...hostHooks(scope, "createRuntime"),
  ];
  const commit = [
    always("commit", "state.json", { op: "save-state", status: "running" }),
    ...(request.pidFile === null
      ? []
      : [always("commit", "--pid-file", { op: "pid-file", path: request.pidFile })]),
  ];
  return {
    steps: [...prepare, ...enter, ...namespaces, ...cgroup.limits, ...commit],
    prepare,
    enter,
    namespaces,
    limits: cgroup.limits,
    commit,
    mountPoints: planMountPoints(config, facts, request),
    rootfs: scope.rootfs,
    ownMounts: scope.namespaces.makes("mount"),
    external: externalMounts(scope, cgroup.cgroupPaths),
    joined: scope.namespaces.wanted.flatMap(({ kind, path }) =>
      path === null ? [] : [{ kind, path }],
    ),
    warnings: [...scope.warnings, ...cgroup.warnings],
    blobs: cgroup.blobs,
    cgroupPaths: cgroup.cgroupPaths,
  };
}

/** Of these nothing has to be there in the root: CRIU mounts them, or what they lie on. */
const OWN_TYPES: ReadonlySet<string> = new Set(["cgroup", "cgroup2"]);

/**
 * The mounts of a create in a mount namespace that ends with its process: what stays is the mount
 * points in the root, made exactly as create makes them.
 */
function planMountPoints(config: Config, facts: Facts, request: CreateRequest): Plan {
  const { ociVersion, root, mounts = [], linux } = config;
  const reduced: Config = {
    ociVersion,
    root: { path: root.path },
    mounts: mounts.filter(({ type }) => !OWN_TYPES.has(type ?? "")),
    linux: {
      namespaces: [{ type: "mount" }],
      ...(linux?.devices === undefined ? {} : { devices: linux.devices }),
    },
  };
  const plan = planCreate(reduced, facts, {
    ...request,
    pidFile: null,
    consoleSocket: null,
    pidfdSocket: null,
    noNewKeyring: true,
    systemdCgroup: false,
    noCgroup: true,
  });
  const unwanted: ReadonlySet<string> = new Set(["state-directory", "save-state"]);
  return { ...plan, steps: plan.steps.filter(({ op }) => !unwanted.has(op.op)) };
}

/** What had to be looked up for the request. */
export interface RestoreFacts {
  readonly version: number;
  /** The root as a mount, in CRIU's mount namespace. */
  readonly root: string;
  readonly directories: CriuDirectories;
  /** The mounts from the host, with links in the root resolved. */
  readonly external: readonly ExternalMount[];
  /** What stdio was when the container was made: `pipe:[123]`, by descriptor. */
  readonly descriptors: readonly string[];
  /** Descriptors of joined namespaces, by their kind. */
  readonly namespaces: ReadonlyMap<Kind, number>;
  /** The cgroups that CRIU is in: controllers, and the path in their hierarchy. */
  readonly cgroups: readonly { readonly controllers: readonly string[]; readonly path: string }[];
}

/** The request for the restore. @throws PlanError when this CRIU cannot do it */
export function planRestoreRequest(
  config: Config,
  plan: RestorePlan,
  wish: RestoreWish,
  facts: RestoreFacts,
): CriuRequest {
  const external = facts.external.map(({ target, source }) => ({ key: target, value: source }));
  const masks = maskedPaths(config).length === 0 ? [] : [{ key: MASK, value: MASK }];
  const options: CriuOptions = {
    ...commonOptions(config, wish, facts.directories, RESTORE_LOG),
    root: facts.root,
    evasiveDevices: true,
    // The restored init is our child, as one that create makes.
    restoreSibling: true,
    tcpClose: wish.tcpClose,
    ...lsm(wish, facts.version),
    externalMounts: [...external, ...masks],
    inheritedFds: [...inheritedNamespaces(plan, facts), ...inheritedPipes(facts.descriptors)],
    joinNamespaces: joinNamespaces(plan),
    cgroupRoots: cgroupRoots(facts.cgroups),
  };
  return { type: REQUEST.restore, options };
}

function lsm(
  { lsmProfile, lsmMountContext }: RestoreWish,
  version: number,
): Pick<CriuOptions, "lsmProfile" | "lsmMountContext"> {
  for (const [flag, value] of [
    ["--lsm-profile", lsmProfile],
    ["--lsm-mount-context", lsmMountContext],
  ] as const) {
    // Older ones take the option and then do something else.
    if (value !== null && version < SINCE.lsm) throw tooOld(flag, SINCE.lsm, version);
  }
  return {
    ...(lsmProfile === null ? {} : { lsmProfile }),
    ...(lsmMountContext === null ? {} : { lsmMountContext }),
  };
}

type Inherited = NonNullable<CriuOptions["inheritedFds"]>;

/** The saved container's pipes become our stdio. */
function inheritedPipes(descriptors: readonly string[]): Inherited {
  return descriptors.flatMap((key, fd) => (key.startsWith("pipe:") ? [{ key, fd }] : []));
}

const EXTERNAL = { network: SINCE.externalNetwork, pid: SINCE.externalPid } as const;

function isExternal(kind: Kind): kind is keyof typeof EXTERNAL {
  return kind in EXTERNAL;
}

function inheritedNamespaces({ joined }: RestorePlan, facts: RestoreFacts): Inherited {
  return joined.flatMap(({ kind }) => {
    if (!isExternal(kind)) return [];
    const since = EXTERNAL[kind];
    if (facts.version < since) throw tooOld(`an external ${kind} namespace`, since, facts.version);
    const fd = facts.namespaces.get(kind);
    return fd === undefined ? [] : [{ key: NAMESPACE_KEYS[kind], fd }];
  });
}

const JOINABLE: Readonly<Partial<Record<Kind, string>>> = {
  ipc: "ipc",
  uts: "uts",
  user: "user",
  mount: "mnt",
  time: "time",
};

function joinNamespaces({ joined }: RestorePlan): NonNullable<CriuOptions["joinNamespaces"]> {
  return joined.flatMap(({ kind, path }) => {
    if (isExternal(kind)) return [];
    const type = JOINABLE[kind];
    if (type === undefined) {
      throw new PlanError("/linux/namespaces", `CRIU cannot restore into a ${kind} namespace`);
    }
    return [{ type, file: path }];
  });
}

function cgroupRoots(cgroups: RestoreFacts["cgroups"]): NonNullable<CriuOptions["cgroupRoots"]> {
  return cgroups.flatMap(({ controllers, path }) =>
    (controllers.length === 0 ? [""] : controllers).map((controller) => ({ controller, path })),
  );
}
