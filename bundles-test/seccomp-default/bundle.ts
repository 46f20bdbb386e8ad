// The profile that an engine sends with every container.
import { readFileSync } from "node:fs";
import { script, usualCapabilities } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const admin = [...usualCapabilities, "CAP_SYS_ADMIN"];

interface Profile {
  readonly syscalls: readonly { readonly names: readonly string[] }[];
}

function profile(source: string): Profile {
  return JSON.parse(readFileSync(`${source}/profile.json`, "utf8")) as Profile;
}

export const bundle = defineBundle({
  name: "seccomp-default",
  title:
    "[SC-3] [SC-26] an engine's default profile works with no_new_privs and without, and filters",
  oracle: "runc",
  config: (place) => ({
    process: {
      ...script(
        "grep '^Seccomp:' /proc/self/status; hostname other 2>&1; ls / | grep -c bin; id -u; hostname",
      ),
      capabilities: { bounding: admin, permitted: admin, effective: admin },
    },
    linux: { seccomp: profile(place.source) },
  }),
  check(t) {
    for (const noNewPrivileges of [true, false]) {
      for (const uid of [0, 1000]) {
        const lines = t
          .outputOf({ process: { noNewPrivileges, user: { uid, gid: uid } } })
          .trim()
          .split("\n");
        t.is(lines, [
          "Seccomp:\t2",
          "hostname: sethostname: Operation not permitted",
          "1",
          String(uid),
          "box",
        ]);
      }
    }
    const whole = profile(t.place.source);
    const syscalls = whole.syscalls.map((rule) => ({
      ...rule,
      names: rule.names.filter((name) => !name.startsWith("mkdir")),
    }));
    const said = t.outputOf({
      process: script("mkdir /tmp/new 2>&1 || true"),
      linux: { seccomp: { ...whole, syscalls, defaultErrnoRet: 28 } },
    });
    t.match(said, /No space left on device/, "the errno of what is not listed");
  },
});
