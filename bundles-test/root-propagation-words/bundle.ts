// All eight words of rootfsPropagation.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const tags: readonly (readonly [word: string, tag: RegExp])[] = [
  ["shared", / shared:\d+ -$/],
  ["slave", /^(?!.*shared:).*-$/],
  ["private", /^[^:]*-$/],
  ["unbindable", / unbindable -$/],
];

export const bundle = defineBundle({
  name: "root-propagation-words",
  title:
    "[RF-1] [RF-2] [RF-3] [RF-4] [RF-5] the root has the propagation of each of the eight words",
  oracle: { none: "runc 1.1 leaves a root that is asked to be slave without a word" },
  config: {
    process: script(
      "grep -E '^[0-9]+ [0-9]+ [0-9:]+ [^ ]+ / ' /proc/self/mountinfo | cut -d' ' -f6-; mount --bind / /mnt 2>&1 | grep -o 'Invalid argument'",
      {
        capabilities: {
          bounding: ["CAP_SYS_ADMIN"],
          permitted: ["CAP_SYS_ADMIN"],
          effective: ["CAP_SYS_ADMIN"],
        },
      },
    ),
  },
  check(t) {
    for (const [word, tag] of tags) {
      for (const prefix of ["", "r"]) {
        t.configure({ linux: { rootfsPropagation: `${prefix}${word}` } });
        const [line = "", bound = ""] = t.run().stdout.split("\n");
        t.match(line.replace(/ - .*/, " -"), tag, `${prefix}${word}`);
        t.is(bound, word === "unbindable" ? "Invalid argument" : "", `bind of a ${word} root`);
      }
    }
  },
});
