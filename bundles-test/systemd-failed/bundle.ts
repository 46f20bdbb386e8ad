// A scope that ended badly.
import { defineBundle } from "../harness/define.ts";
import { driver, forgotten, shown } from "../harness/systemd.ts";

export const bundle = defineBundle({
  name: "systemd-failed",
  title:
    "[RM-1] a scope that failed for want of memory gives way to a new one, and delete clears it",
  oracle: "runc",
  needs: ["systemd"],
  systemd: true,
  config: (place) => ({
    process: { args: ["tail", "/dev/zero"] },
    linux: {
      cgroupsPath: `system.slice:tsb:${place.id}`,
      resources: { memory: { limit: 33554432, swap: 33554432 } },
    },
  }),
  check(t) {
    const unit = `tsb-${t.place.id}.scope`;
    for (const turn of [1, 2]) {
      const pid = t.up(driver);
      t.ended(pid);
      t.wait(
        () => shown(unit, "ActiveState")[0] !== "ActiveState=active",
        `it ended, turn ${turn}`,
      );
      t.succeeds(t.delete());
      t.ok(forgotten(unit), `${unit} is still there`);
    }
  },
});
