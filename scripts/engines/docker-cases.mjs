// What only docker has: its networks with their hook, builds with BuildKit, stopping what is paused.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasAppArmor } from "./machine.mjs";
import { matches, same } from "./report.mjs";
import { run } from "./shell.mjs";

/** Enough for what every container of these cases needs without a network. */
const LIMITS = ["--ulimit", "nofile=1024:1024"];

function networkCases({ report, must }) {
  // The namespace is made by the runtime; docker's prestart hook tells its daemon which one it is.
  report.check("a container on the default bridge has an address", () => {
    const shown = must("run", "--rm", ...LIMITS, "bb", "ip", "-4", "addr", "show", "eth0");
    matches(shown, /inet 172\.\d+\.\d+\.\d+\/16/, "eth0");
  });
  report.check("two containers on a network of their own reach each other", () => {
    must("network", "create", "--subnet", "10.91.0.0/24", "apart");
    try {
      must(
        "run",
        "-d",
        "--name",
        "first",
        "--network",
        "apart",
        "--ip",
        "10.91.0.7",
        ...LIMITS,
        "bb",
        "sleep",
        "600",
      );
      const ping = ["bb", "ping", "-c", "1", "-w", "10", "10.91.0.7"];
      matches(
        must("run", "--rm", "--network", "apart", ...LIMITS, ...ping),
        /1 packets received/,
        "ping",
      );
    } finally {
      run([...must.command, "rm", "--force", "first"]);
      run([...must.command, "network", "rm", "apart"]);
    }
  });
}

function stopCases({ report, must, common }) {
  report.check("stop ends a container that is paused", () => {
    must("run", "-d", "--name", "paused", ...common, "bb", "sleep", "600");
    must("pause", "paused");
    must("stop", "-t", "1", "paused");
    same(
      must("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", "paused"),
      "exited 137",
      "state",
    );
    must("rm", "paused");
  });
  report.check("a container that died starts again", () => {
    must("run", "-d", "--name", "again", ...common, "bb", "sleep", "600");
    must("restart", "-t", "0", "again");
    same(must("exec", "again", "echo", "up"), "up", "exec");
    must("rm", "--force", "again");
  });
}

function buildCases({ report, command, place, runtime, must }) {
  const build = (name, lines) => {
    const context = join(place, `build-${name}`);
    mkdirSync(context);
    writeFileSync(join(context, "Dockerfile"), `${lines.join("\n")}\n`);
    const flags = ["--network", "none", "--progress", "plain", "--tag", name];
    const env = { ...process.env, DOCKER_BUILDKIT: "1" };
    return run([...command, "build", ...flags, context], { env });
  };
  const probe = build("probe", ["FROM scratch", "ENV A=b"]);
  if (/buildx component is missing/.test(probe.err)) {
    report.skip("docker build with BuildKit", "the client's buildx is not installed");
    return;
  }
  report.check("docker build with BuildKit runs its steps with it", () => {
    const steps = [
      'RUN ["sh", "-c", "echo built > /made; id -u"]',
      "RUN cat /made",
      'CMD ["cat", "/made"]',
    ];
    const done = build("built", ["FROM bb", "ENV PATH=/bin", ...steps]);
    same(done.status, 0, done.said);
    same(must("run", "--rm", "--network", "none", ...LIMITS, "built"), "built", "the image");
  });
  report.check("a step that fails ends the build with its status", () => {
    const done = build("broken", ["FROM bb", "ENV PATH=/bin", "RUN exit 9"]);
    same(done.status, 1, done.said);
    matches(done.err, /exit code: 9/, "what the build says");
  });
  report.check("a step with a missing program ends the build, in the runtime's words", () => {
    const done = build("missing", ["FROM bb", 'RUN ["no-such-program"]']);
    same(done.status, 1, done.said);
    matches(done.err, /executable file not found in \$PATH/, "what the build says");
    if (runtime.endsWith("/tsrun")) matches(done.err, /tsrun run failed/, "the runtime");
  });
}

function profileCase({ report, must, common }) {
  const title = "docker's AppArmor profile, and none";
  if (!hasAppArmor()) {
    report.skip(title, "no AppArmor in this kernel");
    return;
  }
  report.check(title, () => {
    const show = ["bb", "cat", "/proc/self/attr/current"];
    same(must("run", "--rm", ...common, ...show), "docker-default (enforce)", "profile");
    const free = must("run", "--rm", "--security-opt", "apparmor=unconfined", ...common, ...show);
    same(free, "unconfined", "profile");
  });
}

/** Every case; the daemon's PATH has the runtime as `runc`, which is what BuildKit runs. */
export function dockerCases({ command, common, report, place, runtime }) {
  const must = (...words) => {
    const done = run([...command, ...words]);
    same(done.status, 0, done.said);
    return done.out;
  };
  must.command = command;
  networkCases({ report, must });
  stopCases({ report, must, common });
  profileCase({ report, must, common });
  buildCases({ report, command, place, runtime, must });
}
