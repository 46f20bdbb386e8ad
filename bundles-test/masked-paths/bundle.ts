// Paths that are hidden.
import { execFileSync } from "node:child_process";
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const paths = ["/secret/file", "/secret/dir", "/secret/pipe", "/none/there", "/secret/dir2"];

export const bundle = defineBundle({
  name: "masked-paths",
  title:
    "[MK-1] [MK-3] masked files read empty, masked directories are empty and read-only, missing paths are skipped",
  oracle: "runc",
  config: {
    process: script(
      "cat /secret/file; echo end; ls -A /secret/dir /secret/dir2; touch /secret/dir/x 2>&1; cat /secret/pipe; cat /secret/open; ls -d /none 2>&1",
    ),
    linux: { maskedPaths: paths },
  },
  setup(t) {
    t.write(t.inside("secret/file"), "secret\n");
    t.write(t.inside("secret/open"), "open\n");
    t.write(t.inside("secret/dir/below"), "");
    t.write(t.inside("secret/dir2/below"), "");
    execFileSync("mkfifo", [t.inside("secret/pipe")]);
  },
  check(t) {
    const { stdout } = t.run({ limit: 5_000 });
    t.match(
      stdout,
      /^end\n\/secret\/dir:\n\n\/secret\/dir2:\ntouch: .*Read-only file system\nopen\nls: \/none: No such file or directory\n$/,
    );
    t.is(t.read(t.inside("secret/file")), "secret\n");
  },
});
