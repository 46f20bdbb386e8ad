// Errors as engines read them.
import { defineBundle } from "../harness/define.ts";
import { isJson } from "../harness/json.ts";

export const bundle = defineBundle({
  name: "error-log",
  title:
    "[CT-9] [L-21] a failed create writes one line to its JSON log and the same words to stderr",
  oracle: "runc",
  config: { process: { args: ["no-such-program"] } },
  check(t) {
    const log = t.beside("log.json");
    const result = t.create({ globals: ["--log", log, "--log-format", "json"] });
    t.fails(result, /executable file not found in \$PATH/);
    const lines = (t.read(log) ?? "").trim().split("\n");
    t.is(lines.length, 1, "lines");
    const entry: unknown = JSON.parse(lines[0] ?? "");
    if (!isJson(entry)) throw new Error("no object");
    t.is(entry["level"], "error");
    t.match(String(entry["msg"]), /executable file not found in \$PATH/);
    t.match(String(entry["time"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/);
    t.ok(result.stderr.includes(String(entry["msg"])), "stderr and log differ");
  },
});
