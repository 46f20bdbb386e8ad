// CVE-2025-31133: a mask is a bind of /dev/null, which the image can make a link to anything.
import { statSync } from "node:fs";
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "attack-dev-null",
  title: "an image with its own /dev/null cannot redirect masked paths",
  oracle: { none: "runc 1.1 is open to it" },
  config: {
    mounts: usualMounts.slice(0, 1),
    process: script("cat /secret; echo changed > /secret; cat /target"),
    linux: { maskedPaths: ["/secret"] },
  },
  check(t) {
    t.write(t.inside("secret"), "secret\n");
    for (const [what, make] of [
      ["link", () => t.link("/target", t.inside("dev/null"))],
      ["file", () => t.write(t.inside("dev/null"), "not the device\n")],
    ] as const) {
      t.write(t.inside("target"), "target\n");
      t.remove(t.inside("dev/null"));
      make();
      const { stdout } = t.run();
      t.ok(stdout === "" || stdout === "target\n", `${what}: ${stdout}`);
      t.is(
        [t.read(t.inside("secret")), t.read(t.inside("target"))],
        ["secret\n", "target\n"],
        what,
      );
    }
    t.ok(statSync("/dev/null").isCharacterDevice(), "the host's /dev/null");
  },
});
