// Every word of the features document in a configuration.
import { namespace, script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { list, member } from "../harness/json.ts";
import type { Json } from "../harness/json.ts";

const linux = (more: Json): Json => ({ linux: more });
const map = [{ containerID: 0, hostID: 0, size: 65536 }];
const one = { uidMappings: map, gidMappings: map };

/** A mount for each word; most are a tmpfs with that word alone. */
function mountOf(word: string, source: string): Json {
  const destination = `/words/${word}`;
  const bind = { destination, source, options: ["rbind", word] };
  if (word === "bind" || word === "rbind") return { destination, source, options: [word] };
  if (word === "idmap" || word === "ridmap") return { ...bind, ...one };
  if (word === "remount")
    return { destination: "/dev/shm", type: "tmpfs", source: "shm", options: ["remount", "ro"] };
  // The recursive words are for trees.
  if (/^r(o|w|ro|rw|elatime)$/.test(word) || !word.startsWith("r"))
    return { destination, type: "tmpfs", source: "tmpfs", options: [word] };
  return bind;
}

export const bundle = defineBundle({
  name: "features-hold",
  title:
    "[F-5] [F-6] [F-9] [F-10] [F-15] [F-16] [F-19] [F-20] [F-22] [F-25] [F-26] all that the features document lists is recognised",
  oracle: { none: "the document is tsrun's" },
  needs: ["time-namespace"],
  config: { process: { args: ["echo", "ran"] } },
  setup(t) {
    t.write(t.beside("source/file"), "");
  },
  check(t) {
    const document: unknown = JSON.parse(t.succeeds(t.runtime.call(["features"])));
    const words = (...names: readonly string[]): readonly string[] =>
      list(document, ...names).map(String);
    for (const name of ["ociVersionMin", "ociVersionMax"])
      t.is(t.outputOf({ ociVersion: member(document, name) }), "ran\n", name);

    const hooks = words("hooks").map((kind) => {
      const path = t.beside(`hook-${kind}`);
      // startContainer's is looked for inside.
      t.write(
        kind === "startContainer" ? t.inside(path) : path,
        "#!/bin/sh\ntouch $0.ran\n",
        0o755,
      );
      return [kind, [{ path, env: ["PATH=/usr/bin:/bin"] }]] as const;
    });
    t.is(t.outputOf({ hooks: Object.fromEntries(hooks) }), "ran\n", "hooks");
    for (const [kind, [hook]] of hooks)
      t.ok(
        t.exists(`${hook?.path}.ran`) || t.exists(t.inside(`${hook?.path}.ran`)),
        `the ${kind} hook ran`,
      );

    const options = words("mountOptions");
    t.is(options.length, 62, "words of mounts");
    const mounts = [...usualMounts, ...options.map((word) => mountOf(word, t.beside("source")))];
    const places = options.filter((word) => word !== "remount").map((word) => `/words/${word}`);
    t.configure({
      process: script(
        `for d in ${places.join(" ")}; do grep -q " $d " /proc/mounts || echo $d; done`,
      ),
      mounts,
    });
    t.is(
      t.run(),
      { stdout: "", stderr: "", status: 0 },
      "mounts, and no warning of data on a bind",
    );

    const namespaces = words("linux", "namespaces").map((type) => namespace(type));
    t.is(namespaces.length, 8);
    t.is(t.outputOf(linux({ namespaces, ...one })), "ran\n", "namespaces");

    const log = t.beside("log");
    const bounding = words("linux", "capabilities");
    t.configure({ process: { capabilities: { bounding } } });
    t.is(t.output({ globals: ["--log", log] }), "ran\n");
    // The caller itself may lack some.
    for (const name of (t.read(log) ?? "").match(/CAP_[A-Z_]+/g) ?? [])
      t.ok(bounding.includes(name), name);

    // Calls that the program does not make.
    const calls = [
      "acct",
      "bpf",
      "chroot",
      "kexec_load",
      "nfsservctl",
      "quotactl",
      "reboot",
      "swapon",
      "vhangup",
    ];
    const rules = words("linux", "seccomp", "actions").map((action, at) => ({
      names: [calls[at]],
      action: action === "SCMP_ACT_NOTIFY" ? "SCMP_ACT_ALLOW" : action,
    }));
    const compared = words("linux", "seccomp", "operators").map((op) => ({
      names: ["settimeofday"],
      action: "SCMP_ACT_ERRNO",
      args: [{ index: 0, value: 1, valueTwo: 1, op }],
    }));
    const flags = words("linux", "seccomp", "supportedFlags").filter(
      (flag) => !flag.includes("KILLABLE"),
    );
    const filter = { defaultAction: "SCMP_ACT_ALLOW", flags, syscalls: [...rules, ...compared] };
    t.is(t.outputOf(linux({ seccomp: filter })), "ran\n", "seccomp");

    // What the kernel takes is its own matter: the plan is what recognises a word.
    for (const mode of words("linux", "memoryPolicy", "modes")) {
      const nodes = /DEFAULT|LOCAL/.test(mode) ? "" : "0";
      t.configure(linux({ memoryPolicy: { mode, nodes, flags: [] } }));
      t.succeeds(t.runtime.call(["plan", "--bundle", t.place.bundle]));
    }
    for (const flag of words("linux", "memoryPolicy", "flags")) {
      t.configure(linux({ memoryPolicy: { mode: "MPOL_BIND", nodes: "0", flags: [flag] } }));
      t.succeeds(t.runtime.call(["plan", "--bundle", t.place.bundle]));
    }
  },
});
