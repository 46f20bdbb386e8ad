// Numbers of the kernel's interfaces that plans are made of. Values from the kernel's uapi headers.

/** Bits of MOUNT_ATTR_*, mount_setattr(2) and fsmount(2). */
export const ATTR = {
  readOnly: 0x1n,
  noSuid: 0x2n,
  noDev: 0x4n,
  noExec: 0x8n,
  /** The access time words share these bits; every change must clear all of them. */
  atimeMask: 0x70n,
  relatime: 0n,
  noAtime: 0x10n,
  strictAtime: 0x20n,
  noDirAtime: 0x80n,
  noSymFollow: 0x20_0000n,
} as const;

/** Propagation bits of mount(2). */
export const MS = {
  recursive: 0x4000n,
  unbindable: 0x2_0000n,
  private: 0x4_0000n,
  slave: 0x8_0000n,
  shared: 0x10_0000n,
} as const;

/** CLONE_NEW* of clone(2). */
export const CLONE = {
  time: 0x80,
  mount: 0x2_0000,
  cgroup: 0x200_0000,
  uts: 0x400_0000,
  ipc: 0x800_0000,
  user: 0x1000_0000,
  pid: 0x2000_0000,
  network: 0x4000_0000,
} as const;

/** File type bits of stat(2). */
export const FILE = { fifo: 0o010000, character: 0o020000, block: 0o060000 } as const;

/** Capability numbers that the planner itself asks about. */
export const CAP = {
  chown: 0,
  setgid: 6,
  setuid: 7,
  netAdmin: 12,
  sysAdmin: 21,
  sysResource: 24,
} as const;
