// The examples of the manual pages.
import { spawnSync } from "node:child_process";
import { closeSync, cpSync, mkdirSync, openSync, renameSync } from "node:fs";
import { join } from "node:path";
import { SESSION } from "../../src/cli/manual.ts";
import { defineBundle } from "../harness/define.ts";
import { unmet } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "manual",
  title: "every example of the manual pages works, one after the other, as root in a shell",
  oracle: { none: "a manual of tsrun alone" },
  config: {},
  check(t) {
    const box = join(t.place.side, "box");
    mkdirSync(box, { recursive: true });
    cpSync(join(t.place.bundle, "rootfs"), join(box, "rootfs"), {
      recursive: true,
      verbatimSymlinks: true,
    });
    const shell = (line: string): { readonly status: number | null; readonly text: string } => {
      const own = [t.runtime.program, "--root", t.runtime.root]
        .map((word) => `'${word}'`)
        .join(" ");
      const script = `tsrun() { ${own} "$@"; }\nset -e\n${line}`;
      // A file: the container keeps the descriptors, and a pipe would not end before it does.
      const file = t.beside("output");
      const output = openSync(file, "w");
      try {
        const { status } = spawnSync("sh", ["-c", script], {
          cwd: t.place.side,
          // CRIU does not save what has a file of the host open.
          stdio: line.startsWith("tsrun create") ? "ignore" : ["ignore", output, output],
          timeout: 20_000,
        });
        return { status, text: t.read(file) ?? "" };
      } finally {
        closeSync(output);
      }
    };
    t.later(() => void t.runtime.call(["delete", "--force", "one"]));
    let containerMade = false;
    const withCriu = unmet("criu") === null;
    for (const { command, line } of SESSION) {
      if (!withCriu && (command === "checkpoint" || command === "restore")) continue;
      if (command === "run" || (command === "create" && !containerMade)) {
        // The program of the first config.json is a shell on a terminal.
        containerMade = command === "create";
        const args = command === "run" ? ["echo", "hello"] : ["sleep", "60"];
        const path = join(box, "config.json");
        const config = JSON.parse(t.read(path) ?? "{}") as { process: object; linux: object };
        const edited = {
          ...config,
          process: { ...config.process, terminal: false, args },
          linux: { ...config.linux, cgroupsPath: `/${t.place.id}` },
        };
        t.write(`${path}.new`, JSON.stringify(edited));
        renameSync(`${path}.new`, path);
      }
      const { status, text } = shell(line);
      t.ok(status === 0, `${line}: status ${status}: ${text}`);
      if (command === "run") t.is(text, "hello\n");
      if (command === "exec") t.match(text, /uid=1000\S* gid=1000/);
      if (command === "ps") t.match(text, /sleep 60/);
    }
  },
});
