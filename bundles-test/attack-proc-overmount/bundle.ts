// CVE-2019-16884, CVE-2025-52881: what lies on /proc redirects the runtime's own writes.
import { usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const mount = (destination: string) => ({
  mounts: [...usualMounts, { destination, type: "bind", source: "/tmp", options: ["bind"] }],
});

export const bundle = defineBundle({
  name: "attack-proc-overmount",
  title: "a mount inside of /proc is refused, but for the files that lxcfs provides",
  oracle: "runc",
  config: (place) => ({
    process: { args: ["cat", "/proc/uptime"] },
    mounts: [
      ...usualMounts,
      {
        destination: "/proc/uptime",
        type: "bind",
        source: `${place.side}/uptime`,
        options: ["bind"],
      },
    ],
  }),
  setup(t) {
    t.write(t.beside("uptime"), "1.00 2.00\n");
  },
  check(t) {
    t.is(t.output(), "1.00 2.00\n");
    for (const path of ["/proc/sys", "/proc/irq", "/proc/bus"])
      t.rejects(mount(path), /inside \/proc/);
    for (const path of ["/proc/self", "/proc/self/attr", "/proc/1"]) t.rejects(mount(path), /./);
  },
});
