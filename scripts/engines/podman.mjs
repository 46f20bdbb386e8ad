// podman, with a configuration and a storage of its own.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parentOf } from "./machine.mjs";
import { podmanCases } from "./podman-cases.mjs";
import { same } from "./report.mjs";
import { run } from "./shell.mjs";
import { snippet } from "./snippets.mjs";
import { moreUsualCases } from "./usual-more.mjs";
import { usualCases } from "./usual.mjs";

/** Writes the configuration; answers the environment with it. */
export function configure(place, runtime) {
  const file = join(place, "containers.conf");
  const lines = [
    "[containers]",
    // Without the right to raise limits the engine's own defaults could not be set.
    'default_ulimits = ["nofile=1024:1024", "nproc=1000:1000"]',
    'log_driver = "k8s-file"',
  ];
  const own = snippet("containers.conf", runtime).replace(
    "[engine]",
    '[engine]\nevents_logger = "file"',
  );
  writeFileSync(file, `${own}\n${lines.join("\n")}\n`);
  return { ...process.env, CONTAINERS_CONF: file, TMPDIR: place };
}

/** Directories as flags: the clean-up that conmon starts gets the flags, but not all of the environment. */
export function commandOf(place, systemd) {
  const storage = ["--root", join(place, "graph"), "--runroot", join(place, "run")];
  const manager = systemd ? "systemd" : "cgroupfs";
  const kinds = ["--storage-driver", "vfs", "--cgroup-manager", manager];
  return ["podman", ...storage, "--tmpdir", join(place, "tmp"), ...kinds];
}

function runAll({ place, word, image, runtime, report, smoke, systemd }) {
  const env = configure(place, runtime);
  const command = commandOf(place, systemd);
  const common = ["--network", "none", "--cgroup-parent", parentOf({ word, systemd })];
  const client = (...words) => run([...command, ...words], { env });
  // conmon 2.1 on cgroup v1 writes its file to where it was started; podman 4.3 looks in the bundle.
  const before = process.cwd();
  process.chdir(place);
  const oomFile = join(place, "oom");
  try {
    const imported = client("import", image.tar, "bb");
    same(imported.status, 0, imported.said);
    report.check("the runtime is that of the configuration", () => {
      const done = client("info", "--format", "{{.Host.OCIRuntime.Path}}");
      same(done.out, runtime, done.said);
    });
    report.check("--runtime gives another one", () => {
      const words = [
        ...command,
        "--runtime",
        runtime,
        "run",
        "--rm",
        ...common,
        "bb",
        "echo",
        "hello",
      ];
      const done = run(words, { env });
      same(done.out, "hello", done.said);
    });
    usualCases({ command, common, env, report, place });
    if (smoke) return;
    moreUsualCases({ command, common, env, report, place, joined: ["uts"], oomFile });
    podmanCases({ command, common, env, report, place, runtime });
    report.check("--uidmap makes a user namespace", () => {
      const maps = ["--uidmap", "0:100000:65536", "--gidmap", "0:100000:65536"];
      const show = "id -u; cat /proc/self/uid_map";
      const done = client("run", "--rm", ...common, ...maps, "bb", "sh", "-c", show);
      same(done.status, 0, done.said);
      same(done.out.replace(/\s+/g, " "), "0 0 100000 65536", "user and map");
    });
  } finally {
    client("rm", "--all", "--force", "--time", "0");
    client("rmi", "--all", "--force");
    process.chdir(before);
  }
}

/** podman's programs and cases. */
export const podman = { programs: ["podman", "conmon"], run: runAll };
