// Nodes that every container has.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const names = "null zero full random urandom tty";
const probe = [
  `for d in ${names}; do stat -c '%n %t:%T %a %F' /dev/$d; done`,
  "head -c 4 /dev/zero | wc -c",
  "head -c 4 /dev/urandom | wc -c",
  "echo x > /dev/null && echo discarded",
  "echo x > /dev/full || true",
  "readlink /dev/ptmx",
  "ls /dev/console 2>&1 || true",
].join("; ");

export const bundle = defineBundle({
  name: "devices-default",
  title:
    "[DV-12] [DV-13] [DV-14] [DV-15] [DV-16] [DV-17] [DV-18] [DV-20] [RD-7] the default devices are there and work under deny-all",
  oracle: "runc",
  config: { process: script(probe) },
  check(t) {
    const result = t.run();
    const lines = result.stdout.trim().split("\n");
    const numbers = ["1:3", "1:5", "1:7", "1:8", "1:9", "5:0"];
    const nodes = names
      .split(" ")
      .map((name, at) => `/dev/${name} ${numbers[at] ?? ""} 666 character special file`);
    t.is(lines.slice(0, 6), nodes);
    t.is(lines.slice(6, 9), ["4", "4", "discarded"]);
    t.match(lines[9] ?? "", /^(\/dev\/)?pts\/ptmx$/);
    t.match(lines[10] ?? "", /No such file/);
    t.match(result.stderr, /No space left on device/);
  },
});
