// containerd's CRI plugin, as the kubelet uses it: pods and containers through its socket.
import { readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeArchive, makePauseArchive } from "./image.mjs";
import { hasAppArmor, limit, parentOf } from "./machine.mjs";
import { decode, encode } from "./protobuf.mjs";
import { matches, same } from "./report.mjs";
import { run, slow, startDaemon, until } from "./shell.mjs";
import { snippet } from "./snippets.mjs";

const caller = fileURLToPath(new URL("grpc-call.mjs", import.meta.url));
const PAUSE = "docker.io/library/pause:latest";
const IMAGE = "docker.io/library/bb:latest";
/** NamespaceMode: a network of its own would need network plugins. */
const NODE = 2;
const CONTAINER = 1;
/** ContainerState. */
const RUNNING = 1;
const EXITED = 2;
const MEMORY = 32 * 2 ** 20;

function configure({ place, runtime, systemd }) {
  const own = [
    "version = 2",
    `root = "${join(place, "root")}"`,
    `state = "${join(place, "state")}"`,
  ];
  const more = [
    "[grpc]",
    `  address = "${join(place, "c.sock")}"`,
    '[plugins."io.containerd.grpc.v1.cri"]',
    `  sandbox_image = "${PAUSE}"`,
    "  restrict_oom_score_adj = true", // for hosts where the right to lower it is missing
    '  stream_server_address = "127.0.0.1"',
    '  stream_server_port = "0"',
  ];
  const text = snippet("containerd-1.toml", runtime)
    .replace("version = 2", own.join("\n"))
    .replace(/( *default_runtime_name.*)/, '$1\n  snapshotter = "native"')
    .replace("SystemdCgroup = false", `SystemdCgroup = ${systemd}`);
  const file = join(place, "config.toml");
  writeFileSync(file, `${text}\n${more.join("\n")}\n`);
  return file;
}

/** Calls of the runtime service: fields of the request in, fields of the answer out. */
function serviceAt(socket) {
  return (method, fields) => {
    const request = encode(fields).toString("base64");
    const path = `/runtime.v1.RuntimeService/${method}`;
    const done = run([process.execPath, caller, socket, path, request]);
    if (done.status !== 0) throw new Error(done.err);
    return decode(Buffer.from(done.out, "base64"));
  };
}

const text = (fields, number) => fields.get(number)?.[0]?.toString() ?? "";
const count = (fields, number) => Number(BigInt.asIntN(32, fields.get(number)?.[0] ?? 0n));

/** NamespaceOption: network, pid. */
const NAMESPACES = { 1: NODE, 2: CONTAINER };

/** A pod's configuration, and the calls about its containers. */
function podOf(call, parent) {
  const config = {
    1: { 1: "pod", 2: "uid-1", 3: "default" },
    8: { 1: parent, 2: { 1: NAMESPACES } },
  };
  return {
    create: () => text(call("RunPodSandbox", { 1: config }), 1),
    container(pod, name, command, resources = {}) {
      const linux = { 1: resources, 2: { 3: NAMESPACES } };
      const own = { 1: { 1: name }, 2: { 1: IMAGE }, 3: command, 15: linux };
      const id = text(call("CreateContainer", { 1: pod, 2: own, 3: config }), 1);
      call("StartContainer", { 1: id });
      return id;
    },
    status(id) {
      const status = decode(call("ContainerStatus", { 1: id }).get(1)[0]);
      return { state: count(status, 3), code: count(status, 7), reason: text(status, 10) };
    },
    exec(id, timeout_s, ...words) {
      const done = call("ExecSync", { 1: id, 2: words, 3: timeout_s });
      return { out: text(done, 1).trim(), err: text(done, 2).trim(), code: count(done, 3) };
    },
    call,
  };
}

/** Starts two containers and tries what they share and run; the first is the answer. */
function containerCases({ report, pod, sandbox }) {
  const ids = [];
  const exec = (id, ...words) => pod.exec(id, 60 * slow, ...words);
  report.check("two containers run in it", () => {
    for (const name of ["one", "two"]) ids.push(pod.container(sandbox, name, ["sleep", "600"]));
    for (const id of ids) same(pod.status(id).state, RUNNING, "state");
  });
  const [one, two] = ids;
  if (two === undefined) return undefined;
  report.check("they share its network, IPC and host name, and have pids of their own", () => {
    for (const kind of ["net", "ipc", "uts"]) {
      const [first, second] = [one, two].map(
        (id) => exec(id, "readlink", `/proc/self/ns/${kind}`).out,
      );
      matches(first, new RegExp(`^${kind}:`), "a namespace");
      same(second, first, kind);
    }
    const ipc = exec(one, "readlink", "/proc/self/ns/ipc").out;
    if (ipc === readlinkSync("/proc/self/ns/ipc")) throw new Error("IPC is the host's");
    const pids = [one, two].map((id) => exec(id, "readlink", "/proc/self/ns/pid").out);
    if (pids[0] === pids[1]) throw new Error("they share the pid namespace");
  });
  if (hasAppArmor())
    report.check("they have the plugin's AppArmor profile", () => {
      const profile = exec(one, "cat", "/proc/1/attr/current").out;
      same(profile, "cri-containerd.apparmor.d (enforce)", "profile");
    });
  else report.skip("the plugin's AppArmor profile", "no AppArmor in this kernel");
  report.check("ExecSync brings output and status 0 and 3 back", () => {
    const done = exec(one, "sh", "-c", "echo out; echo err >&2");
    same(JSON.stringify(done), '{"out":"out","err":"err","code":0}', "done");
    same(exec(one, "sh", "-c", "exit 3").code, 3, "status");
  });
  report.check("ExecSync ends what takes too long", () => {
    const begin = Date.now();
    let problem = "it succeeded";
    try {
      pod.exec(one, 1, "sleep", String(300 * slow));
    } catch (error) {
      problem = error.message;
    }
    matches(problem, /DeadlineExceeded|status 4|timeout .* exceeded/, "the answer");
    // The program itself would take five minutes.
    if (Date.now() - begin > 120_000 * slow) throw new Error("it took longer than two minutes");
    until(() => !exec(one, "ps").out.includes(`sleep ${300 * slow}`), "end of the program");
  });
  return one;
}

