// A configuration for an ordinary user.
import { defineBundle } from "../harness/define.ts";
import { list, member } from "../harness/json.ts";

export const bundle = defineBundle({
  name: "spec-rootless",
  title: "spec --rootless writes a configuration with a user namespace and without a network one",
  oracle: "runc",
  config: {},
  check(t) {
    const directory = t.beside("box");
    t.write(`${directory}/keep`, "");
    t.succeeds(t.runtime.call(["spec", "--rootless", "--bundle", directory]));
    const config: unknown = JSON.parse(t.read(`${directory}/config.json`) ?? "");
    const types = list(config, "linux", "namespaces").map((entry) => member(entry, "type"));
    t.ok(types.includes("user") && !types.includes("network"), types.join(" "));
    t.is(list(config, "linux", "uidMappings"), [{ containerID: 0, hostID: 0, size: 1 }]);
    t.is(member(config, "linux", "resources"), undefined);
    const sys = list(config, "mounts").find((entry) => member(entry, "destination") === "/sys");
    t.is(member(sys, "type"), "none");
  },
});
