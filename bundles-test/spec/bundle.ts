// The configuration to begin with.
import { defineBundle } from "../harness/define.ts";
import { isJson, list, member } from "../harness/json.ts";

export const bundle = defineBundle({
  name: "spec",
  title: "[C-6] spec writes a configuration that runs, and never over one that is there",
  oracle: "runc",
  config: {},
  check(t) {
    t.fails(
      t.runtime.call(["spec", "--bundle", t.place.bundle]),
      /File config.json exists. Remove it first/,
    );
    t.remove(`${t.place.bundle}/config.json`);
    t.is(t.runtime.call(["spec", "--bundle", t.place.bundle]), {
      status: 0,
      stdout: "",
      stderr: "",
    });
    const config: unknown = JSON.parse(t.read(`${t.place.bundle}/config.json`) ?? "");
    if (!isJson(config)) throw new Error("no object");
    t.is(member(config, "root", "path"), "rootfs");
    t.is(list(config, "process", "args"), ["sh"]);
    // rlimits need nothing here, the terminal would need a console.
    const process = {
      ...(config["process"] as object),
      terminal: false,
      args: ["echo", "from spec"],
    };
    t.write(`${t.place.bundle}/config.json`, JSON.stringify({ ...config, process }));
    t.is(t.output(), "from spec\n");
  },
});
