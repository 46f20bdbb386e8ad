// The five sets.
import { defineBundle } from "../harness/define.ts";

const sets = {
  bounding: ["CAP_KILL", "CAP_NET_RAW", "CAP_CHOWN"],
  permitted: ["CAP_KILL", "CAP_CHOWN"],
  effective: ["CAP_KILL"],
  inheritable: ["CAP_CHOWN"],
};

function status(permitted: string, effective: string): readonly string[] {
  const masks = { Inh: "1", Prm: permitted, Eff: effective, Bnd: "2021", Amb: "0" };
  return Object.entries(masks).map(([set, mask]) => `Cap${set}:\t${mask.padStart(16, "0")}`);
}

export const bundle = defineBundle({
  name: "capabilities",
  title: "[P-22] each capability set is exactly the configured one",
  oracle: "runc",
  config: { process: { args: ["grep", "^Cap", "/proc/self/status"], capabilities: sets } },
  check(t) {
    // capabilities(7): at exec root gains what the bounding set has, but not with no_new_privs.
    t.is(t.output().trim().split("\n"), status("21", "21"));
    t.is(
      t
        .outputOf({ process: { noNewPrivileges: false } })
        .trim()
        .split("\n"),
      status("2021", "2021"),
    );
    const lines = t
      .outputOf({ process: { user: { uid: 1000, gid: 1000 } } })
      .trim()
      .split("\n");
    t.is(lines, status("0", "0"));
  },
});
