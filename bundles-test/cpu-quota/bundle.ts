// A share of a processor.
import { script } from "../harness/base.ts";
import { cgroupOf, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import { sleep } from "../harness/sleep.ts";

export const bundle = defineBundle({
  name: "cpu-quota",
  title: "[RC-2] [RC-6] a busy loop under a quota gets no more than its share",
  oracle: "runc",
  needs: ["v1-cpu"],
  config: {
    process: script("while :; do :; done"),
    linux: { resources: { cpu: { quota: 20000, period: 100000 } } },
  },
  check(t) {
    const pid = t.up();
    const cpu = cgroupOf(pid, "cpu");
    t.is([value(cpu, "cpu.cfs_quota_us"), value(cpu, "cpu.cfs_period_us")], ["20000", "100000"]);
    const used = (): bigint => BigInt(value(cgroupOf(pid, "cpuacct"), "cpuacct.usage"));
    const [from, begin] = [used(), process.hrtime.bigint()];
    sleep(1000);
    const share = Number(used() - from) / Number(process.hrtime.bigint() - begin);
    t.ok(share > 0.02 && share < 0.3, `a share of ${share}`);
    t.match(value(cpu, "cpu.stat"), /^nr_throttled [1-9]/m);
  },
});
