// Failures whose words callers match.

/** A cgroup that cannot be used or limited; the message is for people. */
export class CgroupError extends Error {
  override readonly name = "CgroupError";
}
