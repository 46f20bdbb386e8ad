// Mounts that cannot be made.
import { usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const mount = (entry: object) => ({ mounts: [...usualMounts, { destination: "/data", ...entry }] });

export const bundle = defineBundle({
  name: "mount-refused",
  title: "[L-3] [OP-14] [MT-9] [MT-18] a mount that fails fails create and leaves nothing",
  oracle: "runc",
  config: {},
  check(t) {
    t.rejects(mount({ type: "nosuchfs", source: "x" }), /no such device/);
    t.rejects(
      mount({ type: "bind", source: "/no/such/source", options: ["bind"] }),
      /no such file or directory/,
    );
    t.rejects(
      mount({ type: "tmpfs", source: "x", options: ["nosuchoption=1"] }),
      /invalid argument/,
    );
    t.rejects({ mounts: [...usualMounts, { type: "tmpfs", source: "x" }] }, /destination|mount/i);
  },
});
