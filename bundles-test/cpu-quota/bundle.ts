// A share of a processor.
import { script } from "../harness/base.ts";
import { cgroupOf, either, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import { sleep } from "../harness/sleep.ts";

export const bundle = defineBundle({
  name: "cpu-quota",
  title: "[RC-2] [RC-6] a busy loop under a quota gets no more than its share",
  oracle: "runc",
  needs: ["cpu"],
  config: {
    process: script("while :; do :; done"),
    linux: { resources: { cpu: { quota: 20000, period: 100000 } } },
  },
  check(t) {
    const pid = t.up();
    const cpu = cgroupOf(pid, "cpu");
    const files = either("cpu", ["cpu.cfs_quota_us", "cpu.cfs_period_us"], ["cpu.max"]);
    t.is(files.map((file) => value(cpu, file)).join(" "), "20000 100000");
    const used = (): bigint =>
      either(
        "cpu",
        () => BigInt(value(cgroupOf(pid, "cpuacct"), "cpuacct.usage")),
        () => BigInt(/^usage_usec (\d+)/m.exec(value(cpu, "cpu.stat"))?.[1] ?? "") * 1000n,
      )();
    const [from, begin] = [used(), process.hrtime.bigint()];
    sleep(1000);
    const share = Number(used() - from) / Number(process.hrtime.bigint() - begin);
    t.ok(share > 0.02 && share < 0.3, `a share of ${share}`);
    t.match(value(cpu, "cpu.stat"), /^nr_throttled [1-9]/m);
  },
});
