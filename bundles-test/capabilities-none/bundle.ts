// No capabilities object.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "capabilities-none",
  title: "[Q-11] without capabilities in the configuration every set is empty",
  oracle: "crun",
  config: { process: { args: ["grep", "^Cap", "/proc/self/status"], capabilities: undefined } },
  check(t) {
    const expected = ["Inh", "Prm", "Eff", "Bnd", "Amb"].map(
      (set) => `Cap${set}:\t${"0".repeat(16)}`,
    );
    t.is(t.output().trim().split("\n"), expected);
  },
});
