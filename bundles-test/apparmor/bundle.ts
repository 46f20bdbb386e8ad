// Profiles of AppArmor.
import { spawnSync } from "node:child_process";
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const NAME = "tsb-apparmor";
const profile = `profile ${NAME} flags=(attach_disconnected,mediate_deleted) {
  file,
  capability,
  network,
  mount,
  umount,
  pivot_root,
  signal,
  ptrace,
  unix,
  deny /etc/hosts w,
}
`;

function parser(word: string): void {
  const done = spawnSync("apparmor_parser", ["--skip-cache", word], {
    input: profile,
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`apparmor_parser ${word}: ${done.stderr}`);
}

export const bundle = defineBundle({
  name: "apparmor",
  title:
    "[P-20] the program is confined by the profile that is named, exec's too; an unknown one fails create",
  oracle: "runc",
  needs: ["apparmor"],
  config: {
    process: script("cat /proc/self/attr/current; echo x >> /etc/hosts", {
      apparmorProfile: NAME,
      noNewPrivileges: false,
    }),
  },
  setup(t) {
    parser("--replace");
    t.later(() => {
      parser("--remove");
    });
  },
  check(t) {
    for (const noNewPrivileges of [false, true]) {
      t.configure({ process: { noNewPrivileges } });
      const result = t.run();
      t.is(result.stdout, `${NAME} (enforce)\n`);
      t.match(result.stderr, /\/etc\/hosts: Permission denied/);
    }
    t.configure({ process: { args: ["sleep", "60"] } });
    const pid = t.up();
    t.is(t.read(`/proc/${pid}/attr/current`), `${NAME} (enforce)\n`);
    t.is(t.succeeds(t.exec(["cat", "/proc/self/attr/current"])), `${NAME} (enforce)\n`);
    t.succeeds(t.delete({ flags: ["--force"] }));

    t.configure({ process: { args: ["sleep", "60"], apparmorProfile: undefined } });
    t.is(t.read(`/proc/${t.up()}/attr/current`), "unconfined\n");
    const flags = ["--apparmor", NAME];
    t.is(t.succeeds(t.exec(["cat", "/proc/self/attr/current"], { flags })), `${NAME} (enforce)\n`);
    t.succeeds(t.delete({ flags: ["--force"] }));

    t.rejects(
      { process: { apparmorProfile: "tsb-nobody-loaded-this" } },
      /tsb-nobody-loaded-this|apparmor failed/,
    );
  },
});
