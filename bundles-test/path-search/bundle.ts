// Where the program is looked for, and the words when it is not there.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "path-search",
  title: "[P-10] [Q-7] the program is looked up in PATH of the container at create",
  oracle: "runc",
  config: { process: { args: ["tool"], env: ["PATH=/opt/none:/opt/tools"] } },
  setup(t) {
    t.write(t.inside("opt/tools/tool"), "#!/bin/sh\necho found $0\n", 0o755);
    t.write(t.inside("opt/plain"), "no program\n", 0o644);
  },
  check(t) {
    t.is(t.output(), "found /opt/tools/tool\n");
    const missing = /executable file not found in \$PATH/;
    t.rejects({ process: { args: ["nowhere"] } }, missing);
    t.rejects({ process: { args: ["tool"], env: ["PATH=/bin"] } }, missing);
    t.rejects({ process: { args: ["/opt/none"] } }, /\/opt\/none.*no such file or directory/);
    t.rejects({ process: { args: ["/opt/plain"] } }, /\/opt\/plain.*permission denied/);
    t.rejects({ process: { args: ["/opt"] } }, /\/opt.*(is a directory|permission denied)/);
  },
});
