// What a lenient reader lets through.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "config-refused-strictly",
  title:
    "[G-3] [G-4] [C-1] [C-2] [C-14] [AN-3] [AN-5] bad text, double names and wrong values fail create",
  oracle: { none: "runc 1.1 takes most of them" },
  config: {},
  check(t) {
    const file = `${t.place.bundle}/config.json`;
    const text = t.read(file) ?? "";
    t.write(file, text.replace('"hostname"', '"hostname": "one", "hostname"'));
    t.fails(t.create(), /hostname/);
    t.writeBytes(file, text.replace('"box"', '"b@x"'), "@", 0xff);
    t.fails(t.create(), /UTF-8/i);
    for (const version of ["", "1.0", "v1.0.0", "banana", "2.0.0"])
      t.rejects({ ociVersion: version }, /ociVersion/);
    t.rejects({ ociVersion: undefined }, /ociVersion/);
    t.rejects({ annotations: { a: 1 } }, /annotations/);
    t.rejects({ annotations: { "": "x" } }, /annotations/);
    t.rejects({ process: { terminal: "yes" } }, /terminal/);
    t.rejects({ process: { user: { uid: -1, gid: 0 } } }, /uid/);
    t.rejects({ linux: { rootfsPropagation: "sideways" } }, /rootfsPropagation/);
    t.rejects({ linux: { personality: { domain: "MINIX" } } }, /personality/);
  },
});
