// Programs, identities and limits that fail, each with the hint that helps.
import { chmodSync, mkdirSync } from "node:fs";
import { namespace, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { hinted } from "../harness/hints.ts";
import type { Json } from "../harness/json.ts";

const runs = (...args: readonly string[]): Json => ({ process: { args } });

export const bundle = defineBundle({
  name: "error-hints-process",
  title: "a process that fails keeps the words that callers match and gives a hint",
  oracle: { none: "the words are tsrun's own" },
  config: {},
  setup(t) {
    t.write(t.inside("no-interpreter"), "#!/no/such/shell\n", 0o755);
    t.write(t.inside("no-format"), "neither", 0o755);
    t.write(t.inside("not-executable"), "#!/bin/sh\n", 0o644);
    t.write(t.inside("bad-interpreter"), "#!/not-executable\n", 0o755);
    t.write(t.inside("file"), "");
    mkdirSync(t.inside("closed"));
    chmodSync(t.inside("closed"), 0o700);
  },
  check(t) {
    t.rejects(
      runs("nothing"),
      /exec: \\?"nothing\\?": executable file not found in \$PATH; hint: /,
    );
    t.rejects(runs("nothing"), hinted("program-not-in-path"));
    t.rejects(
      runs("/nothing"),
      /exec: \\?"\/nothing\\?": stat \/nothing: no such file or directory; /,
    );
    t.rejects(runs("/nothing"), hinted("program-missing"));
    t.rejects(runs("/not-executable"), /exec: \\?"\/not-executable\\?": permission denied; hint: /);
    t.rejects(runs("/not-executable"), hinted("program-not-executable"));
    t.rejects(
      { process: { cwd: "/closed", user: { uid: 1000, gid: 1000 } } },
      hinted("cwd-untraversable", "EACCES"),
    );
    t.rejects({ process: { cwd: "/file/below" } }, hinted("cwd-not-directory"));
    const map = [{ containerID: 0, hostID: 100000, size: 10 }];
    t.rejects(
      {
        process: { user: { uid: 11, gid: 0 } },
        linux: {
          namespaces: [...usualNamespaces, namespace("user")],
          uidMappings: map,
          gidMappings: map,
        },
      },
      hinted("user-not-mapped", "EINVAL"),
    );
    const raise = 1 << 30;
    t.rejects(
      { process: { rlimits: [{ type: "RLIMIT_NOFILE", soft: 1, hard: raise }] } },
      hinted("nofile-above-limit", "EPERM"),
    );

    const started: readonly (readonly [string, string, RegExp])[] = [
      ["/no-interpreter", "interpreter-missing", /exec \/no-interpreter: no such file or direct/],
      ["/no-format", "exec-format", /exec \/no-format: exec format error; hint: /],
      ["/bad-interpreter", "interpreter-not-executable", /exec \/bad-interpreter: permission den/],
    ];
    for (const [program, id, words] of started) {
      t.configure(runs(program));
      const result = t.run();
      t.fails(result, hinted(id));
      t.fails(result, words);
    }
    const console = t.beside("nobody.sock");
    t.rejects({ process: { terminal: true } }, hinted("console-nobody-listens", "ENOENT"), {
      flags: ["--console-socket", console],
    });
    t.rejects({}, hinted("pid-file-directory", "ENOENT"), {
      flags: ["--pid-file", t.beside("none/pid")],
    });
  },
});
