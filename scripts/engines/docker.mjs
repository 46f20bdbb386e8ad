// docker: a daemon (which starts its own containerd) with all its directories in a place of its own.
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dockerCases } from "./docker-cases.mjs";
import { parentOf } from "./machine.mjs";
import { same } from "./report.mjs";
import { run, startDaemon, until } from "./shell.mjs";
import { snippet } from "./snippets.mjs";
import { moreUsualCases } from "./usual-more.mjs";
import { usualCases } from "./usual.mjs";

/** The client that is packaged with the daemon: another one may lack its build component. */
function clientProgram() {
  const packaged = "/usr/bin/docker";
  return existsSync(packaged) ? packaged : "docker";
}

function start({ place, word, runtime, systemd }) {
  for (const name of ["config", "links"]) mkdirSync(join(place, name));
  const config = join(place, "daemon.json");
  writeFileSync(config, snippet("daemon.json", runtime));
  // BuildKit takes no other runtime than the one that is called so.
  symlinkSync(runtime, join(place, "links/runc"));
  const address = `unix://${join(place, "d.sock")}`;
  const daemon = startDaemon(
    [
      "dockerd",
      `--config-file=${config}`,
      `--host=${address}`,
      `--data-root=${join(place, "data")}`,
      `--exec-root=${join(place, "exec")}`,
      `--pidfile=${join(place, "pid")}`,
      `--cgroup-parent=${parentOf({ word, systemd })}`,
      `--exec-opt=native.cgroupdriver=${systemd ? "systemd" : "cgroupfs"}`,
      "--iptables=false",
      "--ip6tables=false",
      "--storage-driver=vfs",
    ],
    join(place, "log"),
    { ...process.env, PATH: `${join(place, "links")}:${process.env.PATH}` },
  );
  return {
    daemon,
    command: [clientProgram(), "--config", join(place, "config"), "--host", address],
  };
}

function runAll({ place, word, image, runtime, report, smoke, systemd }) {
  const { daemon, command } = start({ place, word, runtime, systemd });
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
    if (!smoke) {
      moreUsualCases({ command, common, env: process.env, report, place, joined: [] });
      dockerCases({ command, common, report, place, runtime });
    }
    const left = client("ps", "--all", "--quiet")
      .out.split("\n")
      .filter((id) => id !== "");
    if (left.length > 0) client("rm", "--force", ...left);
  } finally {
    daemon.stop();
  }
}

/** docker's programs and cases. */
export const docker = { programs: [clientProgram(), "dockerd", "containerd"], run: runAll };
