// A hook that takes too long.
import { defineBundle } from "../harness/define.ts";

const hook = (timeout: number) => ({
  hooks: { createRuntime: [{ path: "/bin/sleep", args: ["sleep", "30"], timeout }] },
});

export const bundle = defineBundle({
  name: "hooks-timeout",
  title: "[H-6] a hook that runs longer than its timeout is ended and fails create",
  oracle: "runc",
  config: {},
  check(t) {
    const begin = Date.now();
    t.rejects(hook(1), /hook ran past specified timeout of 1(\.0)?s/);
    const took = Date.now() - begin;
    t.ok(took >= 1000 && took < 10000, `it took ${took} ms`);
  },
});
