// The errno values that the engine decides by (generic Linux numbers: x86, arm64, riscv).

export const EPERM = 1;
export const ENOENT = 2;
export const ESRCH = 3;
export const EIO = 5;
export const ENXIO = 6;
export const EAGAIN = 11;
export const EACCES = 13;
export const EBUSY = 16;
export const EEXIST = 17;
export const EXDEV = 18;
export const ENOTDIR = 20;
export const EISDIR = 21;
export const EINVAL = 22;
export const EPIPE = 32;
export const ERANGE = 34;
export const ENOTEMPTY = 39;
export const ECONNRESET = 104;
export const ETIMEDOUT = 110;
