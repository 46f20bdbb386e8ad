// Configurations that look wrong and are not: the container runs as if nothing were.
import { usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";

const odd = { "x-unknown": { a: [1, null] } };
const process = (more: Json): Json => ({ process: more });
const linux = (more: Json): Json => ({ linux: more });
const mount = (more: Json): Json => ({ mounts: [...usualMounts, more] });
const quiet = /^$/;

const cases: readonly (readonly [rule: string, change: Json, warned: RegExp])[] = [
  ["[C-13]", odd, quiet],
  ["[C-13]", process(odd), quiet],
  ["[C-13]", { root: odd }, quiet],
  ["[C-13]", linux(odd), quiet],
  ["[C-13]", linux({ resources: { ...odd, memory: odd, cpu: odd } }), quiet],
  ["[C-13]", linux({ seccomp: { defaultAction: "SCMP_ACT_ALLOW", ...odd } }), quiet],
  ["[C-13]", mount({ ...odd, destination: "/x", type: "tmpfs", source: "tmpfs" }), quiet],
  ["[C-13]", { hooks: { poststop: [{ ...odd, path: "/bin/true" }] } }, quiet],
  ["[C-12]", { zos: {}, solaris: {}, vm: {}, freebsd: {} }, quiet],
  ["[AN-10]", { annotations: { "org.opencontainers.bogus": "x", "com.example.x": "" } }, quiet],
  ["[P-23] [L-23]", process({ capabilities: { bounding: ["CAP_TEST"] } }), /warning.*CAP_TEST/],
  ["[MT-4]", mount({ destination: "x", type: "tmpfs", source: "tmpfs" }), /warning.*absolute/],
  ["[P-4]", process({ consoleSize: { height: 1, width: 2 } }), quiet],
  [
    "[SC-12]",
    linux({ seccomp: { defaultAction: "SCMP_ACT_ALLOW", listenerPath: "/nowhere/agent" } }),
    quiet,
  ],
  ["[L-19] [L-23]", { hooks: { poststop: [{ path: "/bin/false" }] } }, /warning.*poststop/],
  ["[ML-1]", linux({ mountLabel: "system_u:object_r:c_t:s0" }), /warning.*SELinux/],
  ["[RT-3]", linux({ intelRdt: undefined }), quiet],
];

export const bundle = defineBundle({
  name: "not-errors",
  title:
    "[L-23] [OP-13] what is unknown, ignored or worth a warning only does not keep a container from running",
  oracle: { none: "runc 1.1 warns of less" },
  config: { process: { args: ["echo", "ran"] } },
  check(t) {
    const wrong: string[] = [];
    for (const [at, [id, change, warned]] of cases.entries()) {
      try {
        t.configure(change);
        const log = t.beside(`log-${at}`);
        t.is(t.output({ globals: ["--log", log] }), "ran\n");
        t.match((t.read(log) ?? "").trim(), warned, "the log");
      } catch (error) {
        wrong.push(`${id}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    t.is(wrong, []);

    // No process at all is fine until start.
    t.configure({ process: undefined });
    t.created();
    t.is(t.status, "created");
    t.succeeds(t.delete({ flags: ["--force"] }));
  },
});
