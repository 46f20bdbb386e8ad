// Flags of exec that lay something over the container's process.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "exec-flags",
  title: "exec --cap and --no-new-privs change what the process may do, labels need their LSM",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"], noNewPrivileges: false } },
  check(t) {
    t.up();
    const status = (name: string, ...flags: readonly string[]): string => {
      const text = t.succeeds(t.exec(["grep", `^${name}:`, "/proc/self/status"], { flags }));
      return text.split(/\s+/)[1] ?? "";
    };
    t.is(status("NoNewPrivs"), "0");
    t.is(status("NoNewPrivs", "--no-new-privs"), "1");
    const sysAdmin = 1n << 21n;
    const effective = (...flags: readonly string[]): bigint =>
      BigInt(`0x${status("CapEff", ...flags)}`);
    t.is(effective() & sysAdmin, 0n);
    t.is(effective("--cap", "CAP_SYS_ADMIN") & sysAdmin, sysAdmin);
    t.is(effective("-c", "CAP_SYS_ADMIN", "-c", "CAP_SYS_TIME") & (1n << 25n), 1n << 25n);
    const inheritable = BigInt(`0x${status("CapInh", "--cap", "CAP_SYS_ADMIN")}`);
    t.is(inheritable, 0n, "nothing becomes inheritable");
    if (!t.exists("/sys/module/apparmor/parameters/enabled"))
      t.fails(t.exec(["true"], { flags: ["--apparmor", "nosuch"] }), /apparmor/i);
    if (!t.exists("/sys/fs/selinux/enforce"))
      t.fails(t.exec(["true"], { flags: ["--process-label", "a:b:c:s0"] }), /selinux/i);
  },
});
