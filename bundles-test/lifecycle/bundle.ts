// The states that a container goes through.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { lives } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "lifecycle",
  title:
    "[L-1] [L-4] [ST-6] [ST-7] [ST-8] [OP-1] [OP-4] [OP-11] [OP-19] [G-9] created, running, stopped: state says what is so",
  oracle: "runc",
  config: (place) => ({
    process: script("touch /side/ran; exec sleep 60"),
    mounts: [...usualMounts, { destination: "/side", source: place.side, options: ["bind"] }],
  }),
  check(t) {
    const created = t.create();
    t.is([created.status, created.stdout, created.stderr], [0, "", ""], "create prints nothing");
    t.is(t.status, "created");
    const { pid } = t;
    t.ok(lives(pid), "no process");
    t.is(t.read(t.beside("ran")), undefined, "the program ran before start");
    const started = t.start();
    t.is([started.status, started.stdout, started.stderr], [0, "", ""], "start prints nothing");
    t.is([t.status, t.pid], ["running", pid]);
    t.wait(() => t.read(t.beside("ran")) !== undefined, "the program ran");
    const killed = t.kill("KILL");
    t.is([killed.status, killed.stdout, killed.stderr], [0, "", ""], "kill prints nothing");
    t.ended(pid);
    t.is([t.status, t.pid], ["stopped", 0]);
    const deleted = t.delete();
    t.is([deleted.status, deleted.stdout, deleted.stderr], [0, "", ""], "delete prints nothing");
    t.fails(t.runtime.call(["state", t.place.id]), /container does not exist/);
  },
});
