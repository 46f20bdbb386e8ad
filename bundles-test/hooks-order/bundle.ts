// All six kinds of hooks, one log.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const note = (word: string, log: string) => ({
  path: "/bin/sh",
  args: ["sh", "-c", `echo ${word} >> ${log}`],
});

export const bundle = defineBundle({
  name: "hooks-order",
  title:
    "[L-6] [L-7] [L-8] [L-11] [L-14] [L-18] [L-20] [H-7] hooks run at their moments, in their order",
  oracle: {
    none: "runc 1.1 runs poststart hooks in create, crun 1.8 beside those of startContainer",
  },
  config: (place) => {
    const two = (kind: string, log: string) => [note(`${kind}1`, log), note(`${kind}2`, log)];
    const outside = `${place.side}/log`;
    return {
      process: script("echo program >> /side/log; sleep 60"),
      mounts: [...usualMounts, { destination: "/side", source: place.side, options: ["bind"] }],
      hooks: {
        prestart: two("prestart", outside),
        createRuntime: two("createRuntime", outside),
        createContainer: two("createContainer", outside),
        startContainer: two("startContainer", "/side/log"),
        poststart: two("poststart", outside),
        poststop: two("poststop", outside),
      },
    };
  },
  check(t) {
    const log = (): readonly string[] => (t.read(t.beside("log")) ?? "").trim().split("\n");
    const two = (...words: readonly string[]) => words.flatMap((word) => [`${word}1`, `${word}2`]);
    t.succeeds(t.create());
    t.is(log(), two("prestart", "createRuntime", "createContainer"), "after create");
    t.succeeds(t.start());
    t.wait(() => log().includes("program"), "the program ran");
    const started = log().filter((word) => word !== "program");
    t.is(
      started,
      two("prestart", "createRuntime", "createContainer", "startContainer", "poststart"),
      "after start",
    );
    t.ok(
      log().indexOf("program") > log().indexOf("startContainer2"),
      "the program ran before startContainer",
    );
    const { pid } = t;
    t.succeeds(t.kill("KILL"));
    t.ended(pid);
    t.succeeds(t.delete());
    t.is(log().slice(-2), two("poststop"), "after delete");
  },
});
