// Every verb for somebody who is not root, with one id and no cgroup.
import { chownSync } from "node:fs";
import { namespace, script, usualMounts, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const USER = "4321";
const ids = [{ containerID: 0, hostID: Number(USER), size: 1 }];

export const bundle = defineBundle({
  name: "rootless-verbs",
  title: "an ordinary user's verbs do what can be done without a cgroup, and name what cannot",
  oracle: { none: "runc 1.1 has other words, and no processes for ps" },
  needs: ["setpriv", "runtime-for-all"],
  config: {
    process: script("sleep 61 & sleep 62 & echo started; wait"),
    mounts: [
      usualMounts[0],
      { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755"] },
    ],
    linux: {
      cgroupsPath: undefined,
      resources: undefined,
      namespaces: [...usualNamespaces, namespace("user")],
      uidMappings: ids,
      gidMappings: ids,
    },
  },
  setup(t) {
    chownSync(t.inside(""), Number(USER), Number(USER));
    t.openUp();
  },
  check(t) {
    const { id } = t.place;
    const wrap = ["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"];
    const call = (...verb: readonly string[]) => t.runtime.call(verb, { wrap });
    t.succeeds(t.create({ wrap }));
    t.succeeds(t.start({ wrap }));
    t.wait(() => t.written === "started\n", "the program started");

    const pids = JSON.parse(t.succeeds(call("ps", "-f", "json", id))) as readonly number[];
    t.is(pids.length, 3, "init and both that it started");
    t.ok(pids.includes(t.pid), "init is there");
    t.is(t.succeeds(call("ps", id)).trim().split("\n").length, 4, "a heading and three lines");
    t.match(t.succeeds(call("list")), new RegExp(`^${id} .* running .* #${USER}$`, "m"));
    t.match(t.succeeds(call("ns", id)), /^user .* its own$/m);
    t.match(t.succeeds(call("events", "--stats", id)), /^\{"type":"stats"/);
    t.is(t.succeeds(call("exec", id, "id", "-u")), "0\n");
    t.is(
      t.succeeds(call("exec", "--cwd", "/tmp", "-e", "A=b", id, "sh", "-c", "pwd; echo $A")),
      "/tmp\nb\n",
    );
    t.succeeds(call("exec", "--detach", id, "true"));

    const refused: readonly (readonly [RegExp, ...(readonly string[])])[] = [
      [/no cgroup with a freezer/, "pause", id],
      [/container not paused/, "resume", id],
      [/has no cgroup: it has no limits/, "update", "--pids-limit", "9", id],
      [/has no cgroup: nothing counts/, "stats", id],
      [/--cgroup: the container has no cgroup/, "exec", "--cgroup", "sub", id, "true"],
      [
        /setres[gu]id: invalid argument \(EINVAL\); hint: .*uidMappings/,
        "exec",
        "--user",
        "5:5",
        id,
        "true",
      ],
      [/a user namespace that denies setgroups/, "exec", "-g", "7", id, "true"],
    ];
    for (const [words, ...verb] of refused) t.fails(call(...verb), words);
    t.is(t.status, "running");

    t.succeeds(call("kill", id, "KILL"));
    t.ended(pids[0] ?? 0);
    t.is(t.succeeds(call("ps", "-f", "json", id)), "null\n");
    t.succeeds(call("delete", id));

    // Without a pid namespace nothing tells the processes apart.
    const shared = usualNamespaces.filter((entry) => entry["type"] !== "pid");
    t.configure({
      process: { args: ["sleep", "60"] },
      mounts: [
        { destination: "/proc", source: "/proc", options: ["rbind"] },
        ...usualMounts.slice(1, 2),
      ],
      linux: {
        namespaces: [...shared, namespace("user")],
        maskedPaths: undefined,
        readonlyPaths: undefined,
      },
    });
    t.succeeds(t.create({ wrap }));
    t.fails(call("ps", "-f", "json", id), /neither a cgroup nor a pid namespace/);
    t.succeeds(call("delete", "--force", id));
  },
});
