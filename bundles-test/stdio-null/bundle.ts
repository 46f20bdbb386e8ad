// Null devices for stdio, opened as some engines do.
import { readFileSync, statSync } from "node:fs";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "stdio-null",
  title: "[CT-3] null devices on 0-2 stay as the caller opened them, and keep owner and mode",
  oracle: { none: "runc opens the container's null device anew, for reading and writing" },
  config: { process: { args: ["sleep", "60"], user: { uid: 1000, gid: 1000 } } },
  check(t) {
    const null_ = (): readonly number[] => {
      const { mode, uid, gid, rdev } = statSync("/dev/null");
      return [mode, uid, gid, rdev];
    };
    const before = null_();
    const wrap = ["sh", "-c", 'exec "$@" </dev/null 1</dev/null 2</dev/null', "sh"];
    t.succeeds(t.create({ wrap }));
    const { pid } = t;
    t.succeeds(t.start({ wrap }));
    for (const fd of [0, 1, 2]) {
      const info = readFileSync(`/proc/${pid}/fdinfo/${fd}`, "utf8");
      t.is(Number.parseInt(/^flags:\s+(\d+)/m.exec(info)?.[1] ?? "", 8) & 3, 0, `access of ${fd}`);
    }
    const exec = t.exec(["sh", "-c", "echo lost; exit 3"], { wrap });
    t.is([exec.status, exec.stdout], [3, ""]);
    t.is(null_(), before);
  },
});