function endCases({ report, pod, sandbox, ctr, one }) {
  report.check("UpdateContainerResources sets a limit", () => {
    pod.call("UpdateContainerResources", { 1: one, 2: { 4: MEMORY * 2 } });
    const pid = new RegExp(`^${one}\\s+(\\d+)`, "m").exec(ctr("task", "ls").out)?.[1];
    const value = limit(pid, "memory", { v1: "memory.limit_in_bytes", v2: "memory.max" });
    same(value, String(MEMORY * 2), "limit");
  });
  report.check("a container over its memory limit ends as OOMKilled", () => {
    const limits = { 4: MEMORY };
    // The shim listens only a moment after the start, and not after the end.
    const command = [
      "sh",
      "-c",
      `sleep ${slow}; tail /dev/zero; status=$?; sleep ${slow}; exit $status`,
    ];
    const greedy = pod.container(sandbox, "greedy", command, limits);
    until(() => pod.status(greedy).state === EXITED, "end of the container");
    same(
      JSON.stringify(pod.status(greedy)),
      `{"state":${EXITED},"code":137,"reason":"OOMKilled"}`,
      "status",
    );
    pod.call("RemoveContainer", { 1: greedy });
  });
  report.check("a missing program is a StartError", () => {
    let problem = "it started";
    try {
      pod.container(sandbox, "missing", ["no-such-program"]);
    } catch (error) {
      problem = error.message;
    }
    matches(problem, /executable file not found in \$PATH/, "the answer");
  });
  report.check("StopContainer ends one, with its status, and RemoveContainer removes it", () => {
    pod.call("StopContainer", { 1: one, 2: 0 });
    const { state, code } = pod.status(one);
    same(`${state} ${code}`, `${EXITED} 137`, "state and status");
    pod.call("RemoveContainer", { 1: one });
    if (ctr("container", "ls", "--quiet").out.includes(one)) throw new Error("it is there");
  });
}

function runCases({ report, call, parent, ctr }) {
  const pod = podOf(call, parent);
  let sandbox = "";
  report.check("RunPodSandbox", () => {
    sandbox = pod.create();
    const info = ctr("container", "info", sandbox).out;
    matches(info, /"runtimeHandler"|tsrun/, "the sandbox");
  });
  if (sandbox === "") return;
  const one = containerCases({ report, pod, sandbox });
  if (one !== undefined) endCases({ report, pod, sandbox, ctr, one });
  report.check("StopPodSandbox and RemovePodSandbox end and remove all", () => {
    call("StopPodSandbox", { 1: sandbox });
    call("RemovePodSandbox", { 1: sandbox });
    same(ctr("container", "ls", "--quiet").out, "", "containers");
    same(ctr("task", "ls", "--quiet").out, "", "tasks");
  });
}

function runAll({ place, word, image, runtime, report, systemd }) {
  const socket = join(place, "c.sock");
  const daemon = startDaemon(
    ["containerd", "--config", configure({ place, runtime, systemd })],
    join(place, "log"),
  );
  const ctr = (...words) => run(["ctr", "--address", socket, "--namespace", "k8s.io", ...words]);
  const call = serviceAt(socket);
  try {
    until(() => {
      if (daemon.ended()) throw new Error(`containerd ended: ${daemon.text()}`);
      return ctr("version").status === 0;
    }, "answer of containerd");
    const archives = [
      makePauseArchive(place, PAUSE.replace(":latest", "")),
      makeArchive(place, { name: IMAGE.replace(":latest", ""), layer: image.tar, entrypoint: [] }),
    ];
    for (const archive of archives) {
      const done = ctr("images", "import", "--snapshotter", "native", archive);
      same(done.status, 0, done.said);
    }
    until(() => {
      try {
        return text(call("Version", {}), 2) === "containerd";
      } catch (error) {
        if (/status 12|unknown service/.test(error.message))
          throw new Error(
            `no CRI: ${readFileSync(join(place, "log"), "utf8")
              .match(/.*cri.*/g)
              ?.at(-1)}`,
          );
        return false;
      }
    }, "answer of the CRI plugin");
    runCases({ report, call, parent: parentOf({ word, systemd }), ctr });
    for (const id of ctr("task", "ls", "--quiet").out.split("\n").filter(Boolean))
      ctr("task", "delete", "--force", id);
  } finally {
    daemon.stop();
  }
}

/** The CRI plugin's programs and cases. */
export const cri = { programs: ["ctr", "containerd", "containerd-shim-runc-v2"], run: runAll };
