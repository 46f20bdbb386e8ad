// What each verb opens: one more library or file at start-up costs every call, and a file that is
// looked for where a stranger may put one costs more than that.
import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { needs, withoutRoot } from "../../src/testing/needs.ts";
import { Box, PLAIN, run, SHORT } from "./shortcuts/box.ts";

/** Files that the verb opened or executed, in every process until the program: base names, sorted. */
function opened(box: Box, program: string, ...verb: readonly string[]): readonly string[] {
  const trace = join(box.directory, "trace");
  fs.rmSync(trace, { force: true });
  const calls = "trace=open,openat,openat2,execve,execveat";
  const done = run(["strace", "-f", "-e", calls, "-o", trace, ...box.words(program, ...verb)]);
  assert.is(done.status, 0, done.stderr);
  const names = fs
    .readFileSync(trace, "latin1")
    .split("\n")
    .flatMap((line) => {
      const path = / (?:open|openat|openat2|execve)\((?:AT_FDCWD, )?"(\/[^"]*)".* = \d+$/.exec(
        line,
      );
      return path?.[1] === undefined ? [] : [path[1]];
    })
    .filter((path) => !/^\/(?:proc|sys|dev|run)(?:\/|$)/.test(path))
    .filter((path) => !path.startsWith(box.directory) && path !== "/");
  return [
    ...new Set(names.map((path) => path.replace(/^.*\//, "").replace(/\.so[.\d]*$/, ".so"))),
  ].sort();
}

/** The JavaScript engine and what it is linked to. */
const ENGINE = [
  "engine",
  "koffi.node",
  "host.so",
  "ld.so.cache",
  "libc.so",
  "libdl.so",
  "libgcc_s.so",
  "libm.so",
  "libpthread.so",
  "libstdc++.so",
  // Of the JavaScript engine itself, before our first line.
  "localtime",
  "tsrun",
];

function check(found: readonly string[], ...more: readonly string[]): void {
  const expected = new Set([...ENGINE, ...more]);
  assert.equal(
    found.filter((name) => !expected.has(name)),
    [],
  );
}

needs(test, withoutRoot())("shortcuts open the container's own files and nothing else", () => {
  const box = new Box("files-short");
  try {
    box.become("created");
    for (const verb of ["state", "start", "kill", "delete"])
      assert.equal(
        opened(box, SHORT, verb, ...(verb === "delete" ? ["--force"] : []), box.id),
        ["tsrun"],
        verb,
      );
  } finally {
    box.remove();
  }
});

needs(test, withoutRoot())(
  "verbs of the engine open the engine, koffi and the host library",
  () => {
    const box = new Box("files-plain");
    try {
      box.become("created");
      check(opened(box, PLAIN, "state", box.id));
      check(opened(box, PLAIN, "start", box.id), "sleep");
      check(opened(box, PLAIN, "exec", box.id, "/bin/sleep", "0"), "init", "attend", "sleep");
      check(opened(box, PLAIN, "kill", box.id, "CONT"));
      check(opened(box, PLAIN, "list"), "passwd");
      check(opened(box, PLAIN, "delete", "--force", box.id));
      box.configure({
        process: { user: { uid: 0, gid: 0 }, args: ["/bin/sleep", "0"], cwd: "/" },
      });
      // The last open of the host is that of the program, in the container's root.
      check(
        opened(box, PLAIN, "run", "--bundle", box.directory, box.id),
        "init",
        "attend",
        "sleep",
      );
      box.configure({
        process: { user: { uid: 0, gid: 0 }, args: ["/bin/sleep", "0"], cwd: "/" },
        linux: {
          namespaces: [{ type: "pid" }, { type: "mount" }],
          seccomp: { defaultAction: "SCMP_ACT_ALLOW", syscalls: [] },
        },
      });
      const filtered = opened(box, PLAIN, "run", "--bundle", box.directory, box.id);
      assert.ok(filtered.includes("libseccomp.so"), "a profile needs one library more");
      check(filtered, "init", "attend", "sleep", "libseccomp.so");
    } finally {
      box.remove();
    }
  },
);

test.run();
