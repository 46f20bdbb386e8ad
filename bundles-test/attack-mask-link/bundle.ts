// A masked path that the image made a link.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { mountLines } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "attack-mask-link",
  title: "masked and read-only paths that are links stay inside of the root",
  oracle: "runc",
  config: (place) => ({
    process: script("cat /real; echo x > /fixed/file"),
    linux: { maskedPaths: ["/out", "/link"], readonlyPaths: ["/out", "/fixed-link"] },
    annotations: { side: place.side },
  }),
  setup(t) {
    t.write(t.beside("host"), "of the host\n");
    t.write(t.inside("real"), "real\n");
    t.write(t.inside("fixed/file"), "fixed\n");
    t.link(`../../../../../../..${t.beside("host")}`, t.inside("out"));
    t.link("/real", t.inside("link"));
    t.link("/fixed", t.inside("fixed-link"));
  },
  check(t) {
    const before = mountLines();
    const result = t.run();
    t.ok(!result.stdout.includes("real\n"), "a mask through a link hid nothing");
    t.match(result.stderr, /Read-only file system/);
    t.is(t.read(t.beside("host")), "of the host\n");
    t.is(mountLines(), before);
  },
});
