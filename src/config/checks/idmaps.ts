// Id mappings: what the kernel refuses to write to uid_map and gid_map (user_namespaces(7)).
import { below } from "../../json/pointer.ts";
import type { IdMapping } from "../config.gen.ts";
import { finding } from "../finding.ts";
import type { Report } from "../finding.ts";

/** Lines that a map may have since Linux 4.15. */
const MAX_LINES = 340;
/** Number of ids; the one that follows, 2^32 - 1, means no id. */
const IDS = 0xffff_ffff;

function overlap(a: IdMapping, b: IdMapping, side: "containerID" | "hostID"): boolean {
  return a[side] < b[side] + b.size && b[side] < a[side] + a.size;
}

/** Checks one list of mappings, wherever it is. */
export function checkMappings(maps: readonly IdMapping[], pointer: string, report: Report): void {
  if (maps.length > MAX_LINES) {
    report(finding("error", pointer, `must have at most ${MAX_LINES} entries`));
    return;
  }
  for (const [index, map] of maps.entries()) {
    const place = below(pointer, index);
    for (const side of ["containerID", "hostID"] as const) {
      if (map[side] + map.size > IDS) {
        report(finding("error", place, `${side} plus size must be at most ${IDS}`, map));
      }
      const twin = maps.slice(0, index).findIndex((earlier) => overlap(earlier, map, side));
      if (twin < 0) continue;
      report(finding("error", `${place}/${side}`, `must not overlap entry ${twin}`, map[side]));
    }
  }
}
