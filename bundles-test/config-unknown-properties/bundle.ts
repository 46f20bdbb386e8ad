// Fields that nobody knows.
import { defineBundle } from "../harness/define.ts";

const unknown = { "x-unknown": { a: [1, null] } };

export const bundle = defineBundle({
  name: "config-unknown-properties",
  title:
    "[C-12] [C-13] [AN-10] [P-4] [P-11] unknown properties and those of other systems change nothing",
  oracle: "runc",
  config: {
    ...unknown,
    ociVersion: "1.0.0",
    windows: { layerFolders: ["x"] },
    annotations: { "org.opencontainers.bogus": "x" },
    process: {
      ...unknown,
      args: ["echo", "fine"],
      commandLine: "cmd /c",
      consoleSize: { height: 1, width: 2 },
    },
    linux: { ...unknown, resources: { ...unknown } },
    hooks: { bogus: [] },
    mounts: [{ ...unknown, destination: "/proc", type: "proc", source: "proc" }],
  },
  check(t) {
    t.is(t.run(), { stdout: "fine\n", stderr: "", status: 0 });
  },
});
