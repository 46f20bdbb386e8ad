// The image's passwd, which is looked at for HOME.
import { execFileSync } from "node:child_process";
import { truncateSync } from "node:fs";
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const HUGE = 2 ** 40;
const LONG = 3 * 2 ** 20;

export const bundle = defineBundle({
  name: "attack-passwd",
  title:
    "a passwd without end, without lines, of another kind or that is a link out of the root costs no time and tells nothing of the host",
  oracle: { none: "runc 1.1 reads a passwd without end to its end" },
  config: { process: { ...script('echo "home=$HOME"; sleep 60'), env: ["PATH=/bin"] } },
  setup(t) {
    t.write(t.beside("passwd"), "root:x:0:0::/of-the-host:/bin/sh\n");
  },
  check(t) {
    const passwd = t.inside("etc/passwd");
    const line = "root:x:0:0::/found:/bin/sh\n";
    const links = [t.beside("passwd"), `../../../../../../../..${t.beside("passwd")}`];
    const cases: Readonly<Record<string, readonly [make: () => void, home: string]>> = {
      "a huge file": [
        () => {
          t.write(passwd, "");
          truncateSync(passwd, HUGE);
        },
        "/",
      ],
      "a line without end": [() => t.write(passwd, "x".repeat(LONG)), "/"],
      "an entry behind it": [() => t.write(passwd, `${"x".repeat(LONG)}\n${line}`), "/"],
      "bytes that are no text": [() => t.write(passwd, `\0\u{ff}:\n\0:::\n${line}`), "/found"],
      "a number that wraps": [() => t.write(passwd, "a:x:4294967296:0::/wrong:\n"), "/"],
      "a user whose name is the number": [() => t.write(passwd, "0:x:7:7::/wrong:\n"), "/"],
      "the device zero": [() => execFileSync("mknod", [passwd, "c", "1", "5"]), "/"],
      "a FIFO": [() => execFileSync("mkfifo", [passwd]), "/"],
      "a socket's like, a directory": [() => t.write(`${passwd}/x`, ""), "/"],
      "a link to itself": [() => t.link("passwd", passwd), "/"],
      "a link into procfs": [() => t.link("/proc/self/environ", passwd), "/"],
      "a link to a descriptor": [() => t.link("/proc/self/fd/3", passwd), "/"],
      "an absolute link to the host": [() => t.link(links[0] ?? "", passwd), "/"],
      "a climbing link to the host": [() => t.link(links[1] ?? "", passwd), "/"],
    };
    for (const [what, [make, home]] of Object.entries(cases)) {
      t.remove(passwd);
      make();
      t.up({ limit: 10_000 });
      t.wait(() => t.written !== "", `${what}: it ran`);
      t.is(t.written, `home=${home}\n`, what);
      const joined = t.exec(["sh", "-c", 'echo "home=$HOME"'], { limit: 10_000 });
      t.is(t.succeeds(joined), `home=${home}\n`, `exec: ${what}`);
      t.succeeds(t.delete({ flags: ["--force"] }));
    }
  },
});
