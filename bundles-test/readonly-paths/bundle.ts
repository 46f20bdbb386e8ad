// Paths that cannot be written.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "readonly-paths",
  title:
    "[RO-1] [RO-3] read-only paths refuse writes and keep the flags of the mount that they lie on",
  oracle: "runc",
  config: {
    process: script(
      "echo 1 > /proc/sys/net/ipv4/ip_forward; echo x > /fixed/file; touch /fixed/dir/x; touch /free && echo free; grep ' /proc/sys ' /proc/mounts | cut -d' ' -f4",
      {},
    ),
    linux: { readonlyPaths: ["/proc/sys", "/fixed/file", "/fixed/dir", "/none"] },
  },
  setup(t) {
    t.write(t.inside("fixed/file"), "kept\n");
    t.write(t.inside("fixed/dir/file"), "");
  },
  check(t) {
    const result = t.run();
    t.is(result.stderr.split("Read-only file system").length - 1, 3, result.stderr);
    t.match(result.stdout, /^free\nro,nosuid,nodev,noexec/);
    t.is(t.read(t.inside("fixed/file")), "kept\n");
  },
});
