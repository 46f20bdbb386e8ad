// Generated from spec/features.schema.json by scripts/generate.mjs.
import type { MemoryPolicyFlag, MemoryPolicyMode, NamespaceType, SeccompAction, SeccompArch, SeccompFlag, SeccompOperator } from "./config.gen.ts";

/**
 * What a runtime was built to do, runtime-spec 1.3.0. It says nothing of the host. A property that is absent or null is unknown, which is not the same as false or empty.
 */
export interface Features {
  /**
   * Lowest ociVersion of a configuration that is accepted.
   */
  readonly ociVersionMin: string;
  /**
   * Highest ociVersion of a configuration that is accepted, not below the lowest.
   */
  readonly ociVersionMax: string;
  /**
   * Hook lists that work.
   */
  readonly hooks?: readonly string[];
  /**
   * Mount options that are recognised; none that belongs to a single filesystem.
   */
  readonly mountOptions?: readonly string[];
  /**
   * What only Linux has.
   */
  readonly linux?: LinuxFeatures;
  /**
   * Facts of the runtime's own, by keys in reverse-domain form.
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * Annotations of a configuration that change what the runtime does; one that ends in a dot is a prefix.
   */
  readonly potentiallyUnsafeConfigAnnotations?: readonly string[];
}
/**
 * Features of Linux.
 */
export interface LinuxFeatures {
  /**
   * Types that are recognised.
   */
  readonly namespaces?: readonly NamespaceType[];
  /**
   * Names that are recognised.
   */
  readonly capabilities?: readonly string[];
  /**
   * Hierarchies and managers.
   */
  readonly cgroup?: CgroupFeatures;
  /**
   * System call filters.
   */
  readonly seccomp?: SeccompFeatures;
  /**
   * process.apparmorProfile.
   */
  readonly apparmor?: Enabled;
  /**
   * process.selinuxLabel and linux.mountLabel.
   */
  readonly selinux?: Enabled;
  /**
   * linux.intelRdt.
   */
  readonly intelRdt?: IntelRdtFeatures;
  /**
   * linux.memoryPolicy.
   */
  readonly memoryPolicy?: MemoryPolicyFeatures;
  /**
   * What mounts can do beyond mount(2).
   */
  readonly mountExtensions?: MountExtensionFeatures;
  /**
   * linux.netDevices.
   */
  readonly netDevices?: Enabled;
}
/**
 * Whether something is built in.
 */
export interface Enabled {
  /**
   * Built in or not, whatever the host has.
   */
  readonly enabled?: boolean;
}
/**
 * Support of cgroups.
 */
export interface CgroupFeatures {
  /**
   * cgroup v1.
   */
  readonly v1?: boolean;
  /**
   * cgroup v2.
   */
  readonly v2?: boolean;
  /**
   * Groups made by the system's systemd.
   */
  readonly systemd?: boolean;
  /**
   * Groups made by a user's systemd.
   */
  readonly systemdUser?: boolean;
  /**
   * The rdma controller.
   */
  readonly rdma?: boolean;
}
/**
 * Support of system call filters.
 */
export interface SeccompFeatures {
  /**
   * Whether filters can be compiled.
   */
  readonly enabled?: boolean;
  /**
   * Actions that are recognised.
   */
  readonly actions?: readonly SeccompAction[];
  /**
   * Operators that are recognised.
   */
  readonly operators?: readonly SeccompOperator[];
  /**
   * Architectures that are recognised.
   */
  readonly archs?: readonly SeccompArch[];
  /**
   * Flags that are recognised.
   */
  readonly knownFlags?: readonly SeccompFlag[];
  /**
   * Flags that are recognised and work.
   */
  readonly supportedFlags?: readonly SeccompFlag[];
}
/**
 * Support of resctrl.
 */
export interface IntelRdtFeatures {
  /**
   * Built in or not.
   */
  readonly enabled?: boolean;
  /**
   * linux.intelRdt.schemata.
   */
  readonly schemata?: boolean;
  /**
   * linux.intelRdt.enableMonitoring.
   */
  readonly monitoring?: boolean;
}
/**
 * Support of memory policies.
 */
export interface MemoryPolicyFeatures {
  /**
   * Modes that are recognised.
   */
  readonly modes?: readonly MemoryPolicyMode[];
  /**
   * Flags that are recognised.
   */
  readonly flags?: readonly MemoryPolicyFlag[];
}
/**
 * Support of mount extensions.
 */
export interface MountExtensionFeatures {
  /**
   * uidMappings and gidMappings of a mount.
   */
  readonly idmap?: Enabled;
}
