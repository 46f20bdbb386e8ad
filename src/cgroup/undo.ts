// The value that takes a write back, from what the file said before it.

/** Files that hold a line for each device or interface, though their names are words. */
const KEYED = new Set(["net_prio.ifpriomap", "rdma.max"]);

function firstWord(text: string): string {
  return text.split(/\s+/, 1)[0] ?? "";
}

/** For a device that had no line: limits are taken away by `max` (io.max) or 0 (v1). */
function noLimit(written: string): string {
  const [key = "", ...words] = written.split(/\s+/);
  if (!words.some((word) => word.includes("="))) return `${key} 0`;
  return [key, ...words.map((word) => word.replace(/=.*/, "=max"))].join(" ");
}

/**
 * What has to be written to undo a write.
 *
 * @param file - name of the cgroup file
 * @param written - the value that was written
 * @param before - the file's text before
 * @returns null when the text does not tell
 */
export function undoValue(file: string, written: string, before: string): string | null {
  const lines = before.split("\n").filter((line) => line.trim() !== "");
  const key = firstWord(written);
  if (/^\d+:\d+$/.test(key) || KEYED.has(file)) {
    const line = lines.find((each) => firstWord(each) === key);
    return line?.trim() ?? (KEYED.has(file) ? null : noLimit(written));
  }
  if (file === "memory.oom_control") return /^oom_kill_disable (\d)$/m.exec(before)?.[1] ?? null;
  const usual = lines.find((line) => line.startsWith("default "));
  if (usual !== undefined) return usual.slice("default ".length).trim();
  // An empty file (a cpuset that takes its parent's) is emptied again.
  return lines.length > 1 ? null : (lines[0]?.trim() ?? "");
}
