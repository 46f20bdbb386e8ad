// docker: a daemon (which starts its own containerd) with all its directories in a place of its own.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { same } from "./report.mjs";
import { run, startDaemon, until } from "./shell.mjs";
import { moreUsualCases } from "./usual-more.mjs";
import { usualCases } from "./usual.mjs";

function start(place, word, runtime) {
  mkdirSync(join(place, "config"));
  const address = `unix://${join(place, "d.sock")}`;
  const daemon = startDaemon(
    [
      "dockerd",
      `--host=${address}`,
      `--data-root=${join(place, "data")}`,
      `--exec-root=${join(place, "exec")}`,
      `--pidfile=${join(place, "pid")}`,
      `--cgroup-parent=/${word}`,
      "--iptables=false",
      "--ip6tables=false",
      "--bridge=none",
      "--storage-driver=vfs",
      `--add-runtime=tested=${runtime}`,
      "--default-runtime=tested",
    ],
    join(place, "log"),
  );
  return { daemon, command: ["docker", "--config", join(place, "config"), "--host", address] };
}

function runAll({ place, word, image, runtime, report, smoke }) {
  const { daemon, command } = start(place, word, runtime);
  const client = (...words) => run([...command, ...words]);
  try {
    until(() => {
      if (daemon.ended()) throw new Error(`dockerd ended: ${daemon.text()}`);
      return client("version").status === 0;
    }, "answer of dockerd");
    const imported = client("import", image.tar, "bb");
    same(imported.status, 0, imported.said);
    const common = ["--network", "none", "--ulimit", "nofile=1024:1024"];
    usualCases({ command, common, env: process.env, report, place });
    if (!smoke) moreUsualCases({ command, common, env: process.env, report, place, joined: [] });
    const left = client("ps", "--all", "--quiet")
      .out.split("\n")
      .filter((id) => id !== "");
    if (left.length > 0) client("rm", "--force", ...left);
  } finally {
    daemon.stop();
  }
}

/** docker's programs and cases. */
export const docker = { programs: ["docker", "dockerd", "containerd"], run: runAll };
