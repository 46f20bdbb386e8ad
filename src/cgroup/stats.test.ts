import { test } from "uvu";
import * as assert from "uvu/assert";
import { printJson } from "../json/print.ts";
import { statsFrom } from "./stats.ts";
import { expanded } from "./stats-text.ts";

type Files = Readonly<Record<string, string>>;

/** Statistics as the text that callers see, from files by name. */
function stats(files: Files, v2: boolean): string {
  return printJson(statsFrom((_, file) => files[file] ?? null, ["2MB", "1GB"], v2));
}

const ALWAYS =
  '"cpuset":{"cpu_exclusive":0,"mem_hardwall":0,"mem_exclusive":0,"memory_migrate":0,"memory_spread_page":0,"memory_spread_slab":0,"memory_pressure":0,"sched_load_balance":0,"sched_relax_domain_level":0}';

test("without any file what is always there is there", () => {
  const nothing = `{"cpu":{},${ALWAYS},"memory":{},"pids":{},"blkio":{},"hugetlb":{},"intel_rdt":{},"network_interfaces":null}`;
  assert.is(stats({}, false), nothing);
  assert.is(stats({}, true), nothing);
});

test("v1: every member, to the last digit of 64 bits", () => {
  const text = stats(
    {
      "cpuacct.usage": "18446744073709551615\n",
      "cpuacct.usage_percpu": "404536115 9007199254740993 \n",
      "cpuacct.usage_all": "cpu user system\n0 451987150 8000000\n1 0 9007199254740993\n",
      "cpuacct.stat": "user 40\nsystem 3\n",
      "cpu.stat": "nr_periods 20\nnr_throttled 19\nthrottled_time 826950408\n",
      "cpuset.cpus": "0-1,4\n",
      "cpuset.mems": "0\n",
      "cpuset.sched_load_balance": "1\n",
      "cpuset.sched_relax_domain_level": "-1\n",
      "memory.stat": "cache 4096\nactive_anon 8192\n",
      "memory.usage_in_bytes": "552960\n",
      "memory.limit_in_bytes": "9223372036854771712\n",
      "memory.max_usage_in_bytes": "9007199254740993\n",
      "memory.failcnt": "0\n",
      "memory.kmem.tcp.usage_in_bytes": "0\n",
      "memory.kmem.tcp.limit_in_bytes": "9223372036854771712\n",
      "pids.current": "3\n",
      "pids.max": "20\n",
      "blkio.bfq.io_service_bytes_recursive": "Total 0\n",
      "blkio.throttle.io_service_bytes_recursive":
        "8:0 Read 18446744073709551615\n8:0 Total 5\nTotal 5\n",
      "blkio.throttle.io_serviced_recursive": "Total 0\n",
      "hugetlb.2MB.usage_in_bytes": "2097152\n",
      "hugetlb.2MB.max_usage_in_bytes": "4194304\n",
      "hugetlb.2MB.failcnt": "7\n",
    },
    false,
  );
  assert.is(
    text,
    [
      '{"cpu":{"usage":{"total":18446744073709551615,"percpu":[404536115,9007199254740993],"percpu_kernel":[8000000,9007199254740993],"percpu_user":[451987150,0],"kernel":30000000,"user":400000000},',
      '"throttling":{"periods":20,"throttledPeriods":19,"throttledTime":826950408}},',
      '"cpuset":{"cpus":[0,1,4],"cpu_exclusive":0,"mems":[0],"mem_hardwall":0,"mem_exclusive":0,"memory_migrate":0,"memory_spread_page":0,"memory_spread_slab":0,"memory_pressure":0,"sched_load_balance":1,"sched_relax_domain_level":-1},',
      '"memory":{"cache":4096,"usage":{"limit":9223372036854771712,"usage":552960,"max":9007199254740993,"failcnt":0},"kernelTCP":{"limit":9223372036854771712,"failcnt":0},"raw":{"active_anon":8192,"cache":4096}},',
      '"pids":{"current":3,"limit":20},',
      '"blkio":{"ioServiceBytesRecursive":[{"major":8,"op":"Read","value":18446744073709551615},{"major":8,"op":"Total","value":5}]},',
      '"hugetlb":{"2MB":{"usage":2097152,"max":4194304,"failcnt":7}},"intel_rdt":{},"network_interfaces":null}',
    ].join(""),
  );
});

test("v2: in v1's shape, with sums for swap, nanoseconds, and pressure", () => {
  const line = "avg10=0.00 avg60=1.50 avg300=0.25 total=9007199254740993";
  const text = stats(
    {
      "cpu.stat":
        "usage_usec 9007199254740993\nuser_usec 2\nsystem_usec 1\nnr_periods 4\nnr_throttled 0\nthrottled_usec 5\n",
      "cpu.pressure": `some ${line}\nfull ${line}\n`,
      "memory.stat": "anon 1\nfile 8192\n",
      "memory.current": "1048576\n",
      "memory.max": "max\n",
      "memory.peak": "2097152\n",
      "memory.swap.current": "4096\n",
      "memory.swap.max": "8192\n",
      "pids.current": "3\n",
      "pids.max": "max\n",
      "io.stat": "8:16 rbytes=1 wbytes=2 rios=3 wios=0 dbytes=5 dios=6 cost.usage=7\n",
      "hugetlb.1GB.current": "0\n",
      "hugetlb.1GB.events": "max 9\n",
    },
    true,
  );
  const psi = '{"avg10":0,"avg60":1.5,"avg300":0.25,"total":9007199254740993}';
  assert.is(
    text,
    [
      '{"cpu":{"usage":{"total":9007199254740993000,"kernel":1000,"user":2000},"throttling":{"periods":4,"throttledTime":5000},',
      `"psi":{"some":${psi},"full":${psi}}},${ALWAYS},`,
      '"memory":{"cache":8192,"usage":{"limit":18446744073709551615,"usage":1048576,"max":2097152,"failcnt":0},"swap":{"limit":18446744073709551615,"usage":1052672,"failcnt":0},"raw":{"anon":1,"file":8192}},',
      '"pids":{"current":3},',
      '"blkio":{"ioServiceBytesRecursive":[{"major":8,"minor":16,"op":"Read","value":1},{"major":8,"minor":16,"op":"Write","value":2},{"major":8,"minor":16,"op":"Discard","value":5}],',
      '"ioServicedRecursive":[{"major":8,"minor":16,"op":"Read","value":3},{"major":8,"minor":16,"op":"Write"},{"major":8,"minor":16,"op":"Discard","value":6}]},',
      '"hugetlb":{"1GB":{"failcnt":9}},"intel_rdt":{},"network_interfaces":null}',
    ].join(""),
  );
});

test("v2: limits of memory and swap become a sum", () => {
  const files = { "memory.current": "1", "memory.max": "10", "memory.swap.current": "2" };
  const sum = stats({ ...files, "memory.swap.max": "5" }, true);
  assert.match(sum, '"swap":{"limit":15,"usage":3,"failcnt":0}');
  assert.match(stats({ ...files, "memory.swap.max": "max" }, true), '"limit":18446744073709551615');
});

test("lists of numbers are written out", () => {
  assert.equal(expanded("0-2,5,7-7\n"), [0, 1, 2, 5, 7]);
  assert.equal(expanded("\n"), []);
});

test.run();
