// CVE-2021-30465, CVE-2024-45310: names of the root that change places with links between check and use.
// TSRUN_RACE_SECONDS: how long; scripts/race does it for minutes.
import { lstatSync, readdirSync, renameSync } from "node:fs";
import { usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { mountLines } from "../harness/host.ts";
import { say } from "../harness/say.ts";
import { slow } from "../harness/sleep.ts";
import { beside, tool } from "../harness/tools.ts";
import type { Beside } from "../harness/tools.ts";

const SECONDS = Number(process.env["TSRUN_RACE_SECONDS"] ?? "4");

/** What is swapped with a link to the host, in turn. */
const VICTIMS = ["swap", "dev", "proc", "sys", "swap/three", "etc"] as const;

/** The next racer finds both in their places. */
function putBack(victim: string, link: string): void {
  if (!lstatSync(victim).isSymbolicLink()) return;
  renameSync(victim, `${link}.aside`);
  renameSync(link, victim);
  renameSync(`${link}.aside`, link);
}

export const bundle = defineBundle({
  name: "attack-race",
  title:
    "a directory and a link that change places all the time never lead a mount, a device, a mask or a directory out of the root",
  oracle: { none: "runc 1.1 is open to it" },
  config: (place) => ({
    mounts: [
      ...usualMounts,
      { destination: "/swap/one", type: "tmpfs", source: "tmpfs" },
      { destination: "/swap/two", type: "bind", source: place.bundle, options: ["bind"] },
      { destination: "/swap/three/deep", type: "tmpfs", source: "tmpfs" },
      {
        destination: "/etc/made/file",
        type: "bind",
        source: `${place.bundle}/config.json`,
        options: ["bind", "ro"],
      },
    ],
    process: { args: ["true"], cwd: "/swap/made/cwd" },
    linux: {
      maskedPaths: ["/swap/secret", "/proc/kcore", "/sys/firmware"],
      readonlyPaths: ["/swap", "/proc/sys"],
      devices: [
        { path: "/swap/node", type: "c", major: 1, minor: 3 },
        { path: "/etc/node", type: "c", major: 1, minor: 5 },
      ],
    },
  }),
  setup(t) {
    t.write(t.beside("host/.keep"), "");
    t.write(t.inside("swap/three/.keep"), "");
    t.link(t.beside("host"), t.inside("other"));
    t.link(`../../../../../../../..${t.beside("host")}`, t.inside("swap/other"));
  },
  check(t) {
    const before = mountLines();
    const end = Date.now() + SECONDS * 1000 * slow;
    const each = (SECONDS * 1000 * slow) / VICTIMS.length;
    let turns = 0;
    for (let next = 0; Date.now() < end; next++) {
      const victim = VICTIMS[next % VICTIMS.length] ?? "swap";
      const link = victim.includes("/") ? "swap/other" : "other";
      const racer: Beside = beside(t, [tool("exchange"), t.inside(victim), t.inside(link)]);
      // In a long run each gets its turn many times.
      for (const change = Date.now() + Math.min(each, 5000); Date.now() < change; turns++) {
        t.run(); // may fail
        const what = `after ${turns} turns, ${victim}`;
        t.is(readdirSync(t.beside("host")), [".keep"], `names on the host ${what}`);
        t.is(mountLines(), before, `mounts ${what}`);
      }
      t.is(racer.output(), "", `the racer of ${victim}`);
      process.kill(racer.pid, "SIGKILL");
      t.ended(racer.pid);
      putBack(t.inside(victim), t.inside(link));
    }
    t.ok(turns > 3, `only ${turns} turns`);
    if (SECONDS > 60) say(`     ${turns} creates`);
  },
});
