// The name of a user, for `list`.
import { readText } from "../native/paths.ts";

let names: Map<number, string> | undefined;

/** Login name of a uid, or `#uid` when /etc/passwd has none. */
export function ownerName(uid: number): string {
  if (names === undefined) {
    names = new Map();
    for (const line of readPasswd().split("\n")) {
      const [name, , id] = line.split(":");
      if (name !== undefined && id !== undefined && !names.has(Number(id)))
        names.set(Number(id), name);
    }
  }
  return names.get(uid) ?? `#${uid}`;
}

function readPasswd(): string {
  try {
    return readText("/etc/passwd");
  } catch {
    return "";
  }
}
