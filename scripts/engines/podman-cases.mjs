// What only podman has: propagation words, pods, user namespaces, health checks, file descriptors.
import { closeSync, mkdirSync, openSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "./image.mjs";
import { hasAppArmor } from "./machine.mjs";
import { matches, same } from "./report.mjs";
import { run, startDaemon, until } from "./shell.mjs";

/** Optional field of a mount for each word; the source is itself a shared mount. */
const PROPAGATION = [
  ["private", /^$/],
  ["rprivate", /^$/],
  ["shared", /^shared:\d+$/],
  ["rshared", /^shared:\d+$/],
  ["slave", /^master:\d+$/],
  ["rslave", /^master:\d+$/],
  ["unbindable", /^unbindable$/],
  ["runbindable", /^unbindable$/],
];

function volumeCases({ place, report, runIt }) {
  const source = join(place, "volume");
  mkdirSync(source);
  const mounted = run(["mount", "-t", "tmpfs", "volume", source]);
  same(mounted.status, 0, mounted.said);
  run(["mount", "--make-shared", source]);
  try {
    for (const [word, fields] of PROPAGATION)
      report.check(`a volume that is ${word}`, () => {
        const show = "sed -n 's|^[^-]* /data [^ ]* \\(.*\\)- tmpfs.*|\\1|p' /proc/self/mountinfo";
        const done = runIt("-v", `${source}:/data:${word}`, "bb", "sh", "-c", show);
        same(done.status, 0, done.said);
        matches(done.out, fields, "optional fields");
      });
    report.check(
      "what is mounted later comes into a slave volume and not into a private one",
      () => {
        const script =
          "touch /data/ready; while [ ! -e /data/go ]; do sleep 0.1; done; ls /data/later";
        for (const [word, shown] of [
          ["slave", "file"],
          ["private", ""],
        ]) {
          mkdirSync(join(source, "later"), { recursive: true });
          const inside = startDaemon(
            [
              "sh",
              "-c",
              'exec "$@"',
              "sh",
              ...runIt.words("-v", `${source}:/data:${word}`, "bb", "sh", "-c", script),
            ],
            join(place, `later-${word}`),
            runIt.env,
          );
          until(
            () => run(["test", "-e", join(source, "ready")]).status === 0,
            "start of the container",
          );
          run(["mount", "-t", "tmpfs", "later", join(source, "later")]);
          writeFileSync(join(source, "later/file"), "");
          writeFileSync(join(source, "go"), "");
          until(inside.ended, "end of the container");
          same(inside.text().trim(), shown, `what a ${word} volume shows`);
          run(["umount", join(source, "later")]);
          run(["rm", join(source, "go"), join(source, "ready")]);
        }
      },
    );
  } finally {
    run(["umount", "-R", source]);
  }
}

function userCases({ report, runIt, must, common, client }) {
  report.check("--userns container:NAME", () => {
    const maps = ["--uidmap", "0:100000:65536", "--gidmap", "0:100000:65536"];
    must("run", "-d", "--name", "mapped", ...maps, ...common, "bb", "sleep", "600");
    try {
      const pid = must("inspect", "--format", "{{.State.Pid}}", "mapped");
      const done = runIt("--userns", "container:mapped", "bb", "readlink", "/proc/self/ns/user");
      same(done.out, readlinkSync(`/proc/${pid}/ns/user`), done.said);
    } finally {
      client("rm", "--force", "--time", "0", "mapped");
    }
  });
  report.check("--userns host", () => {
    const done = runIt("--userns", "host", "bb", "readlink", "/proc/self/ns/user");
    same(done.out, readlinkSync("/proc/self/ns/user"), done.said);
  });
  if (/^containers:/m.test(readFileSync("/etc/subuid", "utf8")))
    report.check("--userns auto", () => {
      const done = runIt("--userns", "auto:size=1000", "bb", "cat", "/proc/self/uid_map");
      matches(done.out.trim(), /^0\s+[1-9]\d*\s+1000$/, done.said);
    });
  else report.skip("--userns auto", "no user containers in /etc/subuid");
  report.check("--security-opt mask=PATH and unmask=PATH", () => {
    const masked = runIt("--security-opt", "mask=/etc/notes", "bb", "cat", "/etc/notes");
    same(masked.out, "", masked.said);
    same(masked.status, 0, masked.said);
    const show = ["bb", "sh", "-c", "cat /proc/timer_list | head -c 5 | wc -c"];
    same(runIt(...show).out, "0", "what is masked");
    same(runIt("--security-opt", "unmask=/proc/timer_list", ...show).out, "5", "what is not");
  });
}

function profileCase({ report, runIt }) {
  const title = "--security-opt apparmor=unconfined, and podman's own profile without it";
  if (!hasAppArmor()) {
    report.skip(title, "no AppArmor in this kernel");
    return;
  }
  report.check(title, () => {
    const show = ["bb", "cat", "/proc/self/attr/current"];
    const usual = runIt(...show);
    matches(usual.out, /^containers-default-\S+ \(enforce\)$/, usual.said);
    const free = runIt("--security-opt", "apparmor=unconfined", ...show);
    same(free.out, "unconfined", free.said);
  });
}

function podCases({ report, client, must, common }) {
  report.check("two containers of a pod share its namespaces", () => {
    const infra = ["--infra-image", "bb", "--infra-command", "sleep 600"];
    must("pod", "create", "--name", "pod", ...common, "--hostname", "podbox", ...infra);
    try {
      const member = ["--pod", "pod", "bb"];
      must("run", "-d", "--name", "member", ...member, "sleep", "600");
      const pid = must("inspect", "--format", "{{.State.Pid}}", "member");
      for (const kind of ["net", "ipc", "uts"])
        same(
          must("run", "--rm", ...member, "readlink", `/proc/self/ns/${kind}`),
          readlinkSync(`/proc/${pid}/ns/${kind}`),
          kind,
        );
      same(must("run", "--rm", ...member, "hostname"), "podbox", "host name");
      must("pod", "pause", "pod");
      must("pod", "unpause", "pod");
      must("pod", "stop", "--time", "0", "pod");
      same(must("pod", "inspect", "--format", "{{.State}}", "pod"), "Exited", "state");
    } finally {
      client("pod", "rm", "--force", "--time", "0", "pod");
    }
  });
  report.check("healthcheck", () => {
    const health = ["--health-cmd", "test -e /tmp/well", "--health-interval", "disable"];
    must("run", "-d", "--name", "health", ...health, ...common, "bb", "sleep", "600");
    try {
      same(client("healthcheck", "run", "health").status, 1, "status of the ill");
      must("exec", "health", "touch", "/tmp/well");
      must("healthcheck", "run", "health");
    } finally {
      client("rm", "--force", "--time", "0", "health");
    }
  });
  report.check("logs keeps the two streams apart", () => {
    const script = "echo out; echo err >&2";
    must("run", "--name", "logged", ...common, "bb", "sh", "-c", script);
    const done = client("logs", "logged");
    same(`${done.out} ${done.err}`, "out err", done.said);
    must("rm", "logged");
  });
  report.check("create, init, start and attach", () => {
    must("create", "--name", "step", ...common, "bb", "sh", "-c", "echo stepped; exit 4");
    must("init", "step");
    same(must("inspect", "--format", "{{.State.Status}}", "step"), "initialized", "status");
    const done = client("start", "--attach", "step");
    same(done.status, 4, done.said);
    same(done.out, "stepped", "output");
    must("rm", "step");
  });
}

function descriptorCases({ report, place, runIt, runtime, must, client, command, common }) {
  report.check("--preserve-fds", () => {
    const fd = openSync(join(place, "rootfs/etc/notes"), "r");
    try {
      const stdio = ["ignore", "pipe", "pipe", fd];
      const words = runIt.words("--preserve-fds", "1", "bb", "sh", "-c", "cat <&3");
      const done = run(words, { env: runIt.env, stdio });
      same(done.out, "not a program", done.said);
    } finally {
      closeSync(fd);
    }
  });
  report.check("exec --preserve-fds", () => {
    must("run", "-d", "--name", "keeper", ...common, "bb", "sleep", "600");
    const fd = openSync(join(place, "rootfs/etc/notes"), "r");
    try {
      const stdio = ["ignore", "pipe", "pipe", fd];
      const words = ["exec", "--preserve-fds", "1", "keeper", "sh", "-c", "cat <&3"];
      const done = run([...command, ...words], { env: runIt.env, stdio });
      same(done.out, "not a program", done.said);
    } finally {
      closeSync(fd);
      client("rm", "--force", "--time", "0", "keeper");
    }
  });
  if (runtime.endsWith("/tsrun"))
    report.check("--cgroups=disabled makes no cgroup", () => {
      const done = runIt.bare("--cgroups=disabled", "bb", "cat", "/proc/self/cgroup");
      same(done.status, 0, done.said);
      if (/libpod/.test(done.out)) throw new Error(`a cgroup of its own: ${done.out}`);
    });
  else report.skip("--cgroups=disabled", "the configuration names tsrun for it");
  for (const { who, volume, word } of [
    { who: "container", volume: ["-v", `${program("notify")}:/notify:ro`], word: "/notify" },
    { who: "conmon", volume: [], word: "true" },
  ])
    report.check(`readiness goes from the ${who} to who started podman`, () => {
      const socket = join(place, `ready-${who}`);
      const log = join(place, `listened-${who}`);
      const listener = startDaemon([program("notify"), "listen", socket], log);
      try {
        until(() => run(["test", "-S", socket]).status === 0, "socket");
        const all = runIt.words("--sdnotify", who, ...volume, "bb", word);
        const done = run(all, { env: { ...runIt.env, NOTIFY_SOCKET: socket } });
        same(done.status, 0, done.said);
        until(listener.ended, "message");
        matches(listener.text(), /^READY=1$/m, "the message");
      } finally {
        listener.stop();
      }
    });
}

/** Every case; `client` runs podman, `command` is how. */
export function podmanCases({ command, common, env, report, place, runtime }) {
  const client = (...words) => run([...command, ...words], { env });
  const must = (...words) => {
    const done = client(...words);
    same(done.status, 0, done.said);
    return done.out;
  };
  const runIt = (...words) => client("run", "--rm", ...common, ...words);
  runIt.words = (...words) => [...command, "run", "--rm", ...common, ...words];
  runIt.bare = (...words) => client("run", "--rm", "--network", "none", ...words);
  runIt.env = env;
  const context = { report, place, runIt, must, client, command, common, runtime };
  volumeCases(context);
  userCases(context);
  profileCase(context);
  podCases(context);
  descriptorCases(context);
}
