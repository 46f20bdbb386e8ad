// Later mounts lie on earlier ones.
import { script, usualMounts } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "mount-order",
  title: "[MT-2] mounts are made in the listed order",
  oracle: "runc",
  config: (place) => ({
    process: script("ls /a/b"),
    mounts: [
      ...usualMounts,
      { destination: "/a", type: "tmpfs", source: "tmpfs" },
      { destination: "/a/b", type: "bind", source: place.side, options: ["bind"] },
    ],
  }),
  setup(t) {
    t.write(t.beside("seen"), "");
  },
  check(t) {
    t.is(t.output(), "seen\n");
    const last = (config: { readonly [name: string]: unknown }) =>
      config["mounts"] as readonly unknown[];
    t.configure((config) => ({
      ...config,
      process: { ...(config["process"] as object), args: ["sh", "-c", "ls /a"] },
      mounts: [...last(config).slice(0, -2), ...last(config).slice(-2).toReversed()],
    }));
    t.is(t.output(), "", "hidden by the tmpfs");
  },
});
