// Answers of CRIU, which has looked into every process of a container.
import { decodeResponse, RESPONSES } from "../../../dist/js/src/wire/criu.js";
import { encodeMessage } from "../../../dist/js/src/wire/protobuf.js";
import { answer, Defect, mutateText } from "./common.mjs";

const seed = (message) => Buffer.from(encodeMessage(RESPONSES, message));
const TEXT_LIMIT = 2 ** 16;

export const criu = {
  name: "criu",
  seeds: () => [
    seed({ type: 10, success: true, version: { major: 3, minor: 17, sublevel: 1 } }),
    seed({ type: 6, success: true, notification: { script: "setup-namespaces", pid: 4711 } }),
    seed({ type: 2, success: true, restored: { pid: 4711 } }),
    seed({ type: 1, success: false, errno: -1, message: "é" }),
    seed({ type: 9, success: true, features: { memoryTracking: true, lazyPages: false } }),
  ],
  mutate: mutateText(["\xff", "\x80", "\x0a", "\x2a", "\x08"]),
  run(input) {
    return answer(["ProtobufError"], () => {
      const { type, success, errno = 0, message = "", notification = {} } = decodeResponse(input);
      if (!Number.isInteger(type) || typeof success !== "boolean") throw new Defect("no answer");
      if (Math.abs(errno) > 2 ** 31) throw new Defect("more than 32 bits");
      for (const text of [message, notification.script ?? ""])
        if (typeof text !== "string" || text.length > TEXT_LIMIT) throw new Defect("text too long");
    });
  },
  // A failure that says nothing: a caller that prints the message alone would say nothing either.
  planted: (input) => {
    let read = null;
    answer(["ProtobufError"], () => {
      read = decodeResponse(input);
    });
    return read !== null && !read.success && (read.errno ?? 0) > 255;
  },
};
