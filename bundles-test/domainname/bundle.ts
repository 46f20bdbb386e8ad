// The NIS domain.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "domainname",
  title: "[C-10] the container has its own NIS domain name",
  oracle: "crun",
  config: {
    domainname: "example.test",
    linux: { readonlyPaths: [] },
    process: { args: ["cat", "/proc/sys/kernel/domainname"] },
  },
  check(t) {
    t.is(t.output(), "example.test\n");
  },
});
