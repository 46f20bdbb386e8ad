// How many huge pages.
import { cgroupOf, either, has, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";

const limits = (hugepageLimits: readonly object[]) => ({
  linux: { resources: { hugepageLimits } },
});

export const bundle = defineBundle({
  name: "huge-pages",
  title:
    "[RH-1] [RH-2] [RH-3] [RH-4] limits of huge pages are in the controller's files, for reservations too",
  oracle: { none: "runc 1.1 takes a host with both hierarchies for one of v1 alone" },
  needs: ["hugetlb"],
  config: {
    process: { args: ["sleep", "60"] },
    ...limits([{ pageSize: "2MB", limit: 6291456 }]),
  },
  check(t) {
    const own = cgroupOf(t.up(), "hugetlb");
    const ending = either("hugetlb", "limit_in_bytes", "max");
    t.is(value(own, `hugetlb.2MB.${ending}`), "6291456");
    const reserved = `hugetlb.2MB.rsvd.${ending}`;
    t.ok(has(own, reserved), "this kernel counts reservations");
    t.is(value(own, reserved), "6291456");
    t.succeeds(t.delete({ flags: ["--force"] }));
    t.rejects(limits([{ pageSize: "3MB", limit: 1 }]), /3MB/);
    t.rejects(limits([{ pageSize: "64kB", limit: 1 }]), /pageSize/);
    t.rejects(limits([{ pageSize: "2MB" }]), /limit/);
  },
});
