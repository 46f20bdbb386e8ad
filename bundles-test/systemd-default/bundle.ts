// Without cgroupsPath.
import { cgroupOf } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import { driver, forgotten } from "../harness/systemd.ts";

export const bundle = defineBundle({
  name: "systemd-default",
  title: "[CG-7] without a path the scope is runc-ID in system.slice; a failed hook leaves no unit",
  oracle: "runc",
  needs: ["systemd"],
  systemd: true,
  config: { process: { args: ["sleep", "60"] }, linux: { cgroupsPath: undefined } },
  check(t) {
    const unit = `runc-${t.place.id}.scope`;
    const at = cgroupOf(t.created(driver), "memory");
    t.ok(at.endsWith(`/system.slice/${unit}`), at);
    t.succeeds(t.delete({ flags: ["--force"] }));
    t.ok(forgotten(unit), `${unit} is still there`);
    t.rejects({ hooks: { createRuntime: [{ path: "/bin/false" }] } }, /hook/, driver);
    t.ok(forgotten(unit), `${unit} is left by a failed create`);
  },
});
