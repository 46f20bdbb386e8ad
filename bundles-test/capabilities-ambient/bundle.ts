// Capabilities that survive the exec of an ordinary user.
import { defineBundle } from "../harness/define.ts";

const names = ["CAP_NET_BIND_SERVICE", "CAP_SYS_CHROOT"];

export const bundle = defineBundle({
  name: "capabilities-ambient",
  title: "[P-22] ambient capabilities reach a program that is not root's",
  oracle: "runc",
  config: {
    process: {
      args: ["grep", "^Cap", "/proc/self/status"],
      user: { uid: 1000, gid: 1000 },
      capabilities: {
        bounding: names,
        permitted: names,
        effective: names,
        inheritable: names,
        ambient: names,
      },
    },
  },
  check(t) {
    const mask = "0000000000040400";
    const expected = ["Inh", "Prm", "Eff", "Bnd", "Amb"].map((set) => `Cap${set}:\t${mask}`);
    t.is(t.output().trim().split("\n"), expected);
  },
});
