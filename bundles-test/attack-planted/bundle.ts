// Files and variables that make a JavaScript engine or a loader run other code.
import { readdirSync } from "node:fs";
import { defineBundle } from "../harness/define.ts";

const FILES: Readonly<Record<string, string>> = {
  "bunfig.toml": 'preload = ["./evil.js"]\n[run]\nbun = true\n[test]\npreload = ["./evil.js"]\n',
  ".env": "BUN_OPTIONS=--preload=./evil.js\nPATH=/planted\n",
  ".env.local": "BUN_OPTIONS=--preload=./evil.js\n",
  ".npmrc": "node-options=--require ./evil.js\n",
  ".bunfig.toml": 'preload = ["./evil.js"]\n',
  "package.json": '{"type":"module","main":"./evil.js","imports":{"#a":"./evil.js"}}',
  "tsconfig.json": '{"compilerOptions":{"paths":{"*":["./evil.js"]},"baseUrl":"."}}',
  "node_modules/koffi/index.js": 'require("node:fs").writeFileSync("../evil", "")',
  "koffi.node": "not a library",
  "host.so": "not a library",
  "libc.so.6": "not a library",
  "libseccomp.so.2": "not a library",
};

const variables = (directory: string): Readonly<Record<string, string>> => ({
  PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: directory,
  XDG_CONFIG_HOME: directory,
  BUN_OPTIONS: "--preload=./evil.js",
  BUN_BE_BUN: "1",
  BUN_INSPECT: "127.0.0.1:0",
  BUN_INSPECT_PRELOAD: "./evil.js",
  BUN_CONFIG_PRELOAD: "./evil.js",
  BUN_CRASH_REPORT_URL: "http://127.0.0.1:1",
  NODE_OPTIONS: "--require ./evil.js",
  NODE_PATH: directory,
  NODE_V8_COVERAGE: `${directory}/evil`,
  JSC_useJIT: "1",
  JSC_logGC: "1",
  LD_PRELOAD: "./host.so",
  LD_LIBRARY_PATH: directory,
  LD_AUDIT: "./host.so",
  LD_DEBUG: "all",
  LD_DEBUG_OUTPUT: `${directory}/evil`,
  GCONV_PATH: directory,
  GLIBC_TUNABLES: "glibc.malloc.check=3",
  MALLOC_CHECK_: "3",
  LOCPATH: directory,
  TZ: `${directory}/evil.js`,
  TZDIR: directory,
  TMPDIR: directory,
  TSRUN_LAUNCH: "1;nofile=1:1;fds=0",
  TSRUN_START: "0:0",
});

export const bundle = defineBundle({
  name: "attack-planted",
  title:
    "no file in the bundle and no variable makes the runtime run other code, for any verb, nor reaches the container",
  oracle: { none: "runc is no JavaScript" },
  config: {
    process: { args: ["sleep", "60"] },
    linux: { seccomp: { defaultAction: "SCMP_ACT_ALLOW", syscalls: [] } },
  },
  check(t) {
    const cwd = t.place.bundle;
    const evil = `require("node:fs").writeFileSync(${JSON.stringify(`${cwd}/evil`)}, "");`;
    t.write(`${cwd}/evil.js`, evil);
    for (const [name, text] of Object.entries(FILES)) t.write(`${cwd}/${name}`, text);
    const before = readdirSync(cwd).toSorted();
    const options = { cwd, env: variables(cwd) };
    const { id } = t.place;
    const verbs: readonly (readonly string[])[] = [
      ["--version"],
      ["features"],
      ["validate"],
      ["plan"],
      ["create", id],
      ["state", id],
      ["start", id],
      ["list"],
      ["ps", id],
      ["exec", id, "true"],
      ["update", "--pids-limit", "100", id],
      ["pause", id],
      ["resume", id],
      ["kill", id, "KILL"],
      ["delete", "--force", id],
    ];
    for (const verb of verbs) {
      const result = t.runtime.call(verb, options);
      t.is([result.status, result.stderr], [0, ""], verb[0] ?? "");
      t.is(readdirSync(cwd).toSorted(), before, `names in the bundle after ${verb[0] ?? ""}`);
    }
    t.configure({ process: { args: ["env"] } });
    t.is(t.output(options), "PATH=/bin\nTERM=dumb\nHOME=/root\n", "the container's variables");
  },
});
