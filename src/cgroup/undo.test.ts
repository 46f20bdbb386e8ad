import { test } from "uvu";
import * as assert from "uvu/assert";
import { undoValue } from "./undo.ts";

test("a file of one value gets it back, to the last digit, an empty one is emptied", () => {
  const most = "9223372036854771712";
  assert.is(undoValue("memory.limit_in_bytes", "1048576", `${most}\n`), most);
  assert.is(undoValue("cpu.max", "5000 10000", "max 100000\n"), "max 100000");
  assert.is(undoValue("cpuset.cpus", "0", "\n"), "");
});

test("a file with a line for each device gets that line back, or no limit", () => {
  const before =
    "8:0 rbps=1 wbps=max riops=max wiops=max\n8:16 rbps=2 wbps=3 riops=max wiops=max\n";
  assert.is(undoValue("io.max", "8:16 rbps=9", before), "8:16 rbps=2 wbps=3 riops=max wiops=max");
  assert.is(undoValue("io.max", "9:0 rbps=9", before), "9:0 rbps=max");
  assert.is(undoValue("blkio.throttle.read_bps_device", "8:0 5", ""), "8:0 0");
  assert.is(undoValue("net_prio.ifpriomap", "lo 5", "lo 0\neth0 1\n"), "lo 0");
  assert.is(undoValue("rdma.max", "x hca_handle=1", "y hca_handle=max\n"), null);
});

test("weights are written without the word of the default's line", () => {
  assert.is(undoValue("io.weight", "200", "default 100\n8:0 300\n"), "100");
  assert.is(undoValue("blkio.bfq.weight", "200", "100\n"), "100");
});

test("the switch is found among the other lines of its file, what is not understood is null", () => {
  const text = "oom_kill_disable 1\nunder_oom 0\noom_kill 0\n";
  assert.is(undoValue("memory.oom_control", "0", text), "1");
  assert.is(undoValue("memory.stat", "0", text), null);
});

test.run();
