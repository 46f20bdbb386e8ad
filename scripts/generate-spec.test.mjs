// The evidence: what must make the gate fail.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { complaints, idsOf, readItems, settled } from "./generate-spec.mjs";

const { items, sections } = readItems(
  "# One\nA-1 M first\nA-2 F second\n# Two\nA-3 S third\nA-4 D fourth\n",
);
const none = { open: [], most: 0, reasons: {} };
const shown = (...ids) => new Map(ids.map((id) => [id, ["somewhere"]]));

test("ids are read from the heads of titles, and from nowhere else", () => {
  const source =
    'test("[A-1] [A-2] it holds", f); title:\n  `[A-3] x`; // [A-4]\nsay("see [A-5]");';
  assert.equal([...idsOf(source)], ["A-1", "A-2", "A-3"]);
});

test("rules keep their sections", () => {
  assert.equal(
    sections.map(({ ids }) => ids),
    [
      ["A-1", "A-2"],
      ["A-3", "A-4"],
    ],
  );
  assert.throws(() => readItems("# One\nA-1 X wrong\n"), /not understood/);
  assert.throws(() => readItems("# One\nA-1 M a\nA-1 M b\n"), /twice/);
});

test("a binding rule needs a test or an entry", () => {
  assert.equal(complaints(items, shown("A-1", "A-2", "A-4"), none), []);
  assert.match(complaints(items, shown("A-1", "A-2"), none).join(), /A-4 is binding/);
  assert.match(complaints(items, shown("A-1"), none).join(), /A-2 is binding/);
  assert.equal(complaints(items, shown("A-1", "A-4"), { open: ["A-2"], most: 1, reasons: {} }), []);
});

test("the list of open rules only shrinks", () => {
  const open = { open: ["A-2"], most: 1, reasons: {} };
  assert.equal(settled(open, shown("A-2")), { open: [], most: 1, reasons: {} });
  assert.match(complaints(items, shown("A-1", "A-2"), open).join(), /A-2 has a test/);
  assert.match(
    complaints(items, shown("A-1"), { ...open, most: 0 }).join(),
    /1 rules are open, 0 may be/,
  );
  assert.match(
    complaints(items, shown("A-1", "A-2"), { ...none, open: ["B-1"], most: 1 }).join(),
    /B-1/,
  );
});

test("reasons are few", () => {
  const reasons = Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`A-${at}`, "none"]));
  assert.match(complaints(items, shown("A-1", "A-2"), { ...none, reasons }).join(), /more than 15/);
});

test.run();
