// linux.intelRdt: the one rule that is a recommendation.
import type { IntelRdt } from "../config.gen.ts";
import { finding } from "../finding.ts";
import type { Report } from "../finding.ts";

/** Checks `/linux/intelRdt`. */
export function checkIntelRdt(rdt: IntelRdt, report: Report): void {
  const schema = rdt.l3CacheSchema;
  if (schema === undefined || /^L3:[^\n]*$/.test(schema)) return;
  const rule = "should begin with L3: and have no newline";
  report(finding("warning", "/linux/intelRdt/l3CacheSchema", rule, schema));
}
