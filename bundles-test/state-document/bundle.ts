// What state prints.
import { defineBundle } from "../harness/define.ts";
import { lives } from "../harness/host.ts";

// Engines read the document over structures of their own, which have further names.
const MEMBERS = [
  "ociVersion",
  "id",
  "pid",
  "status",
  "bundle",
  "rootfs",
  "created",
  "annotations",
  "owner",
];

export const bundle = defineBundle({
  name: "state-document",
  title:
    "[CT-15] [ST-1] [ST-2] [ST-4] [ST-10] [ST-12] [ST-13] [ST-14] state prints the document, indented",
  oracle: "runc",
  config: {
    process: { args: ["sleep", "60"] },
    annotations: { "com.example.a": "b", "com.example.empty": "" },
  },
  check(t) {
    t.succeeds(
      t.runtime.call(
        [
          "create",
          "--bundle",
          `../${t.place.id.slice(t.place.id.indexOf("state-document"))}`,
          t.place.id,
        ],
        { cwd: t.place.side },
      ),
    );
    const state = t.state();
    t.is(Object.keys(state), MEMBERS);
    t.match(String(state["ociVersion"]), /^1\.\d+\.\d+(-\S+)?$/);
    t.is(state["id"], t.place.id);
    t.is(state["status"], "created");
    t.ok(lives(Number(state["pid"])), "pid");
    t.is(state["bundle"], t.place.bundle, "bundle");
    t.is(state["rootfs"], t.inside("").replace(/\/$/, ""), "rootfs");
    t.match(String(state["created"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/);
    t.is(state["annotations"], { "com.example.a": "b", "com.example.empty": "" });
    t.match(t.runtime.call(["state", t.place.id]).stdout, /^ {2}"status": "created",?$/m);
  },
});
