// The smallest use of a runtime.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "hello",
  title: "[OP-6] [L-13] a program runs in a container and its output is the caller's",
  oracle: "runc",
  config: { process: { args: ["echo", "hello from a container"] } },
  check(t) {
    const result = t.run();
    t.is(result, { stdout: "hello from a container\n", stderr: "", status: 0 });
  },
});
