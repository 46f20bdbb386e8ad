// podman, with a configuration and a storage of its own.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { same } from "./report.mjs";
import { run } from "./shell.mjs";
import { usualCases } from "./usual.mjs";

function configure(place) {
  const file = join(place, "containers.conf");
  const lines = [
    "[containers]",
    // Without the right to raise limits the engine's own defaults could not be set.
    'default_ulimits = ["nofile=1024:1024", "nproc=1000:1000"]',
    'apparmor_profile = ""',
    'log_driver = "k8s-file"',
    "[engine]",
    'events_logger = "file"',
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  return { ...process.env, CONTAINERS_CONF: file, TMPDIR: place };
}

/** Directories as flags: the clean-up that conmon starts gets the flags, but not all of the environment. */
function commandOf(place, runtime) {
  const storage = ["--root", join(place, "graph"), "--runroot", join(place, "run")];
  const kinds = ["--storage-driver", "vfs", "--cgroup-manager", "cgroupfs"];
  return ["podman", ...storage, "--tmpdir", join(place, "tmp"), ...kinds, "--runtime", runtime];
}

function runAll({ place, word, image, runtime, report }) {
  const env = configure(place);
  const command = commandOf(place, runtime);
  const common = ["--network", "none", "--cgroup-parent", `/${word}`];
  const client = (...words) => run([...command, ...words], { env });
  try {
    const imported = client("import", image.tar, "bb");
    same(imported.status, 0, imported.said);
    usualCases({ command, common, env, report, place });
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
  }
}

/** podman's programs and cases. */
export const podman = { programs: ["podman", "conmon"], run: runAll };
