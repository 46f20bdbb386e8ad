// Reports of the helper, which lives where the container can reach it.
import { decodeReport, NO_STEP, REPORT_SIZE } from "../../../dist/js/src/wire/report.js";
import { answer, Defect, mutateText } from "./common.mjs";

function seed(kind, step, text) {
  const bytes = Buffer.alloc(REPORT_SIZE);
  bytes.writeUInt32LE(kind, 0);
  bytes.writeUInt32LE(step, 4);
  bytes.writeUInt32LE(Buffer.byteLength(text), 24);
  bytes.write(text, 32);
  return bytes;
}

export const report = {
  name: "report",
  seeds: () => [
    seed(0, 1, "/proc"),
    seed(1, NO_STEP, ""),
    seed(3, 7, "é"),
    Buffer.alloc(REPORT_SIZE - 1),
  ],
  mutate: mutateText(["\xff", "\xc3", "/"]),
  run(input) {
    return answer(["ReportError"], () => {
      const read = decodeReport(input);
      if (typeof read.text !== "string" || read.text.length > 512)
        throw new Defect("text too long");
    });
  },
  planted: (input) => input.length === REPORT_SIZE && input[0] > 3,
};
