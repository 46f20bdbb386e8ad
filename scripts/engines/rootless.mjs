// podman of an ordinary user, whose own systemd keeps the cgroups.
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cgroupsOf } from "./machine.mjs";
import { configure } from "./podman.mjs";
import { matches, same } from "./report.mjs";
import { run, until } from "./shell.mjs";
import { usualCases } from "./usual.mjs";

const USER = "tester";

/** User and group of the ordinary user, and its home. */
function account() {
  const line = new RegExp(`^${USER}:.*`, "m").exec(readFileSync("/etc/passwd", "utf8"))?.[0];
  if (line === undefined) throw new Error(`there is no user ${USER}`);
  const [, , uid, gid, , home] = line.split(":");
  return { uid: Number(uid), gid: Number(gid), home };
}

/** The client: what it is told in the environment survives the change of the user. */
function commandOf({ place, uid, home }, env) {
  const own = {
    HOME: home,
    XDG_RUNTIME_DIR: `/run/user/${uid}`,
    DBUS_SESSION_BUS_ADDRESS: `unix:path=/run/user/${uid}/bus`,
    CONTAINERS_CONF: env.CONTAINERS_CONF,
    TMPDIR: place,
    PATH: process.env.PATH,
  };
  const become = ["setpriv", "--reuid", USER, "--regid", USER, "--init-groups"];
  const words = Object.entries(own).map(([name, value]) => `${name}=${value}`);
  const storage = ["--root", join(place, "graph"), "--storage-driver", "vfs"];
  return [...become, "env", "-i", ...words, "podman", ...storage, "--cgroup-manager", "systemd"];
}

function userCases({ report, client, runIt, uid }) {
  report.check("root of the container is the user, the other ids are its subordinate ones", () => {
    const done = runIt("bb", "cat", "/proc/self/uid_map");
    const [first, second] = done.out.split("\n").map((line) => line.trim().split(/\s+/));
    same(first.join(" "), `0 ${uid} 1`, done.said);
    same(second.join(" "), "1 100000 65536", done.said);
  });
  report.check("--userns keep-id", () => {
    const done = runIt("--userns", "keep-id", "bb", "id", "-u");
    same(done.out, String(uid), done.said);
  });
  report.check("its cgroup is below that of the user", () => {
    const done = client("run", "-d", "--name", "where", "--network", "none", "bb", "sleep", "600");
    same(done.status, 0, done.said);
    const pid = client("inspect", "--format", "{{.State.Pid}}", "where").out;
    const path = readFileSync(`/proc/${pid}/cgroup`, "utf8");
    matches(path, new RegExp(`/user-${uid}\\.slice/user@${uid}\\.service/`), "cgroup");
    client("rm", "--force", "--time", "0", "where");
  });
  report.check("files of a volume belong to the user", () => {
    const script = "touch /data/made; chown 5:5 /data/made; stat -c %u:%g /data/made";
    const done = runIt("-v", "/data", "bb", "sh", "-c", script);
    same(done.out, "5:5", done.said);
  });
  if (existsSync("/dev/net/tun"))
    report.check("a network by slirp4netns", () => {
      const done = client("run", "--rm", "--network", "slirp4netns", "bb", "ip", "addr");
      matches(done.out, /inet 10\.0\.2\.100\/24/, done.said);
    });
  else report.skip("a network by slirp4netns", "no /dev/net/tun");
}

function runAll({ place, image, runtime, report, smoke }) {
  const { uid, gid, home } = account();
  chmodSync(join(place, ".."), 0o755);
  chownSync(place, uid, gid);
  // The monitor makes files where it was started.
  mkdirSync(join(place, "work"));
  chownSync(join(place, "work"), uid, gid);
  const env = configure(place, runtime);
  const command = commandOf({ place, uid, home }, env);
  const client = (...words) => run([...command, ...words]);
  const before = process.cwd();
  process.chdir(join(place, "work"));
  try {
    const imported = client("import", image.tar, "bb");
    same(imported.status, 0, imported.said);
    const common = ["--network", "none"];
    const runIt = (...words) => client("run", "--rm", ...common, ...words);
    userCases({ report, client, runIt, uid });
    if (!smoke) usualCases({ command, common, env: process.env, report, place });
  } finally {
    client("rm", "--all", "--force", "--time", "0");
    client("rmi", "--all", "--force");
    // Ends the process that keeps the user namespace.
    client("system", "migrate");
    process.chdir(before);
  }
  report.check("no cgroup is left of its containers", () => {
    until(() => cgroupsOf("libpod-").length === 0, "end of the cgroups");
  });
}

/** The programs and cases of podman without root. */
export const rootless = {
  programs: ["podman", "conmon", "newuidmap"],
  systemd: true,
  run: runAll,
};
