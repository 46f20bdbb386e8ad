// A user's containers without systemd's help, in a cgroup that was handed to the user.
import { defineBundle } from "../harness/define.ts";
import { limitOf } from "../harness/cgroup.ts";
import {
  asTester,
  giveToTester,
  TESTER,
  testersEnv,
  testersLinux,
  testersMounts,
} from "../harness/user.ts";

export const bundle = defineBundle({
  name: "rootless-delegated",
  title:
    "in a delegated cgroup an ordinary user's container has limits too, without systemd's driver",
  oracle: { none: "runc 1.1 names its processes and records otherwise" },
  needs: ["v2", "user-manager", "setpriv", "runtime-for-all", "newuidmap"],
  config: {
    process: { args: ["sleep", "1000"] },
    mounts: testersMounts,
    linux: testersLinux(undefined, { memory: { limit: 104857600 }, pids: { limit: 33 } }),
  },
  setup: giveToTester,
  check(t) {
    const { id } = t.place;
    const scope = ["systemd-run", "--user", "--scope", "--quiet", "--property=Delegate=yes"];
    const options = { wrap: [...asTester, ...scope], env: testersEnv };
    const plain = { wrap: asTester, env: testersEnv };
    t.succeeds(t.run({ ...options, flags: ["--detach"] }));
    const pid = Number(JSON.parse(t.succeeds(t.runtime.call(["state", id], plain))).pid);
    const path = (t.read(`/proc/${pid}/cgroup`) ?? "").trim();
    t.match(
      path,
      new RegExp(`^0::/user.slice/user-${TESTER}.slice/user@${TESTER}.service/.*${id}$`),
    );
    t.is(limitOf(pid, "", "", "memory.max"), "104857600");
    t.is(limitOf(pid, "", "", "pids.max"), "33");
    t.succeeds(t.runtime.call(["update", "--pids-limit", "44", id], options));
    t.is(limitOf(pid, "", "", "pids.max"), "44");
    t.is(t.succeeds(t.runtime.call(["exec", id, "id", "-u"], options)), "0\n");
    t.succeeds(t.runtime.call(["pause", id], options));
    t.succeeds(t.runtime.call(["resume", id], options));
    t.succeeds(t.runtime.call(["delete", "--force", id], options));
    t.ok(!t.exists(`/sys/fs/cgroup${path.slice(3)}`), "the cgroup is gone");

    // Where nothing was handed over a limit cannot hold, and is not left out in silence.
    t.configure({ linux: { cgroupsPath: `/tsb-${id}` } });
    t.fails(t.run({ ...plain, flags: ["--detach"] }), /permission denied \(EACCES\); hint: /);
  },
});
