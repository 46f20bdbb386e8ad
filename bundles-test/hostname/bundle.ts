// Names of the machine.
import { hostname } from "node:os";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "hostname",
  title: "[C-9] [NS-7] the container has its own host name and the host keeps its",
  oracle: "runc",
  config: { hostname: "a-box", process: { args: ["hostname"] } },
  check(t) {
    const before = hostname();
    t.is(t.output(), "a-box\n");
    t.is(hostname(), before);
    t.is(t.outputOf({ hostname: undefined }), `${before}\n`);
  },
});
