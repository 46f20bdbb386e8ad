// What the bundles about refused fields share: each case is one error line, and leaves nothing.
import type { Json } from "./json.ts";
import type { Test } from "./test.ts";

/** A rule's id in brackets, the change that breaks it, and what the error must say. */
export type Refusal = readonly [rule: string, change: Json, said: RegExp];

/** Tries every case, so that all that is wrong is told. */
export function refuseAll(t: Test, cases: readonly Refusal[]): void {
  const wrong: string[] = [];
  for (const [id, change, said] of cases) {
    try {
      t.rejects(change, said);
      t.ok(!(t.runtime.log.at(-1) ?? "").includes("\n"), "more than one line");
    } catch (error) {
      wrong.push(`${id}: ${error instanceof Error ? error.message : String(error)}`);
      t.delete({ flags: ["--force"] }); // the next one is to fail for its own reason
    }
  }
  t.is(wrong, []);
}
