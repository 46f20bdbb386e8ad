// Properties of systemd units in the text form that annotations bring.
import { parseVariant, printVariant, signatureOf } from "../../../dist/js/src/wire/gvariant.js";
import { answer, Defect, mutateText } from "./common.mjs";

const SEEDS = [
  "uint64 5",
  "['a', 'b']",
  "@ay [3]",
  "(true, 'x', int16 -5, 1.5, <byte 0x7f>)",
  "[('a', [uint32 1]), (\"b\", @au [])]",
  "objectpath '/a/b'",
  "'\\u00e9\\'\\\\ \\n'",
];

export const variant = {
  name: "variant",
  seeds: () => SEEDS.map((text) => Buffer.from(text)),
  mutate: mutateText(["uint64 ", "@as ", "[", "]", "(", ")", "<", ">", "'", "\\x", "-0x", "1e9"]),
  run(input) {
    return answer(["VariantError"], () => {
      const value = parseVariant(input.toString("utf8"));
      signatureOf(value);
      const printed = printVariant(value);
      if (printVariant(parseVariant(printed)) !== printed)
        throw new Defect(`printing is not stable: ${printed}`);
    });
  },
  planted: (input) => /^\(.*<.*>.*\)$/.test(input.toString("latin1")) && !input.includes("true"),
};
