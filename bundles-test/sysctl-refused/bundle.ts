// Kernel parameters that are the host's.
import { namespace } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const sysctl = (name: string, value = "1") => ({ linux: { sysctl: { [name]: value } } });

export const bundle = defineBundle({
  name: "sysctl-refused",
  title: "[SY-2] [SY-4] a sysctl outside of the container's namespaces fails create",
  oracle: "runc",
  config: {},
  check(t) {
    t.rejects(
      sysctl("kernel.pid_max", "4194304"),
      /kernel.pid_max.*not in a separate kernel namespace/,
    );
    t.rejects(sysctl("vm.swappiness", "60"), /vm.swappiness.*not in a separate kernel namespace/);
    t.rejects(sysctl("net.nosuch"), /net.nosuch|net\/nosuch/);
    t.rejects(sysctl("kernel.hostname", "x"), /kernel.hostname|hostname/);
    t.rejects(
      {
        linux: {
          ...sysctl("net.ipv4.ip_forward").linux,
          namespaces: ["pid", "ipc", "uts", "mount"].map((type) => namespace(type)),
        },
      },
      /net.ipv4.ip_forward/,
    );
  },
});
