// A restore that does not come to its end.
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
import { leftovers } from "../harness/leaks.ts";

export const bundle = defineBundle({
  name: "restore-undone",
  title: "a restore that fails at a hook, a limit or the images is undone by itself",
  oracle: { none: "runc keeps the container's directory after a failed restore" },
  needs: ["criu", "memory"],
  config: (place) => counting(place),
  setup: prepareCount,
  check(t) {
    t.up({ wrap: quiet });
    countsOn(t, 0);
    t.succeeds(checkpoint(t));
    const undone = (pattern: RegExp, flags: readonly string[] = []): void => {
      t.fails(restore(t, flags), pattern);
      t.is(leftovers(t.place.id, t.runtime.root), [], `left: ${pattern}`);
    };
    const hook = (path: string) => ({ hooks: { createRuntime: [{ path }] } });
    t.configure(hook("/bin/false"));
    undone(/error running createRuntime hook #0: exit status 1/);
    t.configure({
      hooks: {
        poststop: [{ path: "/bin/sh", args: ["sh", "-c", `echo x >${t.beside("stopped")}`] }],
        ...hook("/bin/false").hooks,
      },
    });
    undone(/error running createRuntime hook #0/);
    t.ok(t.exists(t.beside("stopped")), "poststop ran after a failed hook");

    t.configure({ linux: { resources: { memory: { limit: 4096 } } } });
    undone(/config\.json: linux\.resources\.memory|OOM|restore by CRIU|memory/);
    t.configure();
    undone(/no such file or directory/, ["--pid-file", t.beside("none/pid")]);
    t.rename(t.beside("images/inventory.img"), t.beside("images/moved.img"));
    undone(/restore by CRIU: criu\/.*; its log is .*\/work\/restore\.log/);
    t.rename(t.beside("images/moved.img"), t.beside("images/inventory.img"));
    undone(/namespace \\*"ipc\\*" is not supported/, ["--empty-ns", "ipc"]);
    t.remove(t.beside("images/descriptors.json"));
    undone(/descriptors\.json: no such file or directory: no image of a checkpoint/);
    t.write(t.beside("images/descriptors.json"), "{}");
    undone(/descriptors\.json is no list of descriptors/);

    t.write(t.beside("images/descriptors.json"), "[]");
    const before = counted(t);
    t.succeeds(restore(t));
    countsOn(t, before);
  },
});
