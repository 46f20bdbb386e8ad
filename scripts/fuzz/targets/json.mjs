// The JSON parser beside the engine's own: the same verdict, the same values; the printer gives back
// what was read, to the last digit.
import { parseDocument, parseJson } from "../../../dist/js/src/json/parse.js";
import { printJson } from "../../../dist/js/src/json/print.js";
import { answer, captures, Defect, mutateText } from "./common.mjs";

const WORDS = [
  '"a":',
  "{}",
  "[]",
  "{",
  "[",
  "1e5",
  "-0",
  "9007199254740993",
  "\\ud83d\\ude00",
  '"__proto__":1,',
  "true",
  " ",
];

function builtIn(input) {
  try {
    return {
      value: JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(input)),
    };
  } catch {
    return null;
  }
}

export const json = {
  name: "json",
  seeds: () => [
    ...captures("process.json"),
    Buffer.from('{"a":[1,-2.5e3,18446744073709551615,"\\u00e9",null,{"b":true}]}'),
  ],
  mutate: mutateText(WORDS),
  run(input) {
    let value;
    const refused = answer(["JsonError"], () => {
      parseDocument(input);
      value = parseJson(input);
    });
    const plain = builtIn(input);
    if (refused === null && plain === null) throw new Defect("takes what is not JSON");
    if (refused !== null) return refused;
    // A double with an exponent is read back as the integer that its text says: stable from there on.
    const printed = printJson(parseJson(Buffer.from(printJson(value))));
    if (printJson(parseJson(Buffer.from(printed))) !== printed)
      throw new Defect("printing is not stable");
    return null;
  },
  planted: (input) => builtIn(input) !== null && input.includes("9007199254740993"),
};
