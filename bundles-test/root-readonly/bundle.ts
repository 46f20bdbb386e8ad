// The root itself.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "root-readonly",
  title: "[C-8] a read-only root refuses writes, the mounts on it do not",
  oracle: "runc",
  config: {
    root: { readonly: true },
    process: script(
      "touch /x 2>&1; touch /tmp/y && echo written; grep ' / ' /proc/mounts | cut -d' ' -f4",
    ),
    mounts: [...usualMounts, { destination: "/tmp", type: "tmpfs", source: "tmpfs" }],
  },
  check(t) {
    const [error = "", written, options = ""] = t.output().trim().split("\n");
    t.match(error, /Read-only file system/);
    t.is(written, "written");
    t.match(options, /^ro,/);
    t.configure({ root: { readonly: false } });
    t.match(t.output(), /^written/);
  },
});
