// Saved more than once.
import {
  checkpoint,
  counted,
  counting,
  countsOn,
  prepareCount,
  quiet,
  restore,
} from "../harness/criu.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "checkpoint-again",
  title:
    "a container that runs on is saved again, memory alone first; a paused and a restored one too",
  oracle: "runc",
  needs: ["criu", "criu-memory", "freezer"],
  config: (place) => counting(place),
  setup: prepareCount,
  check(t) {
    t.up({ wrap: quiet });
    countsOn(t, 0);
    const { pid } = t;
    t.succeeds(checkpoint(t, ["--leave-running"]));
    t.is([t.status, t.pid], ["running", pid]);
    countsOn(t, counted(t));

    // Memory alone, and then only what changed since.
    const into = (name: string, ...flags: readonly string[]) =>
      t.runtime.call(["checkpoint", "--image-path", t.beside(name), ...flags, t.place.id]);
    t.succeeds(into("first", "--pre-dump"));
    t.ok(
      !t.exists(t.beside("first/inventory.img")) || !t.exists(t.beside("first/core-1.img")),
      "memory alone",
    );
    t.is(t.status, "running");
    t.fails(into("images", "--parent-path", t.beside("first")), /--parent-path must be relative/);
    t.fails(
      into("images", "--parent-path", "../none"),
      /invalid --parent-path: stat .*: no such file or directory/,
    );
    t.is(t.status, "running");

    t.succeeds(t.runtime.call(["pause", t.place.id]));
    t.succeeds(checkpoint(t, ["--leave-running", "--leave-running"]));
    t.is(t.pid, pid);
    if (t.status === "paused") t.succeeds(t.runtime.call(["resume", t.place.id]));
    t.remove(t.beside("images"));
    t.succeeds(checkpoint(t, ["--parent-path", "../first"]));
    t.ok(t.exists(t.beside("images/parent")), "the image has a parent");

    let before = counted(t);
    t.succeeds(restore(t));
    countsOn(t, before);
    t.remove(t.beside("images"));
    t.succeeds(checkpoint(t));
    before = counted(t);
    t.succeeds(restore(t));
    countsOn(t, before);
  },
});
