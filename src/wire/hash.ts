// The fingerprint of the operation table: both sides compute or carry it, so that a helper that was
// built from another table refuses the plan instead of misreading it.
import { CALLS, REPORTS, WIRE_OPS } from "./ops.ts";

/**
 * The canonical text that is hashed: a line `reports:` and a line `calls:` with the names joined by
 * commas, then per wire operation, in order, `name:by(field:type,...)`; each line ends in a newline.
 */
export function tableText(): string {
  const lines = [`reports:${REPORTS.join(",")}`, `calls:${CALLS.join(",")}`];
  for (const [name, spec] of Object.entries(WIRE_OPS)) {
    const fields = Object.entries(spec.fields).map(([field, type]) => `${field}:${type}`);
    lines.push(`${name}:${spec.by}(${fields.join(",")})`);
  }
  return `${lines.join("\n")}\n`;
}

/** FNV-1a, 32 bits, of a text in ASCII. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** The hash of the table as it is; `hash.gen.ts` holds it for those who encode. */
export function tableHash(): number {
  return fnv1a(tableText());
}
