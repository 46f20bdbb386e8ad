// Where the schemas in spec/ give another verdict than the specification's own schema files, on
// purpose: the test of equivalence measures by this list, docs/ERRORS.md prints it.

/** A difference on purpose: the keyword and place (indices and map keys as *) of an error. */
export type Difference = readonly [id: string, keyword: string, place: RegExp];

/** Ours refuses, because the prose does. */
export const STRICTER: readonly Difference[] = [
  ["V-1 ociVersion is a semantic version", "pattern", /^\/ociVersion$/],
  ["V-2 root is required", "required", /^\/root$/],
  ["V-2 its path is not empty", "pattern", /^\/root\/path$/],
  ["V-4 at least one argument", "minItems", /^\/process\/args$/],
  ["V-5 an absolute working directory", "pattern", /^\/process\/cwd$/],
  ["V-6 a user has both ids", "required", /^\/process\/user\/[ug]id$/],
  ["V-7 permission bits, 16-bit sizes", "maximum", /^\/process\/(user\/umask|consoleSize\/\w+)$/],
  ["V-8 limits that Linux has", "enum", /^\/process\/rlimits\/\d+\/type$/],
  ["V-11 -1000 to 1000", "minimum|maximum", /^\/process\/oomScoreAdj$/],
  ["V-12 a level is needed", "required", /^\/process\/ioPriority\/priority$/],
  ["V-12 of 0 to 7", "minimum|maximum", /^\/process\/ioPriority\/priority$/],
  ["V-13 -20 to 19", "minimum|maximum", /^\/process\/scheduler\/nice$/],
  ["V-15 absolute paths of hooks", "pattern", /^\/hooks\/\w+\/\d+\/path$/],
  ["V-17 no empty key, each value a text", "pattern|type", /^\/(annotations|linux\/sysctl)\//],
  ["V-18 a destination", "pattern", /^\/mounts\/\d+\/destination$/],
  ["V-18 both mappings", "dependentRequired", /^\/mounts\/\d+\/[ug]idMappings$/],
  ["V-21 absolute paths of namespaces", "pattern", /^\/linux\/namespaces\/\d+\/path$/],
  ["V-22 a range is not empty", "minimum", /Mappings\/\d+\/size$/],
  ["V-23 two clocks", "enum", /^\/linux\/timeOffsets\/[^/]+$/],
  ["V-23 below a second", "maximum", /^\/linux\/timeOffsets\/\w+\/nanosecs$/],
  ["V-24 numbers unless a FIFO", "required", /^\/linux\/devices\/\d+\/(major|minor)$/],
  ["V-24 numbers that the kernel keeps", "minimum|maximum", /\/(major|minor)$/],
  ["V-24 absolute paths of devices", "pattern", /^\/linux\/devices\/\d+\/path$/],
  ["V-25 names that the kernel takes", "pattern", /^\/linux\/netDevices\//],
  ["V-26 rules that can be written", "enum|pattern", /^\/linux\/resources\/devices\/\d+\/\w+$/],
  ["V-27 -1 or more", "minimum", /^\/linux\/resources\/memory\/\w+$/],
  ["V-27 a percentage", "maximum", /^\/linux\/resources\/memory\/swappiness$/],
  ["V-28 0 or 1", "minimum|maximum", /^\/linux\/resources\/cpu\/idle$/],
  ["V-29 10 to 1000", "anyOf", /^\/linux\/resources\/blockIO\/.*[wW]eight$/],
  ["V-29 one of the weights", "anyOf", /^\/linux\/resources\/blockIO\/weightDevice\/\d+$/],
  ["V-29 a rate", "required", /^\/linux\/resources\/blockIO\/throttle\w+\/\d+\/rate$/],
  ["V-31 -1 or more", "minimum", /^\/linux\/resources\/pids\/limit$/],
  ["V-32 one of the limits", "anyOf", /^\/linux\/resources\/rdma\/.*$/],
  ["V-33 plain file names", "pattern", /^\/linux\/resources\/unified\//],
  ["V-34 a listener", "dependentRequired", /^\/linux\/seccomp\/listenerPath$/],
  ["V-37 six arguments", "maximum", /^\/linux\/seccomp\/syscalls\/\d+\/args\/\d+\/index$/],
  ["V-38 absolute paths", "pattern", /^\/linux\/(masked|readonly)Paths\/\d+$/],
  ["V-39 a domain, no flags", "required|maxItems", /^\/linux\/personality\/\w+$/],
  ["V-40 a mode", "required", /^\/linux\/memoryPolicy\/mode$/],
  ["V-41 single names, single lines", "pattern", /^\/linux\/intelRdt\/(closID|schemata\/\d+)$/],
];

/** Ours accepts, because the prose does, or because callers send it. */
export const WIDER: readonly Difference[] = [
  ["V-20 the limit may be absent", "required", /^\/linux\/resources\/pids\/limit$/],
  ["V-46 type bits in a file mode", "maximum", /^\/linux\/devices\/\d+\/fileMode$/],
  ["V-47 the r-forms", "enum", /^\/linux\/rootfsPropagation$/],
  ["V-50 other platforms are unknown", ".*", /^\/(windows|solaris|vm|zos|freebsd)\b/],
];

/** State: paused is a status, a live container has a pid, a bundle an absolute path (V-44, V-49). */
export const STATE_STRICTER: readonly Difference[] = [
  ["V-44 a pid", "required", /^\/pid$/],
  ["V-44 an absolute path", "pattern", /^\/bundle$/],
  ["ST-1 a semantic version", "pattern", /^\/ociVersion$/],
  ["V-17 annotations", "pattern|type", /^\/annotations\//],
];
/** What of a state only ours accepts. */
export const STATE_WIDER: readonly Difference[] = [["V-49 paused", "enum", /^\/status$/]];

/** Features: what 1.3.0 added has types in ours (V-45); null is allowed by the prose (V-48). */
export const FEATURES_STRICTER: readonly Difference[] = [
  ["V-45 memory policies", "type|enum", /^\/linux\/memoryPolicy(\/|$)/],
  ["V-45 resctrl", "type", /^\/linux\/intelRdt\/(schemata|monitoring)$/],
  ["V-17 annotations", "pattern|type", /^\/annotations\//],
];
/** What of features only ours accepts. */
export const FEATURES_WIDER: readonly Difference[] = [["V-48 null is unknown", "type", /./]];

/** What the test of equivalence tries: changed configurations, and how many of them are bad. */
export const MUTATIONS = { bases: 14, count: 18088, refused: 14884 } as const;
