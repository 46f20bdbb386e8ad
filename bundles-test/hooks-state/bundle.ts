// The document on a hook's standard input.
import { usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { isJson } from "../harness/json.ts";

const status: { readonly [kind: string]: string } = {
  prestart: "creating",
  createRuntime: "creating",
  createContainer: "creating",
  startContainer: "created",
  poststart: "running",
  poststop: "stopped",
};
const kinds = Object.keys(status);

export const bundle = defineBundle({
  name: "hooks-state",
  title:
    "[ST-5] [ST-11] [ST-13] [ST-16] [H-8] [H-16] each hook reads the state of its moment to its end",
  oracle: { none: "runc 1.1 gives created instead of creating, and the host's pid everywhere" },
  config: (place) => ({
    annotations: { "com.example.key": "value" },
    mounts: [...usualMounts, { destination: "/side", source: place.side, options: ["bind"] }],
    hooks: Object.fromEntries(
      kinds.map((kind) => {
        const directory = kind === "startContainer" ? "/side" : place.side;
        const args = ["sh", "-c", `cat > ${directory}/${kind}`];
        return [kind, [{ path: "/bin/sh", args, env: ["PATH=/bin:/usr/bin"] }]];
      }),
    ),
    process: { args: ["sleep", "60"] },
  }),
  check(t) {
    const pid = t.up();
    t.succeeds(t.kill("KILL"));
    t.ended(pid);
    t.succeeds(t.delete());
    for (const kind of kinds) {
      const state: unknown = JSON.parse(t.read(t.beside(kind)) ?? "");
      if (!isJson(state)) throw new Error(`${kind}: no object`);
      t.is([state["id"], state["bundle"]], [t.place.id, t.place.bundle], kind);
      t.is(state["annotations"], { "com.example.key": "value" }, kind);
      t.match(String(state["ociVersion"]), /^1\.\d+\.\d+/, kind);
      t.is(state["status"], status[kind], `${kind}: status`);
      const inside = kind === "createContainer" || kind === "startContainer";
      const expected = kind === "poststop" ? 0 : inside ? 1 : pid;
      t.is(state["pid"] ?? 0, expected, `${kind}: pid`);
    }
  },
});
