// CVE-2021-30465: a directory of the root that becomes a link between check and use.
import { readdirSync } from "node:fs";
import { usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { mountLines } from "../harness/host.ts";
import { slow } from "../harness/sleep.ts";
import { beside, tool } from "../harness/tools.ts";

export const bundle = defineBundle({
  name: "attack-race",
  title:
    "a directory and a link that change places all the time never lead a mount out of the root",
  oracle: { none: "runc 1.1 is open to it" },
  config: (place) => ({
    mounts: [
      ...usualMounts,
      { destination: "/swap/one", type: "tmpfs", source: "tmpfs" },
      { destination: "/swap/two", type: "bind", source: place.bundle, options: ["bind"] },
      { destination: "/swap/three/deep", type: "tmpfs", source: "tmpfs" },
    ],
    linux: {
      maskedPaths: ["/swap/secret"],
      devices: [{ path: "/swap/node", type: "c", major: 1, minor: 3 }],
    },
  }),
  setup(t) {
    t.write(t.beside("host/.keep"), "");
    t.write(t.inside("swap/.keep"), "");
    t.link(t.beside("host"), t.inside("other"));
  },
  check(t) {
    const before = mountLines();
    const racer = beside(t, [tool("exchange"), t.inside("swap"), t.inside("other")]);
    const end = Date.now() + 3000 * slow;
    let turns = 0;
    for (; Date.now() < end; turns++) {
      t.run(); // may fail
      t.is(readdirSync(t.beside("host")), [".keep"], `names on the host after ${turns} turns`);
      t.is(mountLines(), before);
    }
    t.is(racer.output(), "", "the racer");
    t.ok(turns > 3, `only ${turns} turns`);
  },
});
