// What an engine finds when create with a terminal has returned: it accepts the socket only then.
import { readdirSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { spawnSync } from "node:child_process";
import { defineBundle } from "../harness/define.ts";

const parentOf = (stat = ""): string => /\) \S (\d+)/.exec(stat)?.[1] ?? "";

export const bundle = defineBundle({
  name: "created-alone",
  title:
    "[CT-5] [CT-6] [CT-18] create leaves an orphan that holds its terminal alone, though nobody has accepted the socket",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"], terminal: true } },
  check(t) {
    // Listens at once; accepting would take the event loop, which waits for the check.
    const socket = t.beside("console");
    const server = createServer();
    t.later(() => void server.close());
    server.listen(socket);
    t.ok(t.exists(socket), "the socket is there");
    const pid = t.created({ flags: ["--console-socket", socket] });

    const links = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
    const files = links.filter((link) => link.startsWith(t.place.side) || link.includes("/calls/"));
    t.is(files, [], "the caller's files");
    for (const fd of [0, 1, 2]) {
      t.match(readlinkSync(`/proc/${pid}/fd/${fd}`), /^\/dev\/(pts\/\d+|console)$/);
    }
    // Another orphan shows who adopts here.
    const other = spawnSync("sh", ["-c", "sleep 60 >/dev/null 2>&1 & echo $!"], {
      encoding: "utf8",
    });
    const orphan = Number(other.stdout);
    t.later(() => void process.kill(orphan, "SIGKILL"));
    t.is(parentOf(t.read(`/proc/${pid}/stat`)), parentOf(t.read(`/proc/${orphan}/stat`)), "parent");
    t.succeeds(t.start());
    t.is(t.status, "running");
  },
});
