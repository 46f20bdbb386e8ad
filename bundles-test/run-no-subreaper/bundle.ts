// Who adopts processes that lost their parent.
import { namespace, script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "run-no-subreaper",
  title: "a foreground run adopts the container's orphans, with --no-subreaper somebody above does",
  oracle: "runc",
  config: {
    // The middle one ends at once, so that the last one is an orphan when it looks.
    process: script(
      "(sh -c 'sleep 0.3; cut -d\" \" -f4 /proc/$$/stat' &); cut -d' ' -f4 /proc/$$/stat; sleep 0.8",
    ),
    linux: { namespaces: ["network", "ipc", "uts", "mount"].map((type) => namespace(type)) },
  },
  check(t) {
    const [runtime, adopter] = t.output().trim().split("\n");
    t.is(adopter, runtime, "the run itself");
    const [again, other] = t
      .output({ flags: ["--no-subreaper"] })
      .trim()
      .split("\n");
    t.ok(other !== again && Number(other) > 0, `${other} is not the run, ${again}`);
  },
});
