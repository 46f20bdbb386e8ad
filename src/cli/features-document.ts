// What this build supports. Pure and the same on every host: the lists are the tables that the
// planner itself works by, and what it refuses is not in them.
import type { Features } from "../config/features.gen.ts";
import type {
  MemoryPolicyFlag,
  MemoryPolicyMode,
  SeccompArch,
  SeccompFlag,
} from "../config/config.gen.ts";
import { EFFECTIVE_ANNOTATIONS } from "../plan/annotations.ts";
import { CAPABILITIES } from "../plan/capabilities.ts";
import { MEMORY_FLAGS, MEMORY_MODES } from "../plan/memory-policy.ts";
import { MOUNT_OPTIONS } from "../plan/mount-options.ts";
import { NAMESPACE_FILES } from "../plan/namespaces.ts";
import { ACTIONS, OPERATORS } from "../plan/seccomp-filter.ts";
import { COMMIT, SPEC_VERSION, VERSION } from "./version.ts";

const HOOKS = [
  "prestart",
  "createRuntime",
  "createContainer",
  "startContainer",
  "poststart",
  "poststop",
];

// Those of libseccomp 2.5, the oldest that is built for.
const ARCHITECTURES: readonly SeccompArch[] = [
  "SCMP_ARCH_AARCH64",
  "SCMP_ARCH_ARM",
  "SCMP_ARCH_MIPS",
  "SCMP_ARCH_MIPS64",
  "SCMP_ARCH_MIPS64N32",
  "SCMP_ARCH_MIPSEL",
  "SCMP_ARCH_MIPSEL64",
  "SCMP_ARCH_MIPSEL64N32",
  "SCMP_ARCH_PARISC",
  "SCMP_ARCH_PARISC64",
  "SCMP_ARCH_PPC",
  "SCMP_ARCH_PPC64",
  "SCMP_ARCH_PPC64LE",
  "SCMP_ARCH_RISCV64",
  "SCMP_ARCH_S390",
  "SCMP_ARCH_S390X",
  "SCMP_ARCH_X32",
  "SCMP_ARCH_X86",
  "SCMP_ARCH_X86_64",
];

const FLAGS: readonly SeccompFlag[] = [
  "SECCOMP_FILTER_FLAG_LOG",
  "SECCOMP_FILTER_FLAG_SPEC_ALLOW",
  "SECCOMP_FILTER_FLAG_TSYNC",
  "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV",
];

function sorted(words: readonly string[]): readonly string[] {
  return [...words].sort();
}

/** The features document (runtime-spec features.md). Unsupported is false or [], never absent. */
export function featuresDocument(): Features {
  return {
    ociVersionMin: "1.0.0",
    ociVersionMax: SPEC_VERSION,
    hooks: HOOKS,
    mountOptions: MOUNT_OPTIONS,
    linux: {
      namespaces: (Object.keys(NAMESPACE_FILES) as (keyof typeof NAMESPACE_FILES)[]).sort(),
      capabilities: CAPABILITIES.map((name) => `CAP_${name}`),
      cgroup: { v1: true, v2: true, systemd: true, systemdUser: true, rdma: true },
      seccomp: {
        enabled: true,
        actions: sorted(Object.keys(ACTIONS)) as readonly Action[],
        operators: sorted(Object.keys(OPERATORS)) as readonly Operator[],
        archs: ARCHITECTURES,
        knownFlags: FLAGS,
        supportedFlags: FLAGS,
      },
      apparmor: { enabled: true },
      selinux: { enabled: true },
      intelRdt: { enabled: true, schemata: true, monitoring: true },
      memoryPolicy: {
        modes: sorted(Object.keys(MEMORY_MODES)) as readonly MemoryPolicyMode[],
        flags: sorted(Object.keys(MEMORY_FLAGS)) as readonly MemoryPolicyFlag[],
      },
      mountExtensions: { idmap: { enabled: true } },
      netDevices: { enabled: true },
    },
    annotations: {
      "dev.tsrun.checkpoint.enabled": "true",
      "dev.tsrun.commit": COMMIT,
      "dev.tsrun.version": VERSION,
    },
    potentiallyUnsafeConfigAnnotations: EFFECTIVE_ANNOTATIONS,
  };
}

type Seccomp = NonNullable<NonNullable<Features["linux"]>["seccomp"]>;
type Action = NonNullable<Seccomp["actions"]>[number];
type Operator = NonNullable<Seccomp["operators"]>[number];
