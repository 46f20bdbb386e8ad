// buildah, with a storage of its own: containers that are built in, and files of steps.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { matches, same } from "./report.mjs";
import { run, runOnTerminal } from "./shell.mjs";
import { snippet } from "./snippets.mjs";

function configure(place, runtime) {
  const file = join(place, "containers.conf");
  const more = ["[containers]", 'default_ulimits = ["nofile=1024:1024", "nproc=1000:1000"]'];
  writeFileSync(file, `${snippet("containers.conf", runtime)}\n${more.join("\n")}\n`);
  writeFileSync(
    join(place, "policy.json"),
    '{ "default": [{ "type": "insecureAcceptAnything" }] }',
  );
  return { ...process.env, CONTAINERS_CONF: file, TMPDIR: place, BUILDAH_ISOLATION: "oci" };
}

function runCases({ report, client, must, command, env, runtime }) {
  report.check("run prints what the program prints", () =>
    same(must("run", "work", "--", "/bin/echo", "hello"), "hello", "output"),
  );
  report.check("run's status comes back", () => {
    const done = client("run", "work", "--", "/bin/sh", "-c", "exit 3");
    same(done.status, 3, done.said);
  });
  report.check("run of a missing program fails and says so", () => {
    const done = client("run", "work", "--", "/no-such-program");
    if (done.status === 0) throw new Error("it succeeded");
    matches(done.err, /no such file or directory|executable file not found/, "the error");
    if (runtime.endsWith("/tsrun")) matches(done.err, /tsrun create failed/, "the runtime");
  });
  report.check("run on a terminal", () => {
    const done = runOnTerminal([...command, "run", "--tty", "work", "--", "/bin/tty"], { env });
    same(done.status, 0, done.said);
    matches(done.out, /\/dev\/(pts\/\d+|console)$/m, "the terminal");
  });
  report.check("run with a volume, a user and an environment", () => {
    const options = ["--user", "1000:1000", "--env", "A=b", "--cap-drop", "CAP_CHOWN"];
    const shown = must("run", ...options, "work", "--", "/bin/sh", "-c", "echo $(/bin/id -u) $A");
    same(shown, "1000 b", "output");
  });
}

function budCases({ report, client, must, place, word }) {
  const build = (name, lines) => {
    const context = join(place, `bud-${name}`);
    mkdirSync(context);
    writeFileSync(join(context, "Containerfile"), `${lines.join("\n")}\n`);
    const files = ["--signature-policy", join(place, "policy.json")];
    return client("bud", "--cgroup-parent", `/${word}`, ...files, "--tag", name, context);
  };
  report.check("bud runs every step", () => {
    const steps = ["RUN echo built > /made", "RUN cat /made && test $(id -u) = 0"];
    const done = build("built", ["FROM localhost/bb", "ENV PATH=/bin", ...steps]);
    same(done.status, 0, done.said);
    matches(done.out, /^built$/m, "what the second step prints");
    must("from", "--name", "check", "--pull-never", "localhost/built");
    same(must("run", "check", "--", "/bin/cat", "/made"), "built", "the image");
  });
  report.check("a step that fails ends bud with its status", () => {
    const done = build("broken", ["FROM localhost/bb", "ENV PATH=/bin", "RUN exit 9"]);
    same(done.status, 9, done.said);
    matches(done.err, /exit status 9/, "what it says");
  });
}

function runAll({ place, word, image, runtime, report, smoke }) {
  const env = configure(place, runtime);
  const storage = ["--root", join(place, "graph"), "--runroot", join(place, "run")];
  const command = ["buildah", ...storage, "--storage-driver", "vfs"];
  const client = (...words) => run([...command, ...words], { env });
  const must = (...words) => {
    const done = client(...words);
    same(done.status, 0, done.said);
    return done.out;
  };
  try {
    must("from", "--name", "work", "scratch");
    must("add", "work", image.tar, "/");
    must("config", "--env", "PATH=/bin", "work");
    const policy = ["--signature-policy", join(place, "policy.json")];
    must("commit", ...policy, "work", "localhost/bb");
    runCases({ report, client, must, command, env, runtime });
    if (!smoke) budCases({ report, client, must, place, word });
  } finally {
    client("rm", "--all");
    client("rmi", "--all", "--force");
  }
}

/** buildah's programs and cases. */
export const buildah = { programs: ["buildah"], run: runAll };
