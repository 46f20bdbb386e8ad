// Containers that are written to disk by CRIU and go on from there, by podman and by ctr.
import { join } from "node:path";
import { removeAll, runOptions, saying, startContainerd } from "./ctr.mjs";
import { makeArchive } from "./image.mjs";
import { parentOf } from "./machine.mjs";
import { commandOf, configure } from "./podman.mjs";
import { same } from "./report.mjs";
import { run, until } from "./shell.mjs";

/** Counts in a file: one that goes on is not at its beginning. */
const COUNT =
  "i=0; while :; do i=$((i+1)); echo $i >/count.new; mv /count.new /count; sleep 0.2; done";
const FAR = 5;

/** Why nothing can be written to disk here, or undefined. */
function obstacle(runtime) {
  const enabled = /checkpoint\.enabled": "true"/.test(run([runtime, "features"]).out);
  if (!enabled) return "the runtime has no checkpoint";
  const checked = run(["criu", "check"]);
  return checked.status === 0 ? undefined : `criu check: ${checked.err.split("\n").at(-1)}`;
}

/** The count goes beyond `from`, which a container that began anew reaches much later. */
function goesOn(count, from, what) {
  until(() => count() > from, what);
  if (count() > from + 1000) throw new Error(`${what}: from ${from} to ${count()}`);
}

/** podman: in place, going on meanwhile, and through a file into another container. */
function podmanCases({ report, place, client, must, common }) {
  const count = (name) => Number(client("exec", name, "cat", "/count").out);
  const status = (name) => must("inspect", "--format", "{{.State.Status}}", name);
  const begin = (name) => {
    must("run", "-d", "--name", name, ...common, "bb", "sh", "-c", COUNT);
    until(() => count(name) > FAR, "count");
  };
  const archive = join(place, "checkpoint.tar");
  report.check("podman: checkpoint, and restore in place", () => {
    begin("kept");
    must("container", "checkpoint", "--keep", "kept");
    same(status("kept"), "exited", "status");
    must("container", "restore", "--keep", "kept");
    same(status("kept"), "running", "status");
    goesOn(() => count("kept"), FAR, "the count after restore");
    must("rm", "--force", "--time", "0", "kept");
  });
  report.check("podman: checkpoint --leave-running", () => {
    begin("left");
    const before = count("left");
    must("container", "checkpoint", "--leave-running", "left");
    same(status("left"), "running", "status");
    goesOn(() => count("left"), before, "the count meanwhile");
    must("rm", "--force", "--time", "0", "left");
  });
  report.check("podman: checkpoint --export, and restore --import under another name", () => {
    begin("sent");
    must("container", "checkpoint", "--export", archive, "sent");
    must("rm", "--force", "--time", "0", "sent");
    must("container", "restore", "--import", archive, "--name", "received");
    goesOn(() => count("received"), FAR, "the count after restore");
    same(must("exec", "received", "echo", "inside"), "inside", "exec");
    must("rm", "--force", "--time", "0", "received");
  });
}

/** ctr: a task is written into a checkpoint, and another container begins with it. */
function ctrCase({ report, place, image, client, must, optionsOf }) {
  let execs = 0;
  const count = (id) => {
    const words = ["task", "exec", "--exec-id", `count-${++execs}`, id];
    return Number(client(...words, ...saying("cat /count")).out);
  };
  report.check("ctr: checkpoint, and restore as another container", () => {
    const name = "docker.io/library/counter";
    must("images", "import", makeArchive(place, { name, layer: image.tar, entrypoint: [] }));
    const words = [...optionsOf("c-saved"), `${name}:latest`, "c-saved", "/bin/sh", "-c", COUNT];
    must("run", "-d", "--null-io", ...words);
    until(() => count("c-saved") > FAR, "count");
    must("containers", "checkpoint", "--rw", "--image", "--task", "c-saved", "saved");
    must("task", "kill", "--signal", "KILL", "c-saved");
    until(() => !client("task", "ls").out.includes("RUNNING"), "end of the container");
    client("task", "delete", "c-saved");
    must("container", "delete", "c-saved");
    must("containers", "restore", "--rw", "--live", "c-again", "saved");
    goesOn(() => count("c-again"), FAR, "the count after restore");
  });
}

/** What runs a command of a client, and what demands that it succeeds. */
function clientOf(command, env) {
  const client = (...words) => run([...command, ...words], { env });
  const must = (...words) => {
    const done = client(...words);
    same(done.status, 0, done.said);
    return done.out;
  };
  return { client, must };
}

function runPodman({ place, word, image, runtime, report, systemd }) {
  const { client, must } = clientOf(commandOf(place, systemd), configure(place, runtime));
  const common = ["--network", "none", "--cgroup-parent", parentOf({ word, systemd })];
  try {
    must("import", image.tar, "bb");
    podmanCases({ report, place, client, must, common });
  } finally {
    client("rm", "--all", "--force", "--time", "0");
    client("rmi", "--all", "--force");
  }
}

function runCtr({ place, word, image, runtime, report, systemd }) {
  const { daemon, command } = startContainerd({ place, word });
  const { client, must } = clientOf(command, process.env);
  const optionsOf = (id) => runOptions({ word, systemd, runtime, id });
  try {
    ctrCase({ report, place, image, client, must, optionsOf });
  } finally {
    removeAll(client);
    daemon.stop();
  }
}

function runAll(context) {
  const reason = obstacle(context.runtime);
  if (reason !== undefined) {
    context.report.skip("all", reason);
    return;
  }
  const before = process.cwd();
  process.chdir(context.place);
  try {
    runPodman(context);
    runCtr(context);
  } finally {
    process.chdir(before);
  }
}

/** The programs and cases of containers that are saved. */
export const checkpoint = {
  programs: ["podman", "conmon", "ctr", "containerd", "criu"],
  run: runAll,
};
