// Huge pages as a program gets them.
import { copyFileSync } from "node:fs";
import { defineBundle } from "../harness/define.ts";
import { tool } from "../harness/tools.ts";

export const bundle = defineBundle({
  name: "huge-pages-inside",
  title: "[RH-1] a program gets as many huge pages as it is let, and cannot reserve more",
  oracle: { none: "runc 1.1 takes a host with both hierarchies for one of v1 alone" },
  needs: ["hugetlb", "huge-pages"],
  config: {
    process: { args: ["/huge", "2"] },
    linux: { resources: { hugepageLimits: [{ pageSize: "2MB", limit: 4194304 }] } },
  },
  setup(t) {
    copyFileSync(tool("huge"), t.inside("huge"));
  },
  check(t) {
    t.is(t.output(), "2 pages\n");
    t.configure({ process: { args: ["/huge", "3"] } });
    t.match(t.run().stdout, /^mmap: (Cannot allocate|Out of) memory$/m);
    t.is(
      t.outputOf({
        process: { args: ["/huge", "3"] },
        linux: { resources: { hugepageLimits: [{ pageSize: "2MB", limit: 6291456 }] } },
      }),
      "3 pages\n",
    );
  },
});
