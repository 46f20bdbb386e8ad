// What the systemd driver does not take.
import { defineBundle } from "../harness/define.ts";
import { driver } from "../harness/systemd.ts";

export const bundle = defineBundle({
  name: "systemd-refused",
  title: "[CG-8] a path that is not slice:prefix:name, and properties that are none, fail create",
  oracle: { none: "the words are tsrun's" },
  needs: ["systemd"],
  systemd: true,
  config: (place) => ({ linux: { cgroupsPath: `/${place.id}` } }),
  check(t) {
    const path = (cgroupsPath: string) => ({ linux: { cgroupsPath } });
    t.rejects({}, /expected cgroupsPath to be of format .*slice:prefix:name/, driver);
    t.rejects(path(`tsb:tsb:${t.place.id}`), /invalid slice name: tsb/, driver);
    t.rejects(path(`system.slice:tsb:${t.place.id}/x`), /not the name of a systemd unit/, driver);
    const annotated = (name: string, value: string) => ({
      ...path(`system.slice:tsb:${t.place.id}`),
      annotations: { [`org.systemd.property.${name}`]: value },
    });
    t.rejects(annotated("TimeoutStopUSec", "soon"), /value parse error/, driver);
    // Only systemd knows which properties there are.
    t.rejects(annotated("NoSuchProperty", "'x'"), /systemd.*NoSuchProperty/, driver);
    const env = {
      PATH: "/usr/sbin:/usr/bin:/bin",
      DBUS_SYSTEM_BUS_ADDRESS: "unix:path=/nonexistent",
    };
    t.rejects(path(`system.slice:tsb:${t.place.id}`), /cannot reach systemd by the system D-Bus/, {
      ...driver,
      env,
    });
  },
});
