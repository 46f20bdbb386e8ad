// Processes of a container.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "ps",
  title: "ps lists the container's processes, as pids or as the host's ps with options shows them",
  oracle: "runc",
  config: { process: script("sleep 61 & sleep 62 & echo started; wait") },
  check(t) {
    const ps = (...words: readonly string[]) => t.runtime.call(["ps", ...words]);
    t.fails(ps(t.place.id), /container does not exist/);
    const pid = t.up();
    t.wait(() => t.written === "started\n", "the program started");
    const json = t.succeeds(ps("--format", "json", t.place.id));
    t.match(json, /^\[\d+,\d+,\d+\]\n$/, "json");
    t.is(t.succeeds(ps("-f", "json", t.place.id)), json);
    const pids = JSON.parse(json) as readonly number[];
    t.ok(pids.includes(pid), "init is there");

    const lines = t.succeeds(ps(t.place.id)).trimEnd().split("\n");
    t.is(lines.length, 4, "a heading and three processes");
    t.match(lines[0] ?? "", /^UID +PID +PPID +C +STIME +TTY +TIME +CMD$/, "the usual heading");
    const own = t
      .succeeds(ps(t.place.id, "-e", "-o", "ppid,pid,args"))
      .trimEnd()
      .split("\n");
    t.match(own[0] ?? "", /^ *PPID +PID +COMMAND$/, "a heading of one's own");
    t.ok(
      own.slice(1).every((line) => pids.includes(Number(/^ *\d+ +(\d+)/.exec(line)?.[1]))),
      "pids",
    );
    t.ok(
      own.some((line) => line.endsWith(" sleep 62")),
      "arguments",
    );
    t.fails(ps(t.place.id, "-e", "-o", "args"), /couldn't find PID field/);
    t.fails(ps("--format", "xml", t.place.id), /invalid format/);

    t.succeeds(t.kill("KILL"));
    t.ended(pid);
    t.is(t.succeeds(ps("-f", "json", t.place.id)), "null\n");
  },
});
