// CVE-2019-5736: the runtime's program must not be writable through /proc/PID/exe.
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, readFileSync, readdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

function files(program: string): readonly string[] {
  const library = join(dirname(dirname(program)), "lib/tsrun");
  const names = program.endsWith("tsrun") ? readdirSync(library) : [];
  return [program, ...names.map((name) => join(library, name))];
}

function digests(program: string): readonly string[] {
  const hash = (path: string): string =>
    createHash("sha256").update(readFileSync(path)).digest("hex");
  return files(program).map((path) => `${path} ${hash(path)}`);
}

const bounding = ["CAP_SYS_PTRACE", "CAP_DAC_OVERRIDE"];

// Writes to the program of every process that is not its own: at once, and through a descriptor that
// it keeps until the process has become something else (a program that runs cannot be written to).
const attack = [
  "while :; do for p in /proc/[0-9]*; do",
  "case $(readlink $p/exe) in /bin/busybox|'') ;; *)",
  "echo seen >> /tmp/seen; exec 9< $p/exe || continue;",
  "for turn in 1 2 3 4 5 6 7 8 9 10; do",
  "(echo '#!/bin/false' > /proc/self/fd/9) 2>/dev/null && echo won >> /tmp/won; usleep 20000;",
  "done; exec 9<&-;;",
  "esac; done; done",
].join(" ");

export const bundle = defineBundle({
  name: "attack-own-program",
  title:
    "a container cannot write to the runtime's program while exec joins it, nor start it as its own",
  oracle: "runc",
  // With ptrace's rights, so that nothing but the program itself is in the way.
  config: {
    process: {
      ...script(attack),
      capabilities: { bounding, effective: bounding, permitted: bounding },
    },
  },
  setup(t) {
    // The busybox of the roots is one file: not to be attacked.
    const busybox = t.inside("bin/busybox");
    t.remove(busybox);
    copyFileSync("/bin/busybox", busybox);
    chmodSync(busybox, 0o755);
  },
  check(t) {
    const program = realpathSync(t.runtime.program);
    const before = digests(program);
    t.up();
    // On a build without the rule it is tried until it succeeds.
    const until = Date.now() + 1000 * Number(process.env["TSRUN_RACE_SECONDS"] ?? 0);
    const won = (): boolean => t.read(t.inside("tmp/won")) !== undefined;
    for (let turn = 0; turn < 15 || (Date.now() < until && !won()); turn++) t.exec(["true"]);
    // The interpreter of this program is whatever executes it: the runtime's own file.
    t.write(t.inside("bin/trap"), "#!/proc/self/exe\n", 0o755);
    t.exec(["/bin/trap"], { limit: 5_000 });
    t.is(t.read(t.inside("tmp/won")), undefined, "a write succeeded");
    t.is(digests(program), before);
    t.succeeds(t.delete({ flags: ["--force"] }));
    t.configure({ process: { args: ["/proc/self/exe", "--version"] } });
    t.run();
    t.is(digests(program), before);
  },
});
